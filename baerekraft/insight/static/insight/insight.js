/* Nicer where script runs; every page works without. */

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}

for (const button of document.querySelectorAll("[data-tick]")) {
  const boxes = [...button.closest("details").querySelectorAll("input[type=checkbox]:enabled")];
  const words = [button.textContent, button.dataset.untick];
  const say = () => { button.textContent = words[Number(boxes.every((box) => box.checked))]; };
  if (!boxes.length) continue;
  button.hidden = false;
  say();
  button.addEventListener("click", () => {
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
    say();
  });
  for (const box of boxes) box.addEventListener("change", say);
}
