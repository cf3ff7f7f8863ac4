import { ExerciseForm } from "./exercise.js";

customElements.define(
  "exercise-pledge",
  class extends ExerciseForm {
    prepare() {
      this.own = this.form.elements.text;
    }

    input(event) {
      if (event.target === this.own) this.tick(["own"]);
      super.input(event);
    }

    read(data) {
      const step = data.get("step");
      const text = this.own.value.trim();
      return step === "own" ? text && { step, text } : step && { step };
    }

    missing() {
      return this.form.elements.step.value ? this.own : super.missing();
    }

    fill({ step, text = "" }) {
      this.tick([step]);
      this.own.value = text;
    }

    judge() {}
  },
);
