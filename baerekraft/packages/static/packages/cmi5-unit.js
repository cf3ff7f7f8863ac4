// An assignable unit of cmi5: what was answered lies in the platform's record store, and goes there as statements.

import { each, showWhen } from "../player/page.js";
import { launched, NoSession, tokenFor } from "./cmi5-launch.js";
import { Line, Lrs } from "./cmi5-lrs.js";
import { duration, MASTERY, PROGRESS, scaled, statementId, Statements } from "./cmi5-statements.js";

const SOONEST = 2_000;
const LATEST = 60_000;

// Answers given in two places; where both have one, ours is the newer.
function together(theirs, ours) {
  const both = (name) => {
    const lessons = new Set([...Object.keys(theirs[name] ?? {}), ...Object.keys(ours[name] ?? {})]);
    return Object.fromEntries([...lessons].map((key) => [key, { ...theirs[name]?.[key], ...ours[name]?.[key] }]));
  };
  const cmi5 = { ...theirs.cmi5, ...ours.cmi5, sent: { ...ours.cmi5?.sent, ...theirs.cmi5?.sent } };
  return { v: 1, answers: both("answers"), scores: both("scores"), cmi5 };
}

// What the platform does not have yet lies on the device, so that nothing is lost when the page or the network is.
class Device {
  constructor({ registration, activityId }) {
    this.key = `baerekraft:cmi5:${registration}:${activityId}`;
    this.works = this.write(this.read());
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) ?? {};
    } catch {
      return {};
    }
  }

  write(unsent) {
    try {
      if (unsent) localStorage.setItem(this.key, JSON.stringify(unsent));
      else localStorage.removeItem(this.key);
      return true;
    } catch {
      // Full or blocked: then it lives as long as the page does.
      return false;
    }
  }
}

// This page and those in its frames, when it is the shell around a whole part.
function everywhere(selector, act) {
  each(selector, act);
  each("iframe", ({ contentDocument }) => contentDocument?.querySelectorAll(selector).forEach(act));
}

export class Unit {
  #document = together({}, {});
  #waiting = [];
  #result = {};
  #dirty = false;
  #wait = SOONEST;

  constructor() {
    const told = document.getElementById("cmi5-exercises");
    this.exercises = told ? JSON.parse(told.textContent) : {};
    addEventListener("online", () => this.#unwell && this.#sync());
    this.#speakForUs();
  }

  // Other packages lose what could not be saved; here it waits, and another text says so.
  #speakForUs() {
    each("[data-when=unkept]", (panel) => panel.remove());
    each("#cmi5-texts", ({ dataset }) => Object.assign(document.getElementById("package-texts").dataset, dataset));
  }

  // Each page of a part asks; the session is begun once.
  async start() {
    await (this.entered ??= this.#enter().catch((error) => this.#trouble(error)));
    // What stays in the browser is kept for each learner: two of them may be called the same.
    const { name } = this.launch?.actor.account ?? { name: "" };
    return { state: this.mode === "Browse" ? null : this.#document, name, refused: false };
  }

  async #enter() {
    this.launch = launched(location.href);
    this.device = new Device(this.launch);
    const { document: unsent, waiting } = this.device.read();
    if (unsent) [this.#document, this.#dirty] = [together({}, unsent), true];
    this.#waiting = waiting ?? [];
    await this.#sync();
  }

  async #admit() {
    this.lrs = new Lrs(this.launch, await tokenFor(this.launch));
    this.line = new Line(this.lrs);
  }

  // What must be known before the first statement, and then that statement.
  async #begin() {
    const { audioPreference } = await this.lrs.preferences();
    const data = await this.lrs.launchData();
    const kept = await this.lrs.read();
    if (/^(on|off)$/.test(audioPreference)) this.#audio(audioPreference === "off");
    this.#document = together(kept, this.#document);
    this.earlier = this.#document.cmi5.seconds ?? 0;
    this.mode = ["Browse", "Review"].includes(data.launchMode) ? data.launchMode : "Normal";
    this.mastery = Number.isFinite(data.masteryScore) ? data.masteryScore : undefined;
    this.judged = this.mastery !== undefined || /Passed/.test(data.moveOn);
    this.statements = new Statements(this.launch, data.contextTemplate);
    this.#offerReturn(data.returnURL);
    if (this.mode !== "Normal") showWhen(`cmi5-${this.mode.toLowerCase()}`, true);
    const first = this.statements.defined("initialized");
    this.began = Date.parse(first.timestamp);
    this.line.add(first);
    if (this.mode === "Normal") this.#catchUp();
    else this.#dirty = false;
  }

