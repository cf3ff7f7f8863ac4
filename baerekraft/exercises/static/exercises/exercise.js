// What every exercise does in the browser. The form works alone; the element makes it instant.
//
// A kind reads its answer (or nothing, when something is missing), fills it in again, and judges it. For kinds made of
// options it is enough to say what was given for each.

export class ExerciseForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.querySelector(".exercise-status");
    // The browser's own bubbles come one at a time and vanish; ours stays until the answer is mended.
    this.form.noValidate = true;
    this.form.addEventListener("submit", this);
    this.form.addEventListener("input", this);
    this.prepare?.();
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
      return missing.focus();
    }
    this.touched = true;
    const score = this.show(answer);
    const said = this.status.dataset;
    this.status.textContent = said.saved ?? said[score === 1 ? "right" : score ? "partly" : "wrong"];
    const detail = { ...this.form.dataset, answer, score };
    // When nobody takes the answer, the form is posted as if there were no script.
    if (!this.dispatchEvent(new CustomEvent("answer", { bubbles: true, cancelable: true, detail }))) event.preventDefault();
  }

  input({ target }) {
    this.touched = true;
    this.fail("");
    this.status.textContent = "";
    delete this.form.dataset.answered;
    if (this.status.dataset.saved) return;
    // Where each line has its own answer, the other lines keep their feedback.
    for (const why of (target.closest("[data-answer]") ?? this).querySelectorAll(".feedback, .reveal")) why.hidden = true;
  }

  restore(answer) {
    // What the learner is doing here and now goes before what was kept earlier.
    if (this.touched) return;
    this.fill(answer);
    this.show(answer);
  }

  show(answer) {
    this.fail("");
    const button = this.querySelector("[data-again]");
    button.textContent = button.dataset.again;
    this.form.dataset.answered = "";
    for (const reveal of this.querySelectorAll(".reveal")) reveal.hidden = false;
    return this.judge(answer);
  }

  fail(text) {
    const error = this.querySelector(".exercise-error");
    error.hidden = !text;
    error.textContent = text;
  }

  missing() {
    return this.querySelector("fieldset :is(input, textarea)");
  }

  get options() {
    return [...this.querySelectorAll(".option")];
  }

  tick(keys) {
    for (const input of this.querySelectorAll(".option input")) input.checked = keys.includes(input.value);
  }

  // Shows why at each option, and returns the share that is as it should be.
  judge(answer) {
    const hits = this.options.filter((option) => {
      const { key, answer: right = "correct" in option.dataset } = option.dataset;
      const given = this.given(answer, key, option);
      option.toggleAttribute("data-chosen", given === true);
      const why = option.querySelector(".feedback");
      why.hidden = !given && !(this.many && right);
      why.dataset.verdict = given ? (given === right ? "right" : "wrong") : "missed";
      return given === right;
    });
    return hits.length / this.options.length;
  }
}

// One choice among radio buttons.
export class ChoiceForm extends ExerciseForm {
  read(data) {
    const choice = data.get("choice");
    return choice && { choice };
  }

  fill({ choice }) {
    this.tick([choice]);
  }
}

// Several lines, each answered in fields named `<field>-<key>`; together they are `answers`.
export class LinesForm extends ExerciseForm {
  given(answer, key) {
    return answer[this.answers][key];
  }

  read(data) {
    const given = {};
    for (const { dataset } of this.options) given[dataset.key] = data.get(`${this.field}-${dataset.key}`);
    return !this.missing() && { [this.answers]: given };
  }

  missing() {
    return this.querySelector(".option:not(:has(:checked:not([value='']))) :is(input, select)");
  }

  fill(answer) {
    for (const { dataset } of this.options) {
      this.form.elements[`${this.field}-${dataset.key}`].value = this.given(answer, dataset.key);
    }
  }
}
