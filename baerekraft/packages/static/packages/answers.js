// A row's answers as everybody who works on it knows them: the page, the pages in our own shell, the other windows with
// the same row, the system around us, and this device, for what the system has not taken.

import { hashed, pieces, told, unpacked } from "./packing.js";

const DAY = 86_400_000;
const KEPT_DAYS = 30;

export class RowAnswers {
  constructor() {
    const { row, exercises, lesson, package: name } = document.body.dataset;
    const onPage = Array.from(document.querySelectorAll("form[data-exercise]"), ({ id }) => id);
    this.row = JSON.parse(row);
    // Every exercise, also those that do not count: the shell knows them all, and a lesson alone has them on its page.
    this.plan = exercises ? JSON.parse(exercises) : { [lesson]: onPage };
    this.state = { v: 1, answers: {}, scores: {} };
    this.shelf = ["baerekraft", "ikke-lagret", hashed(name + row)].join(":");
    this.shared = new Set();
    this.whose = "";
    // Where on this device her answers lie until the system has them.
    this.places = new Set();
  }

  // Where a browser keeps pages from each other, each is alone: the system around us still gets what was answered.
  listen() {
    try {
      this.channel = new BroadcastChannel(this.shelf);
    } catch {
      return;
    }
    this.channel.addEventListener("message", ({ data: { whose, text } }) => whose === this.whose && this.hear(text));
  }

  get pieces() {
    return pieces(this.state);
  }

  // What has been done on this page goes before what the system remembers.
  meet(learner, text) {
    this.whose = learner && hashed(learner);
    const theirs = unpacked(text, this.plan);
    // Later it may only repeat what we have just said, and never saved.
    this.saved ??= new Set(pieces(theirs));
    this.add(theirs, false);
    this.shared = new Set(this.pieces);
  }

  add({ answers, scores }, over) {
    for (const [lesson, given] of Object.entries(answers)) {
      for (const [id, answer] of Object.entries(given)) {
        if (!over && this.state.answers[lesson]?.[id] !== undefined) continue;
        (this.state.answers[lesson] ??= {})[id] = answer;
        const score = scores[lesson]?.[id];
        if (score !== undefined) (this.state.scores[lesson] ??= {})[id] = score;
      }
    }
  }

  hear(text) {
    this.add(unpacked(text, this.plan), true);
    this.shared = new Set(this.pieces);
  }

  share() {
    const { pieces: all } = this;
    this.channel?.postMessage({ whose: this.whose, text: told(all.filter((piece) => !this.shared.has(piece))) });
    this.shared = new Set(all);
  }

  // `kept` is whether the system has everything now. What it has not lies here, under a name that tells nobody whose it is.
  putAway(kept) {
    if (kept) this.saved = new Set(this.pieces);
    const unsaved = this.pieces.filter((piece) => !this.saved?.has(piece));
    try {
      if (unsaved.length) localStorage[this.place(this.whose)] = JSON.stringify({ at: Date.now(), text: told(unsaved) });
      if (unsaved.length) this.places.add(this.place(this.whose));
      if (kept) for (const place of this.places) delete localStorage[place];
    } catch {
      // Full or blocked: then it is here until the page is closed.
    }
  }

  // What was put away earlier. Where nobody could say whose it was, she is asked: computers are shared.
  takeOut() {
    for (const whose of new Set([this.whose, ""])) {
      const text = this.lying(this.place(whose));
      if (!text || !(whose || confirm(document.getElementById("package-texts").dataset.mine))) continue;
      this.hear(text);
      this.places.add(this.place(whose));
    }
  }

  lying(place) {
    try {
      const { at, text } = JSON.parse(localStorage[place]);
      return Date.now() - at < KEPT_DAYS * DAY ? text : "";
    } catch {
      // Nothing, or nothing that may be read.
      return "";
    }
  }

  place(whose) {
    return `${this.shelf}:${whose}`;
  }
}
