// What we say to the record store behind the platform: documents, and statements in their order.

import { NoSession, parsed, request } from "./cmi5-launch.js";

// A browser sends what is small even when the page is gone.
const SMALL = 30_000;
// So many times we read and put together; then we write all the same.
const TRIES = 3;
const OURS = "baerekraft";

export class Lrs {
  #etag;
  #refused = 0;

  constructor({ endpoint, actor, registration, activityId }, token) {
    this.endpoint = endpoint;
    this.agent = { agent: JSON.stringify(actor) };
    this.unit = { activityId, registration, ...this.agent };
    this.headers = { Authorization: `Basic ${token}`, "X-Experience-API-Version": "1.0.3" };
  }

  async ask(method, resource, query, body, headers = {}) {
    const text = body && JSON.stringify(body);
    const url = new URL(resource, this.endpoint);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const answer = await request(url, {
      method,
      body: text,
      headers: { ...this.headers, ...(text && { "Content-Type": "application/json" }), ...headers },
      keepalive: !!text && text.length < SMALL,
    });
    if ([401, 403].includes(answer.status)) throw new NoSession("over", `${answer.status}`);
    if (answer.status === 429 || answer.status >= 500) throw new NoSession("down", `${answer.status}`);
    return answer;
  }

  // The learner's wishes; the platform may keep them to itself (cmi5 11).
  async preferences() {
    try {
      const query = { profileId: "cmi5LearnerPreferences", ...this.agent };
      const { ok, text } = await this.ask("GET", "agents/profile", query);
      return ok ? parsed(text) : {};
    } catch (error) {
      if (error.detail === "403") return {};
      throw error;
    }
  }

  async launchData() {
    const { ok, text } = await this.ask("GET", "activities/state", { stateId: "LMS.LaunchData", ...this.unit });
    const data = parsed(text);
    if (!ok || !data.contextTemplate) throw new NoSession("refused", "LMS.LaunchData");
    return data;
  }

  async read() {
    const { ok, etag, text } = await this.ask("GET", "activities/state", { stateId: OURS, ...this.unit });
    this.#etag = etag;
    return ok ? parsed(text) : {};
  }

  // False where somebody else has written since we read: read, put together, and write again. A web server that packs
  // what it sends changes the tag, and then the store never knows it again: so not for ever.
  async write(document) {
    const match = this.#etag && this.#refused < TRIES ? { "If-Match": this.#etag } : {};
    const { ok, status, etag } = await this.ask("PUT", "activities/state", { stateId: OURS, ...this.unit }, document, match);
    if (status === 412 && match["If-Match"]) {
      this.#refused += 1;
      return false;
    }
    if (!ok) throw new NoSession("rejected", `${status}`);
    this.#etag = etag;
    if (match["If-Match"]) this.#refused = 0;
    return true;
  }

  // 409 says that it has one by this id already: ours.
  async tell(statements) {
    const { ok, status } = await this.ask("POST", "statements", {}, statements);
    if (!ok && status !== 409) throw new NoSession("rejected", `${status}`);
  }
}

// Statements that the store has not confirmed, oldest first. Each is sent until it is there, or refused for good.
export class Line {
  #items = [];

  constructor(lrs) {
    this.lrs = lrs;
  }

  add(statement, confirmed = () => {}) {
    this.#items.push({ statement, confirmed });
  }

  async send() {
    let rejected;
    while (this.#items.length) {
      const [item] = this.#items;
      item.under = true;
      try {
        await this.lrs.tell(item.statement);
        item.confirmed();
      } catch (error) {
        item.under = false;
        if (error.why !== "rejected") throw error;
        rejected = error;
      }
      this.#items.splice(this.#items.indexOf(item), 1);
    }
    if (rejected) throw rejected;
  }

  get empty() {
    return !this.#items.length;
  }

  // What is not on its way already.
  get rest() {
    return this.#items.filter(({ under }) => !under).map(({ statement }) => statement);
  }
}
