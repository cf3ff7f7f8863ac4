import { LinesForm } from "./exercise.js";

class Sorting extends LinesForm {
  field = "place";
}

customElements.define("exercise-sorting", Sorting);
