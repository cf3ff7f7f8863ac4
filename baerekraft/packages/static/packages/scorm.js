// SCORM, either edition: the course tells the system around it what is done, and asks it to remember.

import { RowAnswers } from "./answers.js";
import { packed } from "./packing.js";
import { openOutside, run, standing } from "./run.js";

const DEEPEST = 50;
const ENDED = ["completed", "passed", "failed"];
const ONLY_LOOKING = ["browse", "review"];

// In the frames around us, then in the window that opened us and the frames around that. A stranger's window may be asked
// for its parent, and nothing more.
function findApi(name) {
  const places = [window];
  for (const place of places) {
    try {
      if (place[name]) return place[name];
    } catch {
      // A stranger's.
    }
    const around = [place.parent, place.opener].filter((next) => next && !places.includes(next));
    places.push(...around.slice(0, DEEPEST - places.length));
  }
}

// A slow system stops the page while it saves: what was right and wrong is shown first.
function painted() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 100);
  });
}

// The system around us, which may be missing, refuse, or throw.
class System {
  constructor({ calls, names }) {
    Object.assign(this, { calls, names, ours: false, began: Date.now() });
  }

  // Begins the session, or begins it again after it was lost. Returns whether there is one.
  open() {
    this.api = findApi(this.calls.api);
    if (!this.api) return false;
    if (this.says("begin", "")) {
      this.ours = true;
      this.began = Date.now();
      return true;
    }
    // When another window has begun the session, or it was never lost, the system says no, and answers all the same.
    return this.get("status") !== "";
  }

  call(name, ...given) {
    try {
      return this.api[this.calls[name]](...given);
    } catch {
      return null;
    }
  }

  // Some say nothing, or a number, where the standard says "true".
  says(name, ...given) {
    const answer = this.call(name, ...given);
    if (answer === null || String(answer) === "false") return false;
    return String(answer) === "true" || Number(this.call("error")) === 0;
  }

  get(name) {
    return String(this.call("get", this.names[name]) ?? "");
  }

  // What the edition has no place for is no loss.
  set(name, value) {
    return !this.names[name] || this.says("set", this.names[name], String(value));
  }

  end() {
    if (this.ours) this.call("end", "");
  }
}

class ScormDriver {
  constructor(edition) {
    this.edition = edition;
    this.system = new System(edition);
    this.answers = new RowAnswers();
  }

  // The state is the one everybody works on, so that nobody writes over what another has done.
  async start() {
    this.begun ??= this.begin();
    return { state: this.answers.state, name: this.name ?? "", refused: !this.kept, looking: this.onlyLooking };
  }

  begin() {
    this.answers.listen();
    this.connect();
    if (!this.onlyLooking) this.answers.takeOut();
    this.kept = this.save();
    return true;
  }

  connect() {
    const { system } = this;
    this.connected = system.open();
    if (!this.connected) return false;
    this.name = system.get("name");
    this.onlyLooking = ONLY_LOOKING.includes(system.get("mode"));
    this.status = system.get("status");
    if (system.get("entry") !== "ab-initio") this.location ??= system.get("location");
    this.answers.meet(system.get("learner"), system.get("state"));
    return true;
  }

  async keep(_state, { answer }) {
    if (answer) this.location = `${answer.lesson}#${answer.exercise}`;
    this.answers.share();
    await painted();
    return this.over || this.save();
  }

  // Returns whether the system has everything. A session that was lost is begun again once.
  save() {
    const kept = (this.connected && this.write()) || (this.connect() && this.write());
    if (!this.onlyLooking) this.answers.putAway(kept);
    return kept;
  }

  write() {
    if (this.onlyLooking) return true;
    const { system, answers } = this;
    const { score, progress, done } = standing(answers.row, answers.state);
    let kept = system.set("state", packed(answers.state, this.edition.room));
    if (score !== null) {
      system.set("least", 0);
      system.set("most", 100);
      kept = system.set("points", Math.round(score * 100)) && system.set("share", rounded(score)) && kept;
    }
    system.set("progress", rounded(progress));
    if (this.location) system.set("location", this.location);
    if (!ENDED.includes(this.status)) kept = system.set("status", done ? "completed" : "incomplete") && kept;
    system.set("time", this.edition.duration(Math.max(0, Date.now() - system.began) / 1000));
    // Always: a system may forget a row that was left in another way, and then what she answered is gone.
    system.set("exit", "suspend");
    return system.says("commit", "") && kept;
  }

  leave() {
    if (this.over) return;
    this.over = true;
    if (!this.connected) return;
    this.save();
    this.system.end();
  }
}

function rounded(share) {
  return Math.round(share * 10_000) / 10_000;
}

// A row of several lessons: the shell holds the session, and shows one lesson at a time.
function hold(driver, frame) {
  const pages = JSON.parse(document.body.dataset.pages);
  window.baerekraftDriver = { start: () => driver.start(), keep: (state, result) => driver.keep(state, result), leave() {} };
  frame.addEventListener("load", () => {
    const { lesson } = frame.contentDocument.body.dataset;
    if (!driver.location?.startsWith(`${lesson}#`)) driver.location = `${lesson}#`;
    document.title = frame.contentDocument.title;
  });
  addEventListener("pagehide", () => driver.leave());
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  driver.start();
  const [lesson, exercise] = (driver.location ?? "").split("#");
  frame.src = lesson in pages ? `${pages[lesson]}#${exercise}` : Object.values(pages)[0];
}

// She comes back to where she was, unless she is done.
async function show(driver) {
  // Inside the shell, it is the shell that knows.
  if (run(driver).framed) return;
  await driver.start();
  const [, exercise] = (driver.location ?? "").split("#");
  if (exercise && !standing(driver.answers.row, driver.answers.state).done) document.getElementById(exercise)?.scrollIntoView();
}

export function launch(edition) {
  const frame = document.querySelector("iframe[data-shell]");
  const driver = new ScormDriver(edition);
  if (frame) hold(driver, frame);
  else show(driver);
  openOutside();
}
