import { LinesForm } from "./exercise.js";

customElements.define(
  "exercise-matching",
  class extends LinesForm {
    field = "match";
    answers = "matches";
  },
);
