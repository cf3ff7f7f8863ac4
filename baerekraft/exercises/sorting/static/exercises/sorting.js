import { LinesForm } from "./exercise.js";

customElements.define(
  "exercise-sorting",
  class extends LinesForm {
    field = "place";
    answers = "places";
  },
);
