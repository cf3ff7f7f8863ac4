import { ChoiceForm } from "./exercise.js";

customElements.define(
  "exercise-poll",
  class extends ChoiceForm {
    prepare() {
      addEventListener("received", () => "answered" in this.form.dataset && this.judge());
    }

    judge() {
      this.load();
    }

    async load() {
      // A package has nobody else's answers to show.
      if (!this.querySelector(".share")) return;
      try {
        const { answers, shares } = await (await fetch(new URL("fordeling/", this.form.action))).json();
        if (!answers) return;
        const [few, many] = this.querySelectorAll(".reveal p");
        few.hidden = true;
        many.hidden = false;
        many.firstElementChild.textContent = answers;
        this.querySelectorAll(".share").forEach((share, place) => {
          share.hidden = false;
          share.firstElementChild.value = shares[place];
          share.lastElementChild.textContent = `${shares[place]} %`;
        });
      } catch {
        // No network: the distribution can wait.
      }
    }
  },
);
