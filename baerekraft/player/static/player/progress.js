// Who is here and how far she has come: painted on pages that are the same bytes for everyone.

import { flush, forget, lasting, meet, passing, showWhen, waiting } from "./outbox.js";

const STATE = "tilstand";
const ENOUGH = 1500;
const { lesson: here = "", stateUrl } = document.body.dataset;
const tabs = window.BroadcastChannel && new BroadcastChannel(STATE);
let state = { lessons: {}, answers: {}, certificates: {} };
let latest;

// The last state this device has seen. A shared computer keeps only whose answers they are, and only while it is open.
function known() {
  try {
    return JSON.parse(passing.getItem(STATE) ?? lasting.getItem(STATE));
  } catch {
    return null;
  }
}

function keep() {
  const { learner } = state;
  try {
    passing.removeItem(STATE);
    lasting.removeItem(STATE);
    if (learner?.shared) passing.setItem(STATE, JSON.stringify({ learner: { key: learner.key, shared: true } }));
    else if (learner) lasting.setItem(STATE, JSON.stringify(state));
  } catch {
    // Full or blocked: then there is nothing to show offline.
  }
}

async function ask() {
  try {
    const response = await fetch(`${stateUrl}?lesson=${encodeURIComponent(here)}`, { cache: "no-store" });
    return response.ok && (await response.json());
  } catch {
    return null;
  }
}

async function load() {
  const fresh = await ask();
  const old = known();
  if (fresh) {
    if (state.learner && isOther(fresh)) return startOver();
    const earlier = old?.learner?.key === fresh.learner?.key ? old?.answers : {};
    state = { ...fresh, answers: { ...earlier, [here]: fresh.answers } };
  } else if (!state.learner) Object.assign(state, old);
  meet(state.learner);
  waiting().forEach(add);
  keep();
  paint();
  fillIn();
  if (fresh) tabs?.postMessage({ state, fresh: true });
}

function isOther({ learner }) {
  return learner?.key !== state.learner?.key;
}

// Another has entered, or this one has left: nothing of hers stays on the screen.
function startOver() {
  location.replace(location.pathname + location.search);
}

function add({ lesson, exercise, answer, needs }) {
  (state.answers[lesson] ??= {})[exercise] = answer;
  const come = (state.lessons[lesson] ??= { answered: [] });
  if (!come.answered.includes(exercise)) come.answered.push(exercise);
  come.done ||= needs.every((id) => come.answered.includes(id));
}

function changed() {
  keep();
  paint();
  tabs?.postMessage({ state });
}

function paint() {
  const { learner, lessons, certificates } = state;
  for (const stop of document.querySelectorAll("[data-progress]")) {
    const come = lessons[stop.dataset.progress];
    stop.toggleAttribute("data-done", come?.done);
    stop.toggleAttribute("data-begun", come?.answered.length > 0);
  }
  if (learner !== undefined) {
    showWhen("entered", learner);
    showWhen("anonymous", !learner);
  }
  for (const name of document.querySelectorAll("[data-learner-name]")) {
    name.textContent = learner?.name ?? "";
    name.hidden = !learner?.name;
  }
  for (const link of document.querySelectorAll("[data-certificate]")) {
    const address = certificates[link.dataset.certificate];
    if (!address) continue;
    link.href = address;
    reveal(link.closest('[data-when="part-done"]'));
  }
  if (lessons[here]?.done) document.querySelectorAll('[data-when="done"]').forEach(reveal);
  for (const link of document.querySelectorAll("[data-continue][data-onwards]")) goOn(link);
}

// What comes into view is told where the learner is, beside the answer just given; focus stays.
function reveal(panel) {
  if (!panel?.hidden) return;
  panel.hidden = false;
  if (latest) latest.textContent += ` ${(panel.querySelector("h2, b") ?? panel.firstChild).textContent}`;
}

function goOn(link) {
  const stops = [...document.querySelectorAll(`[data-progress^="${link.dataset.continue}/"]`)];
  const next = stops.find((stop) => !stop.matches("[data-done]"));
  if (!next || !stops.some((stop) => stop.matches("[data-begun]"))) return;
  link.href = next.querySelector("a").href;
  link.textContent = link.dataset.onwards;
}

function fillIn() {
  for (const [exercise, answer] of Object.entries(state.answers[here] ?? {})) {
    try {
      document.getElementById(exercise).parentElement.restore(answer);
    } catch {
      // Answered in another version of the lesson, where it still counts.
    }
  }
}

document.addEventListener("kept", ({ detail }) => {
  latest = document.querySelector(`#${CSS.escape(detail.exercise)} [role=status]`);
  add(detail);
  changed();
});

document.addEventListener("received", ({ detail }) => {
  Object.assign(state.lessons, detail.lessons);
  Object.assign(state.certificates, detail.certificates);
  waiting().forEach(add);
  changed();
});

document.addEventListener("stranger", load);
addEventListener("online", load);
addEventListener("pageshow", (event) => event.persisted && load());

tabs?.addEventListener("message", ({ data }) => {
  if (isOther(data.state)) return data.fresh && (state.learner ? startOver() : load());
  state = { ...data.state, answers: { ...state.answers, ...data.state.answers } };
  waiting().forEach(add);
  paint();
  fillIn();
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-leave]")) return;
  event.preventDefault();
  await Promise.race([arrived.then(flush), new Promise((enough) => setTimeout(enough, ENOUGH))]);
  if (form.dataset.unsent && waiting().length && !confirm(form.dataset.unsent)) return;
  forget();
  state = { learner: null };
  keep();
  form.submit();
});

const arrived = load();
