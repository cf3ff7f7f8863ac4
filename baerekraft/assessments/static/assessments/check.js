// Saves while you write. What is written is kept on the device before it is sent, and leaves it only when the server has
// taken it. Each field remembers which revision it was seen at, so that nobody is overwritten silently.

const PAUSE = 900;
const LOOK = 15000;
const RETRY = 8000;
const MOST = 200;
// Between a path and the time, where another tab's words were put aside.
const ASIDE = "#";

function store() {
  try {
    return window.localStorage;
  } catch {
    // The browser is told to keep nothing.
  }
}

class AssessmentForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    // In whichever language the page is read.
    this.keys = `sjekk:${this.dataset.save.replace(/^\/(nn|en)(?=\/)/, "")}:`;
    this.revision = Number(this.dataset.revision);
    this.held = {};
    this.written = {};
    this.refused = {};
    this.turn = Promise.resolve();
    this.restore();
    this.form.addEventListener("input", (event) => this.write(event.target));
    this.form.addEventListener("change", (event) => this.write(event.target));
    this.form.addEventListener("change", (event) => this.unfold(event.target));
    this.form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("online", () => this.flush());
    addEventListener("offline", () => this.tell());
    addEventListener("pagehide", () => this.flush(true));
    addEventListener("beforeunload", (event) => Object.keys(this.held).length && event.preventDefault());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.flush(true) : this.look()));
    setInterval(() => document.hidden || this.look(), LOOK);
    this.flush();
  }

  fields(path) {
    return [...this.form.elements].filter((element) => element.name === path);
  }

  valueOf(path) {
    const [first, ...others] = this.fields(path);
    if (first?.type !== "radio") return first?.value ?? "";
    return [first, ...others].find((radio) => radio.checked)?.value ?? "";
  }

  // Whoever begins on a row sends what is hidden in it along.
  write({ name, form, parentElement }) {
    if (form !== this.form || !/\/|^(form|targets)$/.test(name)) return;
    const row = parentElement.closest("fieldset:not(.choice), form");
    const companions = row === this.form ? [] : row.querySelectorAll("input[type=hidden][name*='/']");
    for (const path of [name, ...[...companions].map((hidden) => hidden.name)]) this.put(path, this.valueOf(path));
    this.complain(name, "");
    this.tell();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  // An effect is there to be described.
  unfold({ name, value, parentElement }) {
    const more = parentElement.closest(".goal")?.querySelector("details");
    if (more && name.endsWith("/effect") && value !== "none") more.open = true;
  }

  // What another tab has written here and not sent is put aside: the server is told both.
  put(path, value, base) {
    const kept = this.held[path] ?? store()?.[this.keys + path];
    const own = kept && kept === this.written[path];
    const entry = JSON.stringify({ value, base: base ?? (own ? JSON.parse(kept).base : this.revision) });
    this.written[path] = entry;
    try {
      if (kept && !own && JSON.parse(kept).value !== value) store()[this.keys + path + ASIDE + Date.now()] = kept;
      store()[this.keys + path] = entry;
      delete this.held[path];
    } catch {
      this.held[path] = entry;
    }
  }

  drop(path) {
    delete this.held[path];
    try {
      delete store()?.[this.keys + path];
    } catch {
      // It could not be kept either.
    }
  }

  unsent() {
    const found = {};
    for (const [key, entry] of Object.entries({ ...store() })) {
      if (key.startsWith(this.keys) && !key.includes(ASIDE)) found[key.slice(this.keys.length)] = JSON.parse(entry);
    }
    for (const [path, entry] of Object.entries(this.held)) found[path] = JSON.parse(entry);
    return found;
  }

  // What was written before the page closed is put back where it was.
  restore() {
    const put = Object.entries(this.unsent()).filter(([path, { value }]) => this.fields(path).length && this.valueOf(path) !== value);
    for (const [path, { value }] of put) this.show(path, value);
    for (const path of Object.keys(this.unsent())) this.written[path] = store()?.[this.keys + path];
    if (put.length) this.say(this.dataset.restored);
  }

  show(path, value) {
    for (const field of this.fields(path)) {
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
  }

  flush(leaving = false) {
    clearTimeout(this.timer);
    return (this.turn = this.turn.then(() => this.send(leaving)));
  }

  // What is on this page goes first and by itself: something that cannot be taken from another page does not stop it.
  waiting() {
    const all = Object.entries(this.unsent()).filter(([path, { value }]) => this.refused[path] !== value);
    const here = all.filter(([path]) => this.fields(path).length);
    return (here.length ? here : all).slice(0, MOST).map(([path, { value, base }]) => ({ path, value, base }));
  }

  async send(leaving) {
    const changes = this.waiting();
    if (!changes.length) return this.sendAside();
    if (!leaving) this.say(this.dataset.saving);
    const response = await this.post(changes, leaving);
    if (response?.status !== 200) return this.failed(response);
    this.taken(changes, await response.json());
    return this.send(leaving);
  }

  async sendAside() {
    for (const [key, entry] of Object.entries({ ...store() })) {
      if (!key.startsWith(this.keys) || !key.includes(ASIDE)) continue;
      const changes = [{ path: key.slice(this.keys.length).split(ASIDE)[0], ...JSON.parse(entry) }];
      const response = await this.post(changes, false);
      if (response?.status !== 200) return;
      this.taken(changes, await response.json());
      delete store()[key];
    }
  }

  async post(changes, keepalive) {
    try {
      return await fetch(this.dataset.save, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ changes }),
        keepalive,
      });
    } catch {
      // No network: it waits on the device.
    }
  }

  async failed(response) {
    const final = response && response.status < 500 && response.status !== 429;
    if (final) {
      const told = await response.json().catch(() => ({}));
      this.say(told.error ?? this.dataset.unsent);
    } else {
      this.say(navigator.onLine ? this.dataset.unsent : this.dataset.offline);
      this.timer = setTimeout(() => this.flush(), RETRY);
    }
  }

  taken(changes, { revision, saved_at: at, errors, clashes, others, left }) {
    for (const { path, value } of changes) {
      delete this.refused[path];
      const now = this.unsent()[path];
      if (path in errors) {
        this.refused[path] = value;
        this.complain(path, errors[path]);
      } else if (now?.value === value) this.drop(path);
      else if (now && !(path in clashes)) this.put(path, now.value, revision);
    }
    // Whoever has written on meanwhile has it sent again first, so that all of it is set aside.
    for (const path of Object.keys(clashes).filter((path) => !(path in this.unsent()))) {
      this.show(path, others[path] ?? "");
      this.note(path, `${this.dataset.clash} «${clashes[path]}»`);
    }
    this.meet(revision, others, clashes);
    this.climb(left);
    document.querySelectorAll("[data-saved]").forEach((element) => (element.textContent = `${this.dataset.savedAt} ${at}`));
    this.say(`${this.dataset.savedAt} ${at}`);
  }

  // What others have written, where nothing unsent stands.
  meet(revision, others, clashes = {}) {
    const mine = this.unsent();
    for (const [path, value] of Object.entries(others)) {
      if (path in mine || path in clashes || !this.fields(path).length || this.valueOf(path) === value) continue;
      this.show(path, value);
      this.note(path, this.dataset.others);
    }
    this.revision = revision;
    this.form.elements.revision.value = revision;
  }

  async look() {
    const address = `${this.dataset.changed}?revision=${this.revision}`;
    const response = await fetch(address).catch(() => undefined);
    if (response?.status !== 200) return;
    const { revision, others } = await response.json();
    if (revision > this.revision) this.turn = this.turn.then(() => this.meet(revision, others));
  }

  climb(left) {
    for (const [key, text] of Object.entries(left)) {
      const rung = document.querySelector(`[data-step="${key}"]`);
      rung?.toggleAttribute("data-done", !text);
      rung?.querySelector("[data-left]")?.replaceChildren(text || `✓ ${this.dataset.done}`);
    }
  }

  note(path, text) {
    const field = this.fields(path)[0];
    const home = field?.closest(".ds-field, .choice");
    if (!home) return;
    home.querySelector(".note-others")?.remove();
    const note = Object.assign(document.createElement("p"), { className: "note-others", textContent: text });
    note.setAttribute("role", "status");
    home.classList.add("others");
    home.append(note);
  }

  complain(path, text) {
    const field = this.fields(path)[0];
    const home = field?.closest(".ds-field, .choice");
    home?.querySelector(".ds-validation-message")?.remove();
    field?.toggleAttribute("aria-invalid", false);
    if (!text || !home) return;
    const id = `${field.id || "felt"}-error`;
    const message = Object.assign(document.createElement("p"), { className: "ds-validation-message", id, textContent: text });
    message.setAttribute("role", "alert");
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
    home.append(message);
  }

  // The form goes as forms do when everything on the page has been saved; otherwise you stay where your words are.
  async submit(event) {
    event.preventDefault();
    const { submitter } = event;
    await this.flush();
    if (!Object.keys(this.unsent()).some((path) => this.fields(path).length)) {
      this.form.elements.revision.value = this.revision;
      const then = Object.assign(document.createElement("input"), { type: "hidden", name: "then", value: submitter?.value ?? "" });
      this.form.append(then);
      this.form.submit();
    } else this.querySelector("[aria-invalid=true]")?.focus();
  }

  tell() {
    if (!navigator.onLine) this.say(this.dataset.offline);
  }

  say(text) {
    this.querySelectorAll("[data-status]").forEach((element) => (element.textContent = text));
  }
}

customElements.define("assessment-form", AssessmentForm);

document.querySelector(".ladder [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });

// Copying: the text of the element that the button points at.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.innerText);
    const before = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = before), 2500);
  });
}
