import { ExerciseForm } from "./exercise.js";

customElements.define(
  "exercise-dilemma",
  class extends ExerciseForm {
    read(data) {
      const first = data.get("choice");
      const then = data.get(`choice-${first}`);
      return then ? { path: [first, then] } : first && !this.next() && { path: [first] };
    }

    // Where the choice leads to another: its first button.
    next() {
      return this.querySelector(`[name=choice-${this.form.elements.choice.value}]`);
    }

    missing() {
      return this.next() ?? super.missing();
    }

    fill({ path: [first, then] }) {
      const { elements } = this.form;
      elements.choice.value = first;
      if (then) elements[`choice-${first}`].value = then;
    }

    given(answer, key, option) {
      return option.querySelector("input").checked;
    }
  },
);
