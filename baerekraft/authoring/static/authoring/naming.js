// Wagtail gives a rich text, and a block that is one field, no name that a screen reader can say: take the nearest one that is shown.
const NAMELESS = "[role=textbox][contenteditable=true], [data-streamfield-child] :is(textarea, input:not([type=hidden]), select)";

function named(field) {
  return field.labels?.length || ["aria-label", "aria-labelledby", "title"].some((name) => field.hasAttribute(name));
}

function shown(field) {
  const own = field.closest(".w-field__wrapper")?.parentElement.querySelector(":scope > .w-field__label");
  const heading = field.closest("section[aria-labelledby]")?.getAttribute("aria-labelledby");
  return (own ?? document.getElementById(heading))?.textContent.replace("*", "").trim();
}

function nameAll(root) {
  root.querySelectorAll?.(NAMELESS).forEach((field) => {
    const name = named(field) ? "" : shown(field);
    if (name) field.setAttribute("aria-label", name);
  });
}

document.addEventListener("DOMContentLoaded", () => {
  nameAll(document);
  new MutationObserver((changes) => {
    changes.forEach(({ addedNodes }) => addedNodes.forEach(nameAll));
  }).observe(document.body, { childList: true, subtree: true });
});
