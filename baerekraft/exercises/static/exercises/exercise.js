// What every exercise does in the browser. The form works alone; the element makes it instant.

export class ExerciseForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector(".exercise-status");
    // The browser's own bubbles come one at a time and vanish; ours stays until the answer is mended.
    this.form.noValidate = true;
    this.form.addEventListener("submit", this);
    this.form.addEventListener("input", this);
    this.prepare();
  }

  // A kind says how it reads an answer (or nothing, when something is missing), fills it in and judges it.
  prepare() {}

  missing() {
    return this.querySelector("fieldset :is(input, textarea)");
  }

  handleEvent(event) {
    this[event.type](event);
  }

  submit(event) {
    const answer = this.read(new FormData(this.form));
    if (!answer) {
      event.preventDefault();
      const missing = this.missing();
      this.fail(missing.dataset.error ?? this.dataset.choose);
      missing.focus();
      return;
    }
    this.touched = true;
    const score = this.show(answer);
    const said = this.status.dataset;
    this.status.textContent = score == null ? said.saved : score === 1 ? said.right : score ? said.partly : said.wrong;
    const { exercise, kind } = this.form.dataset;
    const detail = { exercise, kind, answer, score };
    const kept = !this.dispatchEvent(new CustomEvent("answer", { bubbles: true, cancelable: true, detail }));
    // When nobody has taken the answer, the form is posted as if there were no script.
    if (kept) event.preventDefault();
  }

  input({ target }) {
    this.touched = true;
    this.fail("");
    this.status.textContent = "";
    delete this.form.dataset.answered;
    if (this.status.dataset.saved) return;
    // Where each line has its own answer, the others keep their feedback.
    for (const box of (target.closest("[data-answer]") ?? this).querySelectorAll(".feedback, .reveal")) box.hidden = true;
  }

  restore(answer) {
    // What the learner is doing here and now goes before what was kept earlier.
    if (this.touched) return;
    this.fill(answer);
    this.show(answer);
  }

  show(answer) {
    this.fail("");
    const score = this.judge(answer);
    const button = this.querySelector("[data-again]");
    button.textContent = button.dataset.again;
    this.form.dataset.answered = "";
    return score;
  }

  fail(text) {
    const error = this.querySelector(".exercise-error");
    error.hidden = !text;
    error.textContent = text;
  }

  get options() {
    return [...this.querySelectorAll(".option")];
  }

  tick(keys) {
    for (const input of this.querySelectorAll(".option input")) input.checked = keys.includes(input.value);
  }

  // Shows why under each chosen option, and returns what share of the options were rightly chosen or left alone.
  judgeOptions(keys) {
    const hits = this.options.filter((option) => {
      const chosen = keys.includes(option.dataset.key);
      const correct = "correct" in option.dataset;
      option.toggleAttribute("data-chosen", chosen);
      this.tell(option, chosen ? (correct ? "right" : "wrong") : correct && this.several && "missed");
      return chosen === correct;
    });
    return hits.length / this.options.length;
  }

  tell(option, verdict) {
    const feedback = option.querySelector(".feedback");
    feedback.hidden = !verdict;
    if (!verdict) return;
    feedback.dataset.verdict = verdict;
    // A screen reader that comes back to the option hears why.
    feedback.id ||= `${this.form.id}-${option.dataset.key}-why`;
    (option.matches("[role]") ? option : option.querySelector("input")).setAttribute("aria-describedby", feedback.id);
  }
}

// Several lines, each with one right answer among radio buttons named `<field>-<key>`.
export class LinesForm extends ExerciseForm {
  read(data) {
    const given = {};
    for (const { dataset } of this.options) given[dataset.key] = data.get(`${this.field}-${dataset.key}`);
    return this.missing() ? null : { [`${this.field}s`]: given };
  }

  missing() {
    return this.options.find((option) => !option.querySelector(":checked"))?.querySelector("input");
  }

  fill(answer) {
    for (const [key, value] of Object.entries(answer[`${this.field}s`])) {
      for (const input of this.querySelectorAll(`[name="${this.field}-${key}"]`)) input.checked = input.value === value;
    }
  }

  judge(answer) {
    const given = answer[`${this.field}s`];
    const hits = this.options.filter((option) => {
      const { key, answer: right } = option.dataset;
      this.tell(option, given[key] && (given[key] === right ? "right" : "wrong"));
      return given[key] === right;
    });
    return hits.length / this.options.length;
  }
}
