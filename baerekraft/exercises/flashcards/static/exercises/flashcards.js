import { LinesForm } from "./exercise.js";

customElements.define(
  "exercise-flashcards",
  class extends LinesForm {
    field = "known";
    answers = "known";

    // A closed card cannot take the focus.
    missing() {
      const input = super.missing();
      if (input) input.closest("details").open = true;
      return input;
    }

    // Closes the cards again, with those to practise first.
    judge({ known }) {
      const cards = this.options.filter(({ dataset }) => known[dataset.key] === "yes");
      for (const card of this.options) card.open = false;
      this.querySelector(".reveal").before(...cards);
      this.querySelector("[data-known]").textContent = cards.length;
    }
  },
);
