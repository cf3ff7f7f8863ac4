import { ExerciseForm } from "./exercise.js";

class Pledge extends ExerciseForm {
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
    return this.querySelector("[value=own]").checked ? this.own : super.missing();
  }

  fill({ step, text = "" }) {
    this.tick([step]);
    this.own.value = text;
  }

  judge() {
    this.querySelector(".feedback").hidden = false;
    return null;
  }
}

customElements.define("exercise-pledge", Pledge);