  // What an earlier visit could not send goes with this one, by the same ids: what did arrive is not there twice.
  #catchUp() {
    for (const answer of this.#waiting) this.#tellOf(answer);
    for (const [verb, { id, result, done }] of Object.entries(this.#document.cmi5.sent)) {
      if (!done) this.#judge(verb, id, result);
    }
  }

  #audio(muted) {
    const turn = () => everywhere("audio, video", (player) => (player.muted = muted));
    turn();
    each("iframe", (frame) => frame.addEventListener("load", turn));
  }

  get #seconds() {
    return this.began ? (Date.now() - this.began) / 1000 : 0;
  }

  // After the last word, answers wait for the next visit.
  get #talks() {
    return this.statements && this.mode === "Normal" && !this.ended;
  }

  async keep(state, { answer, ...result }) {
    this.#result = result;
    if (this.statements && this.mode !== "Normal") return true;
    this.#document = together(this.#document, state);
    this.#dirty = true;
    this.fresh = true;
    if (answer && this.exercises[answer.lesson]?.[answer.exercise]) this.#take(answer);
    if (result.done && this.#talks) this.#settle();
    this.#remember();
    return !!this.line && !this.over && this.#sync();
  }

  #take(answer) {
    const progress = this.#document.cmi5.sent.completed ? undefined : this.#progress;
    const item = { ...answer, id: statementId(), progress };
    this.#waiting.push(item);
    if (this.#talks) this.#tellOf(item);
  }

  #tellOf(item) {
    const known = this.exercises[item.lesson]?.[item.exercise];
    const confirmed = () => (this.#waiting = this.#waiting.filter(({ id }) => id !== item.id));
    if (known) this.line.add(this.statements.answered(item, known), confirmed);
    else confirmed();
  }

  get #progress() {
    return Math.floor((this.#result.progress ?? 0) * 100);
  }

  // Completed and passed are said once in a registration. The ids are stored before they are used.
  #settle() {
    const time = duration(this.earlier + this.#seconds);
    this.#owe("completed", { completion: true, duration: time });
    if (!this.judged) return;
    const { score } = this.#result;
    if (score !== null && scaled(score) < (this.mastery ?? 0)) return this.#tellOfMastery(scaled(score));
    showWhen("cmi5-mastery", false);
    this.#owe("passed", { success: true, duration: time, ...this.#score });
  }

  get #score() {
    const { score } = this.#result;
    return score === null ? {} : { score: { scaled: scaled(score) } };
  }

  #owe(verb, result) {
    const { sent } = this.#document.cmi5;
    if (sent[verb]) return;
    sent[verb] = { id: statementId(), result };
    this.#judge(verb, sent[verb].id, result);
  }

  #judge(verb, id, result) {
    const extensions = verb === "completed" || this.mastery === undefined ? {} : { [MASTERY]: this.mastery };
    this.line.add(this.statements.defined(verb, { id, judged: true, extensions, result }), () => {
      this.#document.cmi5.sent[verb] = { id, done: true };
      this.#dirty = true;
    });
  }

  #tellOfMastery(score) {
    const percent = (share) => `${Math.floor(share * 100)} %`;
    each("[data-cmi5-mastery]", (place) => (place.textContent = percent(this.mastery)));
    each("[data-cmi5-score]", (place) => (place.textContent = percent(score)));
    showWhen("cmi5-mastery", true);
  }

  #remember() {
    if (!this.device) return;
    const unsent = this.#dirty || this.#waiting.length;
    this.device.write(unsent ? { document: this.#document, waiting: this.#waiting } : null);
  }

  // One at a time; what comes while it runs is taken along.
  #sync() {
    return (this.running ??= this.#work().finally(() => (this.running = undefined)));
  }

  async #work() {
    clearTimeout(this.timer);
    try {
      if (!this.line) await this.#admit();
      if (!this.statements) await this.#begin();
      if (this.#result.done && this.#talks) this.#settle();
      let rejected;
      do {
        if (this.#dirty && !rejected) rejected = await this.#store();
        await this.line.send();
      } while ((this.#dirty && !rejected) || !this.line.empty);
      if (rejected) throw rejected;
      this.#well();
      return true;
    } catch (error) {
      this.#trouble(error);
      return false;
    } finally {
      this.#remember();
    }
  }

  // A platform that will not have our document is given the statements all the same: it is by them that she is done.
  async #store() {
    this.#document.cmi5.seconds = this.earlier + this.#seconds;
    this.#dirty = false;
    try {
      while (!(await this.lrs.write(this.#document))) {
        this.#document = together(await this.lrs.read(), this.#document);
      }
    } catch (error) {
      this.#dirty = true;
      if (error.why === "rejected") return error;
      throw error;
    }
  }

  get #unwell() {
    return this.#wait > SOONEST;
  }

  #well() {
    if (this.#unwell) each("[data-when=cmi5-down], [data-when=cmi5-lost]", (panel) => (panel.hidden = true));
    this.#wait = SOONEST;
  }

  #trouble(error) {
    const { why = "refused", detail = `${error}` } = error instanceof NoSession ? error : {};
    each(`[data-cmi5-detail]`, (place) => (place.textContent = `${detail}`.slice(0, 200)));
    showWhen(why === "down" && !this.device?.works ? "cmi5-lost" : `cmi5-${why}`, true);
    if (why === "over") this.over = true;
    if (why !== "down" || this.over) return;
    this.timer = setTimeout(() => this.#sync(), this.#wait);
    this.#wait = Math.min(LATEST, this.#wait * 2);
  }

  // The platform may want her back when she is done. Only a web address is followed.
  #offerReturn(address) {
    if (!/^https?:\/\//.test(address)) return;
    each("[data-cmi5-return]", (button) => button.addEventListener("click", () => this.#goBack(address)));
    showWhen("cmi5-return", true);
  }

  async #goBack(address) {
    const sent = this.over || (await this.#finish());
    if (sent || this.warned) return location.assign(address);
    this.warned = true;
    showWhen("cmi5-unsent", true);
  }

  async #finish() {
    if (!(await this.#sync())) return false;
    this.#end();
    return this.#sync();
  }

  // Failed is said when she leaves, for until then she can answer again; terminated is the last word.
  #end() {
    if (this.ended) return;
    this.ended = true;
    const { done, score } = this.#result;
    const time = duration(this.#seconds);
    const { completed, passed } = this.#document.cmi5.sent;
    if (done && this.fresh && !passed && this.mastery !== undefined && this.mode === "Normal") {
      this.#judge("failed", statementId(), { success: false, duration: time, ...this.#score });
    }
    const extensions = completed || score === undefined ? undefined : { [PROGRESS]: this.#progress };
    this.line.add(this.statements.defined("terminated", { result: { duration: time, ...(extensions && { extensions }) } }));
  }

  leave() {
    if (!this.statements || this.over) return;
    this.#end();
    clearTimeout(this.timer);
    const rest = this.line.rest;
    if (this.#dirty) this.lrs.write(this.#document).catch(() => {});
    if (rest.length) this.lrs.tell(rest).catch(() => {});
    this.#remember();
    this.over = true;
  }
}
