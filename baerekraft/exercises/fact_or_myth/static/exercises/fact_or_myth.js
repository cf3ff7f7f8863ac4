import { LinesForm } from "./exercise.js";

class FactOrMyth extends LinesForm {
  field = "verdict";
}

customElements.define("exercise-fact-or-myth", FactOrMyth);
