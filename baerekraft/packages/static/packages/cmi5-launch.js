// How a learning platform starts us: five parameters in the address (cmi5 8.1), and a token that it gives once (8.2).

// Why there is no session: `none`, `used`, `refused`, `down` or `over` are names of texts for the learner.
export class NoSession extends Error {
  constructor(why, detail = "") {
    super(detail || why);
    Object.assign(this, { why, detail });
  }
}

export const PATIENCE = 10_000;

// Like fetch, but a server that never answers is as good as one that is away.
export async function request(url, options) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  try {
    const response = await fetch(url, { ...options, signal: control.signal, cache: "no-store" });
    // The body is waited for too, for it may be what never comes.
    const text = await response.text();
    return { status: response.status, ok: response.ok, etag: response.headers.get("ETag"), text };
  } catch (error) {
    throw new NoSession("down", `${error}`);
  } finally {
    clearTimeout(timer);
  }
}

function webAddress(text) {
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) throw new TypeError(text);
  return url.href;
}

// What the address says, in any order. Throws NoSession where no learning platform has started us.
export function launched(address) {
  const { endpoint, fetch: token, actor, registration, activityId } = Object.fromEntries(new URL(address).searchParams);
  try {
    const agent = JSON.parse(actor);
    if (!agent.account || !registration || !activityId) throw new TypeError(address);
    const base = webAddress(endpoint).replace(/\/*$/, "/");
    return { endpoint: base, fetch: webAddress(token), actor: agent, registration, activityId };
  } catch {
    throw new NoSession("none");
  }
}

// Asks for the token once, even if the page is loaded again: a second call is an error by the standard.
export async function tokenFor({ fetch: url }) {
  const mark = `baerekraft:cmi5:${url}`;
  if (remembered(mark)) throw new NoSession("used");
  const { ok, text } = await request(url, { method: "POST" });
  remember(mark);
  const said = parsed(text);
  if (ok && typeof said["auth-token"] === "string" && said["auth-token"]) return said["auth-token"];
  throw new NoSession(said["error-code"] == 1 ? "used" : "refused", said["error-text"]);
}

export function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function remembered(mark) {
  try {
    return sessionStorage.getItem(mark);
  } catch {
    return null;
  }
}

function remember(mark) {
  try {
    sessionStorage.setItem(mark, "asked");
  } catch {
    // The platform itself says so the second time.
  }
}
