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

document.addEventListener("w-autosave:save", (event) => {
  if (leaving) event.preventDefault();
  else saving = true;
});
for (const ended of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(ended, () => {
    saving = false;
  });
}
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
