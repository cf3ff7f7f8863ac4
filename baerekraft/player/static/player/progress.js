// Who is here and how far she has come: painted on pages that are the same bytes for everyone.

import { flush, forget, local, meet, session, waiting } from "./outbox.js";
import { each, showWhen } from "./page.js";

const STATE = "tilstand";
const { lesson: here = "", page, stateUrl } = document.body.dataset;
const tabs = new BroadcastChannel(STATE);
let state = { lessons: {}, answers: {}, certificates: {} };
let latest;

// The last state this device has seen. A shared computer keeps only whose the answers are, and only while it is open.
function known() {
  try {
    return JSON.parse(session[STATE] ?? local[STATE]);
  } catch {
    // Nothing, or nothing that may be read.
  }
}

function keep() {
  const { learner } = state;
  const shared = learner?.shared;
  try {
    delete session[STATE];
    delete local[STATE];
    if (learner) (shared ? session : local)[STATE] = JSON.stringify(shared ? { learner: { key: learner.key, shared } } : state);
  } catch {
    // Full or blocked: then there is nothing to show offline.
  }
}

async function load(event) {
  const old = known();
  let fresh;
  try {
    const response = await fetch(`${stateUrl}?lesson=${here}`, { cache: "no-store" });
    if (response.ok) fresh = await response.json();
  } catch {
    // No network: what was known will do.
  }
  const differs = (one) => fresh && one?.key !== fresh.learner?.key;
  // Another has entered, or this one has left: nothing of hers stays on the screen.
  if (state.learner && differs(state.learner)) return location.replace(location.pathname);
  if (fresh) state = { ...fresh, answers: { ...(!differs(old?.learner) && old?.answers), [here]: fresh.answers } };
  else if (!state.learner) Object.assign(state, old);
  meet(state.learner);
  addUnsent();
  each("form[data-exercise]", restore);
  if (fresh?.begun) tellOfEdition(fresh.begun);
  if (!event) tabs.postMessage(state.learner?.key);
}

// What the server has not seen yet counts too.
function addUnsent() {
  for (const { lesson, exercise, answer, needs } of waiting()) {
    (state.answers[lesson] ??= {})[exercise] = answer;
    const come = (state.lessons[lesson] ??= { answered: [] });
    if (!come.answered.includes(exercise)) come.answered.push(exercise);
    come.done ||= needs.every((id) => come.answered.includes(id));
  }
  keep();
  paint();
}

function changed() {
  addUnsent();
  tabs.postMessage("");
}

// She began on an edition that a newer one has taken the place of, and may finish it.
function tellOfEdition({ version, text, url, link }) {
  if (version == document.body.dataset.version || document.getElementById("utgave")) return;
  const notice = document.createElement("p");
  const way = Object.assign(document.createElement("a"), { href: url, textContent: link });
  Object.assign(notice, { id: "utgave", className: "ds-alert" });
  notice.append(text, " ", way);
  document.querySelector("#leksjon").prepend(notice);
}

function restore({ id, parentElement }) {
  const answer = state.answers[here]?.[id];
  try {
    if (answer) parentElement.restore(answer);
  } catch {
    // Answered in another version of the lesson. It counts, but does not fit.
  }
}

function paint() {
  const { learner, lessons, certificates } = state;
  each("[data-progress]", (stop) => {
    const come = lessons[stop.dataset.progress];
    stop.toggleAttribute("data-done", !!come?.done);
    stop.toggleAttribute("data-begun", !!come?.answered.length);
  });
  showWhen("entered", learner);
  showWhen("anonymous", !learner);
  each("[data-learner-name]", (name) => {
    name.textContent = learner?.name;
    name.hidden = !learner;
  });
  each("[data-certificate]", (link) => {
    const address = certificates[link.dataset.certificate];
    if (!address) return;
    link.href = address;
    reveal(link.closest("[data-when=part-done]"));
  });
  each("[data-local]", (link) => {
    link.href = state.local?.urls[here];
    link.textContent = state.local?.text;
    link.hidden = !state.local?.urls[here];
  });
  if (lessons[here]?.done) each("[data-when=done]", reveal);
  each("[data-onwards]", goOn);
}

// What comes into view is told beside the answer just given; focus stays.
function reveal(panel) {
  if (!panel?.hidden) return;
  panel.hidden = false;
  if (latest) latest.textContent += ` ${panel.innerText.split("\n")[0]}`;
}

function goOn(link) {
  const part = `[data-progress^="${link.dataset.continue}/"]`;
  const next = document.querySelector(`${part}:not([data-done]) a`);
  if (!next || !document.querySelector(`${part}[data-begun]`)) return;
  link.href = next.href;
  link.textContent = link.dataset.onwards;
}

addEventListener("answer", ({ target }) => {
  latest = target.status;
  changed();
});

addEventListener("received", ({ detail }) => {
  // The own page is written by the server: answers that came along just now are not in it yet.
  if (page === "own") return location.reload();
  Object.assign(state.lessons, detail.lessons);
  Object.assign(state.certificates, detail.certificates);
  changed();
});

addEventListener("stranger", load);
addEventListener("online", load);
addEventListener("pageshow", (event) => event.persisted && load());
tabs.addEventListener("message", (event) => event.data !== state.learner?.key && load(event));

addEventListener("submit", async (event) => {
  const form = event.target;
  const { leave, unsent } = form.dataset;
  if (leave === undefined) return;
  event.preventDefault();
  await Promise.any([arrived.then(flush), new Promise((enough) => setTimeout(enough, 1500))]);
  if (unsent && waiting().length && !confirm(unsent)) return;
  forget();
  state = {};
  keep();
  form.submit();
});

const arrived = load();
