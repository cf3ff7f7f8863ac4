// Starts what Wagtail's own templates start with inline scripts: date fields, rows that can be added, choosers.
const STARTERS = {
  chooserUrls: ({ imageChooser, documentChooser, pageChooser }) => {
    window.chooserUrls ??= { imageChooser, documentChooser, pageChooser };
  },
};

function start(element) {
  const { start: name, id, options, ...rest } = element.dataset;
  delete element.dataset.start;
  if (name in STARTERS) STARTERS[name](rest);
  else if (id) new window[name](id, JSON.parse(options));
  else new window[name](JSON.parse(options));
}

function startAll(root) {
  if (root.dataset?.start) start(root);
  root.querySelectorAll?.("[data-start]").forEach(start);
}

document.addEventListener("DOMContentLoaded", () => {
  startAll(document);
  // Dialogs and lists come into the page later.
  new MutationObserver((changes) => {
    changes.forEach(({ addedNodes }) => addedNodes.forEach(startAll));
  }).observe(document.body, { childList: true, subtree: true });
  document.querySelector('[name="select_all"]')?.addEventListener("change", ({ target }) => {
    document.querySelectorAll('[name="locales"]').forEach((box) => {
      box.checked = target.checked;
    });
  });
});
