// Answers on their way to the server. Each is kept on the device before it is sent, and leaves only when the server has
// taken it or said why not. Each lies under a key of its own, so that two tabs never write over each other.

const PREFIX = "svar:";
const LARGEST = 60_000;
const PATIENCE = 20_000;
const LONGEST_WAIT = 300_000;
const held = new Map();
const sending = new Set();
const unfit = new Set();
let learner;
let stranger;
let most = 50;
let failures = 0;
let closedUntil = 0;
let again;
let flushing;
let timer;

export const lasting = storage("localStorage");
export const passing = storage("sessionStorage");

function storage(name) {
  try {
    return window[name];
  } catch {
    // The browser is told to keep nothing.
  }
}

// A UUID of version 7. Made from bytes, because randomUUID is not there on plain http.
function newId() {
  const time = Date.now().toString(16).padStart(12, "0");
  const noise = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = "89ab"[parseInt(noise[0], 16) & 3];
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise.slice(1, 4)}-${variant}${noise.slice(4, 7)}-${noise.slice(7, 19)}`;
}

function put(item) {
  const text = JSON.stringify(item);
  for (const store of learner?.shared ? [passing] : [lasting, passing]) {
    try {
      return store.setItem(PREFIX + item.id, text);
    } catch {
      // Full or blocked: the next one may have room.
    }
  }
  held.set(PREFIX + item.id, text);
}

function drop({ id }) {
  for (const store of [lasting, passing]) store?.removeItem(PREFIX + id);
  held.delete(PREFIX + id);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // Not ours, or half written.
  }
}

// What this learner, or somebody who has not entered yet, has answered and the server has not confirmed; oldest first.
export function waiting() {
  const texts = new Map(held);
  for (const store of [lasting, passing]) {
    for (const key of Object.keys(store ?? {})) if (key.startsWith(PREFIX)) texts.set(key, store.getItem(key));
  }
  const items = [...texts.values()].map(parsed).filter((item) => item && [null, learner?.key].includes(item.owner));
  return items.sort((one, other) => (one.id < other.id ? -1 : 1));
}

export function forget() {
  waiting().forEach(drop);
  tellUnsent();
}

// Who the server says is here: null when nobody has entered.
export function meet(someone) {
  learner = someone;
  if (learner?.shared) {
    for (const item of waiting()) {
      drop(item);
      put(item);
    }
  }
  flush();
}

export function showWhen(name, visible) {
  for (const element of document.querySelectorAll(`[data-when="${name}"]`)) {
    // Nobody loses the field they are writing in.
    element.hidden = !visible && !element.contains(document.activeElement);
  }
}

function tellUnsent() {
  const some = waiting().length > 0;
  showWhen("waiting", learner === null && some);
  showWhen("unsent", held.size || (some && failures && navigator.onLine));
  showWhen("unkept", held.size);
}

// One flush at a time over all tabs. What is asked for meanwhile becomes one more round.
export function flush() {
  again = true;
  return (flushing ??= drain().finally(() => {
    flushing = null;
    tellUnsent();
  }));
}

async function drain() {
  const rounds = async () => {
    while (again) {
      again = false;
      for (const owner of owners()) await sendAll(owner);
    }
  };
  await (navigator.locks ? navigator.locks.request(PREFIX, rounds) : rounds());
}

// Nothing is sent for nobody, nor for one whom the server does not know here.
function owners() {
  return learner && learner.key !== stranger ? [learner.key, null] : [];
}

async function sendAll(owner) {
  let onwards = true;
  while (onwards && Date.now() >= closedUntil && owners().includes(owner)) {
    const batch = nextBatch(owner);
    onwards = batch.length && (await post(owner, batch));
  }
}

function nextBatch(owner) {
  const batch = [];
  let size = 0;
  for (const item of waiting()) {
    if (item.owner !== owner || sending.has(item.id) || unfit.has(item.id)) continue;
    size += new Blob([JSON.stringify(item)]).size;
    if (batch.length && (batch.length === most || size > LARGEST)) break;
    batch.push(item);
  }
  return batch;
}

function envelope(owner, batch) {
  return JSON.stringify({ owner, responses: batch.map(({ owner, needs, ...response }) => response) });
}

// Returns whether there is reason to go on with the next batch at once.
async function post(owner, batch) {
  let response, reply;
  for (const { id } of batch) sending.add(id);
  try {
    response = await fetch(document.body.dataset.responsesUrl, {
      method: "POST",
      body: envelope(owner, batch),
      headers: { "Content-Type": "application/json" },
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) reply = await response.json();
  } catch {
    // No network, or half a reply. The same ids are sent again, and count once.
  }
  for (const { id } of batch) sending.delete(id);
  if (reply?.accepted && settle(batch, reply)) return true;
  const status = response?.status;
  if (status === 400 || status === 413) return shrink(batch);
  if (status === 401 || status === 409) {
    stranger = learner?.key;
    document.dispatchEvent(new Event("stranger"));
  } else later(response);
  return false;
}

function settle(batch, { accepted, refused = [], ...standing }) {
  const reasons = new Map(refused.map(({ id, reason }) => [id, reason]));
  const settled = batch.filter(({ id }) => accepted.includes(id) || reasons.has(id));
  for (const item of settled) {
    drop(item);
    if (reasons.has(item.id)) explain(item, reasons.get(item.id));
  }
  failures = 0;
  document.dispatchEvent(new CustomEvent("received", { detail: standing }));
  return settled.length;
}

// Halve until the one that will not go is found; it stays for the next visit, and the others go.
function shrink(batch) {
  most = Math.ceil(batch.length / 2);
  if (batch.length === 1) unfit.add(batch[0].id);
  return true;
}

function later(response) {
  const header = response?.headers.get("Retry-After");
  const asked = header * 1000 || Date.parse(header) - Date.now() || 0;
  failures += 1;
  const wait = Math.max(asked, Math.min(1000 * 2 ** failures, LONGEST_WAIT) * (0.5 + Math.random() / 2));
  // A server that has spoken is left in peace; a network may be back at any moment.
  if (response) closedUntil = Date.now() + wait;
  clearTimeout(timer);
  timer = setTimeout(() => {
    closedUntil = 0;
    flush();
  }, wait);
}

function explain({ lesson, exercise }, reason) {
  const form = lesson === document.body.dataset.lesson && document.getElementById(exercise);
  if (form) return form.parentElement.fail(reason);
  for (const place of document.querySelectorAll("[data-reason]")) place.textContent = reason;
  showWhen("refused", true);
}

document.addEventListener("answer", (event) => {
  const { lesson, version } = document.body.dataset;
  if (!lesson) return;
  const { exercise, answer } = event.detail;
  const needs = [...document.querySelectorAll("form[data-counts]")].map((form) => form.dataset.exercise);
  const item = { id: newId(), owner: learner?.key ?? null, lesson, version: Number(version), exercise, answer, at: new Date().toISOString(), needs };
  put(item);
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("kept", { detail: item }));
  tellUnsent();
  flush();
});

addEventListener("online", flush);
document.addEventListener("visibilitychange", flush);

addEventListener("pagehide", () => {
  // A busy server is asked once more only when closing would lose the answer.
  if (Date.now() < closedUntil && !held.size && !learner?.shared) return;
  for (const owner of owners()) {
    const batch = nextBatch(owner);
    if (!batch.length) continue;
    if ("keepalive" in Request.prototype) post(owner, batch);
    else navigator.sendBeacon(document.body.dataset.responsesUrl, new Blob([envelope(owner, batch)], { type: "application/json" }));
  }
});

addEventListener("beforeunload", (event) => {
  if (held.size) event.preventDefault();
});
