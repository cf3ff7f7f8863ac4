// The statements (cmi5 9): "cmi5 defined" ones about the unit itself, and "cmi5 allowed" ones about each answer.

const CMI5 = "https://w3id.org/xapi/cmi5";
const VERBS = "http://adlnet.gov/expapi/verbs";
export const MASTERY = `${CMI5}/context/extensions/masteryscore`;
export const PROGRESS = `${CMI5}/result/extensions/progress`;
const INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction";

// Made by hand, because randomUUID is not there on plain http.
export function statementId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

export function duration(seconds) {
  return `PT${Math.max(0, seconds).toFixed(2)}S`;
}

// A number as cmi5 compares it: four decimals, within 0 and 1.
export function scaled(score) {
  return Math.round(Math.min(1, Math.max(0, score)) * 10_000) / 10_000;
}

// An answer as xAPI writes responses: `a`, `a[,]b`, or `a[.]1[,]b[.]2`.
function response(answer) {
  const [value] = Object.values(answer);
  if (Array.isArray(value)) return value.join("[,]");
  if (value instanceof Object) return Object.entries(value).map((pair) => pair.join("[.]")).join("[,]");
  return `${value}`;
}

export class Statements {
  #last = 0;

  // `template` is the platform's contextTemplate: added to, never overwritten.
  constructor({ actor, registration, activityId }, template) {
    Object.assign(this, { actor, registration, activityId, template });
  }

  // Each later than the one before, for it is the time that gives the order.
  #stamp() {
    this.#last = Math.max(Date.now(), this.#last + 1);
    return new Date(this.#last).toISOString();
  }

  #make(verb, object, context, more) {
    return {
      id: more.id ?? statementId(),
      timestamp: this.#stamp(),
      actor: this.actor,
      verb: { id: `${VERBS}/${verb}`, display: { en: verb } },
      object: { objectType: "Activity", ...object },
      context: this.#context(context),
      ...(more.result && { result: more.result }),
    };
  }

  #context({ activities, extensions }) {
    const context = structuredClone(this.template);
    const lists = (context.contextActivities ??= {});
    for (const [name, ids] of Object.entries(activities)) {
      const there = [lists[name] ?? []].flat();
      const missing = ids.filter((id) => !there.some((activity) => activity.id === id));
      lists[name] = [...there, ...missing.map((id) => ({ id, objectType: "Activity" }))];
    }
    context.extensions = { ...extensions, ...context.extensions };
    return { registration: this.registration, ...context };
  }

  // `judged` says that the platform may move on by it (9.6.2.2).
  defined(verb, { judged = false, extensions = {}, ...more } = {}) {
    const category = ["cmi5", ...(judged ? ["moveon"] : [])].map((name) => `${CMI5}/context/categories/${name}`);
    return this.#make(verb, { id: this.activityId }, { activities: { category }, extensions }, more);
  }

  // About one exercise; `known` is what the package tells about it.
  answered({ id, answer, score, progress }, known) {
    const result = known.opinion ? {} : { response: response(answer) };
    if (known.graded && Number.isFinite(score)) result.score = { scaled: scaled(score) };
    if (progress !== undefined) result.extensions = { [PROGRESS]: progress };
    const definition = { type: INTERACTION, interactionType: known.type, name: known.name };
    const context = { activities: { parent: [this.activityId] }, extensions: {} };
    return this.#make("answered", { id: known.id, definition }, context, { id, result });
  }
}
