// A lesson far from home: it judges in the browser, and a driver keeps what was answered where the lesson is.
//
// A driver has start() -> {state, name, refused, looking}, keep(state, result) -> whether it was kept, and leave(state, result).
// A page in a frame of our own shell has none of its own: the shell's does for all the pages, and leaves for them.

import { each, showWhen } from "../player/page.js";

function shellDriver() {
  try {
    return window.parent === window ? undefined : window.parent.baerekraftDriver;
  } catch {
    // The frame around us is a stranger's.
  }
}

// What only she shall see never leaves the browser. Each name has its own, for browsers that people share.
class Alone {
  constructor(name) {
    this.key = ["baerekraft", "alene", document.body.dataset.package, name].join(":");
  }

  all() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      // Nothing, or nothing that may be read.
      return {};
    }
  }

  put(place, answer) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...this.all(), [place]: answer }));
      return true;
    } catch {
      return false;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Then there is nothing there.
    }
  }
}

function answered(row, { answers }, lesson) {
  return row[lesson].filter((id) => answers[lesson]?.[id] !== undefined);
}

// How far a state has come in a row, and what it scored.
export function standing(row, state) {
  const lessons = Object.keys(row);
  const count = (ids) => lessons.reduce((sum, lesson) => sum + ids(lesson).length, 0);
  const scores = lessons.flatMap((lesson) => Object.values(state.scores[lesson] ?? {}));
  const come = count((lesson) => answered(row, state, lesson));
  const all = count((lesson) => row[lesson]);
  return {
    score: scores.length ? scores.reduce((sum, score) => sum + score) / scores.length : null,
    progress: come / all,
    done: come === all,
  };
}

class PackagedLesson {
  constructor(driver) {
    const shell = shellDriver();
    this.driver = shell ?? driver;
    this.framed = !!shell;
    this.lesson = document.body.dataset.lesson;
    // The lessons of the row with the exercises that count in each.
    this.row = JSON.parse(document.body.dataset.row);
    this.texts = document.getElementById("package-texts").dataset;
    this.state = { v: 1, answers: {}, scores: {} };
    this.pending = [];
    addEventListener("answer", (event) => this.take(event));
    addEventListener("pagehide", () => this.leave());
    // A page that comes back from the browser's own store has left its session behind.
    addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    each("[data-retry]", (button) => button.addEventListener("click", () => this.save(null)));
  }

  async begin() {
    let told = {};
    try {
      told = (await this.driver.start()) ?? {};
    } catch {
      told.refused = true;
    }
    const { state, name, refused, looking } = told;
    if (state?.v === 1) this.state = { v: 1, answers: state.answers ?? {}, scores: state.scores ?? {} };
    this.alone = new Alone(name ?? "");
    each("[data-learner-name]", (place) => (place.textContent = name ?? ""));
    this.restore();
    this.ready = true;
    this.paint();
    showWhen("refused", refused);
    showWhen("looking", looking);
    for (const detail of this.pending) this.record(detail);
  }

  restore() {
    const hidden = this.alone.all();
    each("form[data-exercise]", ({ id, parentElement, dataset }) => {
      const answer = "private" in dataset ? hidden[`${this.lesson}/${id}`] : this.state.answers[this.lesson]?.[id];
      try {
        // Where there was no room for the answer itself, it says only that there was one.
        if (!answer || answer === true) return;
        parentElement.restore(answer);
        if ("graded" in dataset && "counts" in dataset) this.score(id, parentElement.judge(answer));
      } catch {
        // Answered in another version of the lesson. It counts, but does not fit.
      }
    });
  }

  take(event) {
    event.preventDefault();
    const detail = { ...event.detail, place: event.target };
    if (this.ready) this.record(detail);
    else this.pending.push(detail);
  }

  record({ exercise, kind, answer, score, graded, counts, place, ...data }) {
    const { lesson, state } = this;
    const hidden = "private" in data;
    if (hidden && !this.alone.put(`${lesson}/${exercise}`, answer)) this.say(place, this.texts.lost);
    (state.answers[lesson] ??= {})[exercise] = hidden ? true : answer;
    const judged = graded === "" && typeof score === "number";
    if (judged && counts === "") this.score(exercise, score);
    this.paint(place);
    this.save(hidden ? null : { lesson, exercise, kind, answer, score: judged ? score : null }, place);
  }

  score(exercise, score) {
    (this.state.scores[this.lesson] ??= {})[exercise] = Math.round(score * 1000) / 1000;
  }

  async save(answer, place) {
    let kept = false;
    try {
      kept = await this.driver.keep(this.state, { ...this.result(), answer });
    } catch {
      // As if it had said no.
    }
    // What has the focus is never hidden under her.
    if (kept && document.activeElement.closest("[data-when=unkept]")) document.querySelector("main").focus({ preventScroll: true });
    showWhen("refused", false);
    showWhen("unkept", !kept);
    if (!kept) this.say(place, this.texts.unkept);
  }

  leave() {
    if (this.left || this.framed || !this.ready) return;
    this.left = true;
    this.driver.leave(this.state, { ...this.result(), answer: null });
  }

  answered(lesson) {
    return answered(this.row, this.state, lesson);
  }

  isDone(lesson) {
    return this.answered(lesson).length === this.row[lesson].length;
  }

  result() {
    return standing(this.row, this.state);
  }

  paint(place) {
    each("[data-progress]", (stop) => {
      const lesson = stop.dataset.progress;
      if (!this.row[lesson]) return;
      stop.toggleAttribute("data-done", this.isDone(lesson));
      stop.toggleAttribute("data-begun", this.answered(lesson).length > 0);
    });
    if (this.row[this.lesson] && this.isDone(this.lesson)) each("[data-when=done]", (panel) => this.reveal(panel, place));
    if (this.result().done) each("[data-when=all-done]", (panel) => this.reveal(panel, place));
    each("[data-onwards]", (link) => this.goOn(link));
  }

  // What comes into view is told beside the answer just given; focus stays.
  reveal(panel, place) {
    if (!panel.hidden) return;
    panel.hidden = false;
    this.say(place, panel.innerText.split("\n")[0]);
  }

  say(place, text) {
    if (place?.status) place.status.textContent += ` ${text}`;
  }

  goOn(link) {
    const part = `[data-progress^="${link.dataset.continue}/"]`;
    const next = document.querySelector(`${part}:not([data-done]) a`);
    if (!next || !document.querySelector(`${part}[data-begun]`)) return;
    link.href = next.href;
    link.textContent = link.dataset.onwards;
  }
}

// Another site would put itself in the lesson's place and end the session, or refuse to be in a frame.
export function openOutside() {
  each("a[href^=http]", (link) => Object.assign(link, { target: "_blank", rel: "noopener" }));
}

export function run(driver) {
  const lesson = new PackagedLesson(driver);
  lesson.begin();
  return lesson;
}
