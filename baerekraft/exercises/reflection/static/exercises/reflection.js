import { ExerciseForm } from "./exercise.js";

customElements.define(
  "exercise-reflection",
  class extends ExerciseForm {
    read(data) {
      const text = data.get("text");
      return text.trim() && { text };
    }

    fill({ text }) {
      this.form.elements.text.value = text;
    }

    judge() {}
  },
);
