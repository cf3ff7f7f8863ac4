// On any web server, or from a folder: what was answered stays in the browser.

import { run } from "./run.js";

const storedAs = `baerekraft:${document.body.dataset.package}`;

function stored() {
  try {
    return JSON.parse(localStorage.getItem(storedAs));
  } catch {
    // Nothing, or nothing that may be read.
    return null;
  }
}

// Another tab may have written since this one began.
function joined(theirs, ours) {
  const lessons = Object.entries(ours).map(([lesson, given]) => [lesson, { ...theirs?.[lesson], ...given }]);
  return { ...theirs, ...Object.fromEntries(lessons) };
}

const here = run({
  async start() {
    try {
      localStorage.setItem(`${storedAs}:`, "");
      localStorage.removeItem(`${storedAs}:`);
      return { state: stored(), name: "", refused: false };
    } catch {
      return { state: null, name: "", refused: true };
    }
  },

  keep({ v, answers, scores }) {
    const before = stored();
    const all = { v, answers: joined(before?.answers, answers), scores: joined(before?.scores, scores) };
    try {
      localStorage.setItem(storedAs, JSON.stringify(all));
      return true;
    } catch {
      return false;
    }
  },

  leave() {},
});

document.querySelectorAll("[data-forget]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (!confirm(button.dataset.forget)) return;
    localStorage.removeItem(storedAs);
    here.alone.forget();
    location.reload();
  });
});
