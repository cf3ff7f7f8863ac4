// Answers on their way to the server. Each is kept on the device before it is sent, and leaves only when the server has
// taken it or said why not. Each lies under a key of its own, so that two tabs never write over each other.

import { each, showWhen } from "./page.js";

const PREFIX = "svar:";
const held = {};
const unfit = new Set();
let learner;
let stranger;
let most = 50;
let failures = 0;
let until = 0;
let turn = Promise.resolve();
let timer;

export const local = storage("localStorage");
export const session = storage("sessionStorage");

function storage(name) {
  try {
    return window[name];
  } catch {
    // The browser is told to keep nothing.
  }
}

// A UUID of version 7: the time, then chance. Made by hand, because randomUUID is not there on plain http.
function uuid() {
  const random = Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) => (byte % 16).toString(16)).join("");
  const digits = `0${Date.now().toString(16)}7${random.slice(0, 3)}8${random.slice(3)}`;
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function put(item) {
  for (const store of learner?.shared ? [session, held] : [local, session, held]) {
    try {
      return (store[PREFIX + item.id] = JSON.stringify(item));
    } catch {
      // Full or blocked: the next one may have room.
    }
  }
}

function drop({ id }) {
  for (const store of [local, session, held]) delete store?.[PREFIX + id];
}

// What this learner, or somebody who has not entered yet, has answered and the server has not confirmed; oldest first.
export function waiting() {
  const kept = { ...local, ...session, ...held };
  const keys = Object.keys(kept).filter((key) => key.startsWith(PREFIX));
  const items = keys.sort().map((key) => JSON.parse(kept[key]));
  return items.filter((item) => {
    // Answered here before another device proved that she is the one: hers all the same.
    if (learner?.earlier?.includes(item.owner)) item.owner = learner.key;
    return item.owner === null || item.owner === learner?.key;
  });
}

export function forget() {
  waiting().forEach(drop);
}

// Who is here, as the server says or said last.
export function meet(someone) {
  learner = someone;
  if (learner?.shared) {
    for (const item of waiting()) {
      put(item);
      delete local?.[PREFIX + item.id];
    }
  }
  flush();
}

// Closing the page would lose these.
function unkept() {
  return Object.keys(held).length;
}

function tellUnsent() {
  const { length } = waiting();
  showWhen("waiting", !learner && length);
  showWhen("unsent", unkept() || (failures && length && navigator.onLine));
  showWhen("unkept", unkept());
}

// One at a time over all tabs, where the browser has locks.
export function flush() {
  const send = () => navigator.locks?.request(PREFIX, sendAll) ?? sendAll();
  return (turn = turn.then(send, send));
}

async function sendAll() {
  for (const owner of [learner?.key, null]) while (await sendSome(owner));
  tellUnsent();
}

// Returns whether there is reason to go on at once. Nothing is sent for nobody, nor for one the server does not know here.
async function sendSome(owner) {
  const batch = next(owner);
  if (!batch.length || !learner || learner.key === stranger || Date.now() < until) return false;
  const response = await post(owner, batch);
  const status = response?.status;
  if (status === 401 || status === 409) {
    stranger = learner.key;
    tell("stranger");
  } else if (status === 400 || status === 413) {
    // One by one, until the one that will not go is found. It waits for the next visit, and the others go.
    if (batch.length === 1) unfit.add(batch[0].id);
    most = 1;
    return true;
  } else if (response?.reply?.accepted && settle(batch, response.reply)) return true;
  else later(response);
  return false;
}

function next(wanted) {
  // A character takes at most three bytes, and the browser lets 64 kB outlive the page.
  let room = 20_000;
  const items = waiting().filter(({ id, owner }) => owner === wanted && !unfit.has(id));
  return items.slice(0, most).filter((item, index) => (room -= JSON.stringify(item).length) > 0 || !index);
}

async function post(owner, batch) {
  try {
    const response = await fetch(document.body.dataset.responsesUrl, {
      method: "POST",
      body: JSON.stringify({ owner, responses: batch.map(({ owner, needs, ...response }) => response) }),
      headers: { "Content-Type": "application/json" },
      keepalive: true,
      signal: AbortSignal.timeout(20_000),
    });
    if (response.ok) response.reply = await response.json();
    return response;
  } catch {
    // No network, or half a reply. The same ids are sent again, and count once.
  }
}

function settle(batch, { accepted, refused, ...standing }) {
  const settled = batch.filter((item) => {
    const refusal = refused.find(({ id }) => id === item.id);
    if (refusal) explain(item, refusal.reason);
    return refusal || accepted.includes(item.id);
  });
  settled.forEach(drop);
  if (!settled.length) return false;
  failures = 0;
  tell("received", standing);
  return true;
}

function later(response) {
  failures += 1;
  const delay = Math.max(response?.headers.get("Retry-After") * 1000 || 0, (1 + Math.random()) * 500 * 2 ** Math.min(failures, 9));
  // A server that has spoken is left in peace; a network may be back at any moment.
  if (response) until = Date.now() + delay;
  clearTimeout(timer);
  timer = setTimeout(() => {
    until = 0;
    flush();
  }, delay);
}

function explain({ lesson, exercise }, reason) {
  if (lesson === document.body.dataset.lesson) document.getElementById(exercise)?.parentElement.fail(reason);
  each("[data-reason]", (place) => (place.textContent = reason));
  showWhen("refused", true);
}

function tell(name, detail) {
  dispatchEvent(new CustomEvent(name, { detail }));
}

addEventListener("answer", (event) => {
  const { lesson, version } = document.body.dataset;
  if (!lesson) return;
  const { exercise, answer } = event.detail;
  const needs = [];
  each("form[data-counts]", ({ id }) => needs.push(id));
  const owner = learner?.key ?? null;
  // A preview has version 0: nothing there is an answer, and nothing is posted.
  if (version > 0) put({ id: uuid(), owner, lesson, version: Number(version), exercise, answer, at: new Date().toISOString(), needs });
  event.preventDefault();
  tellUnsent();
  flush();
});

addEventListener("online", flush);
addEventListener("visibilitychange", flush);

addEventListener("pagehide", () => {
  // A busy server is asked once more when closing would lose the answer.
  if (unkept() || learner?.shared) until = 0;
  sendAll();
});

addEventListener("beforeunload", (event) => unkept() && event.preventDefault());
