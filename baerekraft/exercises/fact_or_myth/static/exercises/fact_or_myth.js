import { LinesForm } from "./exercise.js";

customElements.define(
  "exercise-fact-or-myth",
  class extends LinesForm {
    field = "verdict";
    answers = "verdicts";
  },
);
