import { ExerciseForm } from "./exercise.js";

class Estimate extends ExerciseForm {
  prepare() {
    this.number = this.form.elements.guess;
    this.slider = this.querySelector("[data-slider]");
    this.reveal = this.querySelector(".reveal");
    // A number field throws away what it cannot read, and some browsers cannot read a decimal comma.
    this.number.type = "text";
    this.slider.hidden = false;
    this.follow();
  }

  scale(name) {
    return Number(this.reveal.dataset[name]);
  }

  guess() {
    const text = this.number.value.replace(/\s/g, "").replace(",", ".").replace("−", "-");
    return text === "" ? NaN : Number(text);
  }

  written(number, options = { maximumFractionDigits: 2 }) {
    return number.toLocaleString(document.documentElement.lang, options);
  }

  type(number) {
    this.number.value = this.written(number, { maximumFractionDigits: 9, useGrouping: false });
  }

  follow() {
    const guess = this.guess();
    if (!Number.isNaN(guess)) this.slider.value = guess;
    const shown = `${this.written(Number(this.slider.value))} ${this.reveal.dataset.unit}`;
    this.slider.setAttribute("aria-valuetext", shown);
  }

  input(event) {
    if (event.target === this.slider) this.type(Number(this.slider.value));
    this.follow();
    super.input(event);
  }

  read() {
    const guess = this.guess();
    return guess >= this.scale("minimum") && guess <= this.scale("maximum") && { guess };
  }

  missing() {
    return this.number;
  }

  fill({ guess }) {
    this.type(guess);
    this.follow();
  }

  judge({ guess }) {
    this.reveal.hidden = false;
    this.reveal.querySelector("[data-guess]").textContent = this.written(guess);
    this.reveal.querySelector("meter").value = guess;
    const [value, tolerance] = [this.scale("value"), this.scale("tolerance")];
    const miss = Math.max(0, Math.abs(guess - value) - tolerance);
    const reach = Math.max(this.scale("maximum") - value, value - this.scale("minimum")) - tolerance;
    return reach > 0 ? Math.max(0, 1 - miss / reach) : 1;
  }
}

customElements.define("exercise-estimate", Estimate);
