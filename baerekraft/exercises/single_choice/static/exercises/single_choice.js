import { ExerciseForm } from "./exercise.js";

class SingleChoice extends ExerciseForm {
  read(data) {
    const choice = data.get("choice");
    return choice && { choice };
  }

  fill({ choice }) {
    this.tick([choice]);
  }

  judge({ choice }) {
    return Number(this.judgeOptions([choice]) === 1);
  }
}

customElements.define("exercise-single-choice", SingleChoice);
