// The reader's own municipality as one more bar in an indicator's chart. Without it, the link to the figures stands alone.

for (const line of document.querySelectorAll("[data-local-figure]")) add(line).catch(() => {});

async function add(line) {
  const response = await fetch(line.dataset.localFigure, { cache: "no-store" });
  if (response.status !== 200) return;
  const { label, value, shown, text } = await response.json();
  const bars = line.closest("figure").querySelector(".bars");
  const top = Number(bars.dataset.top);
  const length = Math.abs(value);
  const bar = bars.lastElementChild.cloneNode(true);
  bar.dataset.highlight = "";
  bar.querySelector("span").textContent = label;
  bar.querySelector("b").textContent = shown;
  bar.querySelector("rect").setAttribute("width", `${(100 * length) / top}%`);
  bars.append(bar);
  // A figure above the others makes all the bars shorter.
  if (length > top) for (const rect of bars.querySelectorAll("rect")) rect.setAttribute("width", `${(parseFloat(rect.getAttribute("width")) * top) / length}%`);
  line.prepend(text, " ");
}
