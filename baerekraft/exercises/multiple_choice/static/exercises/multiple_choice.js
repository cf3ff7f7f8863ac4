import { ExerciseForm } from "./exercise.js";

class MultipleChoice extends ExerciseForm {
  several = true;

  read(data) {
    const choices = data.getAll("choices");
    return choices.length && { choices };
  }

  fill({ choices }) {
    this.tick(choices);
  }

  judge({ choices }) {
    return this.judgeOptions(choices);
  }
}

customElements.define("exercise-multiple-choice", MultipleChoice);
