import { ExerciseForm } from "./exercise.js";

customElements.define(
  "exercise-multiple-choice",
  class extends ExerciseForm {
    many = true;

    read(data) {
      const choices = data.getAll("choices");
      return choices.length && { choices };
    }

    fill({ choices }) {
      this.tick(choices);
    }

    given({ choices }, key) {
      return choices.includes(key);
    }
  },
);
