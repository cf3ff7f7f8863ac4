import { ExerciseForm } from "./exercise.js";

customElements.define(
  "exercise-ordering",
  class extends ExerciseForm {
    prepare() {
      this.list = this.querySelector("ol");
      this.addEventListener("click", this);
    }

    click({ target }) {
      const { move } = target.dataset;
      if (!move) return;
      const line = target.closest("li");
      const other = line[`${move}ElementSibling`];
      // It is the neighbour that moves: the button keeps the focus.
      if (other) line[move === "next" ? "before" : "after"](other);
      this.input({ target: this });
      this.status.textContent = `${line.firstElementChild.textContent}: ${this.list.dataset.place} ${this.options.indexOf(line) + 1}`;
    }

    // The fields follow, for when the form is posted.
    read() {
      const order = this.options.map(({ dataset }, place) => {
        this.form.elements[`place-${dataset.key}`].value = place + 1;
        return dataset.key;
      });
      return { order };
    }

    fill({ order }) {
      for (const key of order) this.list.appendChild(this.options.find(({ dataset }) => dataset.key === key));
    }

    given({ order }, key) {
      return `${order.indexOf(key) + 1}`;
    }

    // The share of pairs that stand the right way round.
    judge(answer) {
      super.judge(answer);
      const pairs = answer.order.flatMap((one, place) => answer.order.slice(place + 1).map((other) => one < other));
      return pairs.filter(Boolean).length / pairs.length;
    }
  },
);
