import { ChoiceForm } from "./exercise.js";

customElements.define(
  "exercise-single-choice",
  class extends ChoiceForm {
    given({ choice }, key) {
      return choice === key;
    }

    judge(answer) {
      return Math.floor(super.judge(answer));
    }
  },
);
