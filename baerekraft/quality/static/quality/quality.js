// The hints beside the draft: fetched when the panel is seen, and anew after each time the draft has been saved.
(() => {
  const box = document.querySelector("[data-quality]");
  if (!box) return;
  const REST = 4000; // milliseconds between two questions
  let stale = true;
  let seen = false;
  let timer = 0;

  // A new lesson has no address until its draft has been saved for the first time.
  const address = () => {
    const made = location.pathname.match(/^(.*)\/pages\/(\d+)\/edit\//);
    return box.dataset.qualityUrl || (made && `${made[1]}/kvalitet/${made[2]}/panel/`);
  };


  const load = async () => {
    timer = 0;
    const url = address();
    if (!url || !seen || !stale) return;
    stale = false;
    try {
      const answer = await fetch(url, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      box.innerHTML = await answer.text();
    } catch {
      stale = true;
      box.textContent = box.dataset.qualityFault;
    }
  };

  const soon = (wait) => {
    stale = true;
    timer ||= setTimeout(load, wait);
  };

  new IntersectionObserver((entries) => {
    seen = entries.some((entry) => entry.isIntersecting);
    if (seen && stale) load();
  }).observe(box);
  document.addEventListener("w-autosave:success", () => soon(REST));
  document.querySelector("[data-quality-again]")?.addEventListener("click", () => soon(0));

  // A link in the panel goes to the block on this page, and opens what is folded around it.
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    const target = link && document.getElementById(new URL(link.href).hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView({ block: "start" });
    target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  });
})();
