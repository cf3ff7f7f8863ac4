import { ExerciseForm } from "./exercise.js";

customElements.define(
  "exercise-estimate",
  class extends ExerciseForm {
    prepare() {
      this.number = this.form.elements.guess;
      this.slider = this.querySelector("[data-slider]");
      this.reveal = this.querySelector(".reveal");
      // A number field throws away what it cannot read, and some browsers cannot read a decimal comma.
      this.number.type = "text";
      this.slider.hidden = false;
      this.follow();
    }

    guess() {
      return parseFloat(this.number.value.replace(/\s/g, "").replace(",", "."));
    }

    // `number` as it is written in the page's language.
    written(number) {
      return Number(number).toLocaleString(document.documentElement.lang, { useGrouping: false });
    }

    follow() {
      this.slider.value = this.guess();
      this.slider.setAttribute("aria-valuetext", `${this.written(this.slider.value)} ${this.reveal.dataset.unit}`);
    }

    input(event) {
      if (event.target === this.slider) this.number.value = this.written(this.slider.value);
      this.follow();
      super.input(event);
    }

    read() {
      const guess = this.guess();
      const { minimum, maximum } = this.reveal.dataset;
      return guess >= minimum && guess <= maximum && { guess };
    }

    missing() {
      return this.number;
    }

    fill({ guess }) {
      this.number.value = this.written(guess);
      this.follow();
    }

    judge({ guess }) {
      const { value, minimum, maximum, tolerance } = this.reveal.dataset;
      this.reveal.querySelector("[data-guess]").textContent = this.written(guess);
      this.reveal.querySelector("meter").value = guess;
      const miss = Math.abs(guess - value) - tolerance;
      const reach = Math.max(maximum - value, value - minimum) - tolerance;
      return miss > 0 ? 1 - miss / reach : 1;
    }
  },
);
