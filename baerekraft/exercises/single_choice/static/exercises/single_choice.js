import { ExerciseForm } from "./exercise.js";

customElements.define(
  "exercise-single-choice",
  class extends ExerciseForm {
    read(data) {
      const choice = data.get("choice");
      return choice && { choice };
    }

    fill({ choice }) {
      this.tick([choice]);
    }

    given({ choice }, key) {
      return choice === key;
    }

    judge(answer) {
      return Math.floor(super.judge(answer));
    }
  },
);
