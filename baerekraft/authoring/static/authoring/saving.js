// Wagtail saves while the editor writes, but what a button sends says only which version the page was opened at, so that her
// own autosave looks like somebody else's. Wait for one that is on its way, and say which version is hers.
const LONGEST = 10_000;
const AGAIN = 50;

let saving = false;
let leaving = false;

function whenSaved(go, until = Date.now() + LONGEST) {
  leaving = true;
  if (saving && Date.now() < until) setTimeout(() => whenSaved(go, until), AGAIN);
  else go();
}

function send(form, button) {
  const fields = { autosaved_revision_id: form.dataset.wAutosaveRevisionIdValue };
  // A button that shows it is at work is disabled, and would not be sent. What is put in the form itself, the autosave sends too.
  if (button?.name) fields[button.name] = button.value;
  const add = ({ formData }) => {
    for (const [name, value] of Object.entries(fields)) if (value) formData.set(name, value);
  };
  form.addEventListener("formdata", add, { once: true });
  HTMLFormElement.prototype.submit.call(form);
}

function take(form) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    whenSaved(() => send(form, event.submitter));
  });
  // The buttons of a review send the form themselves.
  form.submit = () => whenSaved(() => send(form));
}

// What stands in the form when an autosave is done, Wagtail takes for saved, also what was written while it was on its way.
// Tell it otherwise, so that this too is saved and nobody leaves it behind unwarned.
const BESIDE = ["csrfmiddlewaretoken", "loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id", "next"];

function written(data, form) {
  const fields = [...data].filter(([name]) => form.elements.namedItem(name) && !BESIDE.includes(name));
  return new Map(fields.map(([name]) => [name, data.getAll(name).map((value) => value.name ?? value).join("\n")]));
}

function writtenMeanwhile(form, sent, answered) {
  const before = written(sent, form);
  const now = written(new FormData(form), form);
  return [...now].some(([name, value]) => !(name in answered) && !name.startsWith("comments-") && before.get(name) !== value);
}

let touched = false;
let sent;

function notSaved(form) {
  // After Wagtail's own listeners.
  setTimeout(() => {
    form.dataset.wUnsavedForceValue = "true";
  });
}

document.addEventListener("input", (event) => {
  touched ||= event.isTrusted;
});
// It begins to watch a few seconds after the page is shown, and what was written by then it takes for what was there.
document.addEventListener("w-unsaved:watch-edits", ({ target: form }) => {
  if (touched && !sent) notSaved(form);
});
document.addEventListener("w-autosave:save", (event) => {
  if (leaving) event.preventDefault();
  else {
    saving = true;
    sent = event.detail.formData;
  }
});
document.addEventListener("w-autosave:error", () => {
  saving = false;
});
document.addEventListener("w-autosave:success", ({ target: form, detail }) => {
  saving = false;
  if (writtenMeanwhile(form, sent, detail.response.field_updates ?? {})) notSaved(form);
});
window.addEventListener("pageshow", () => {
  leaving = false;
});
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-edit-form]").forEach(take));

const { away } = document.currentScript.dataset;

function tellOfNetwork() {
  document.querySelector(".editor-away")?.remove();
  if (navigator.onLine) return;
  const told = Object.assign(document.createElement("p"), { className: "editor-away", role: "alert", textContent: away });
  document.body.append(told);
}

window.addEventListener("offline", tellOfNetwork);
window.addEventListener("online", tellOfNetwork);
