// Finding things on the page, and showing what is so.

export function each(selector, act) {
  document.querySelectorAll(selector).forEach(act);
}

export function showWhen(name, visible) {
  each(`[data-when=${name}]`, (element) => {
    // Nobody loses the field they are writing in.
    element.hidden = !visible && !element.contains(document.activeElement);
  });
}
