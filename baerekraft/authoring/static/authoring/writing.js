// A line about each kind of block in the list of kinds. As an attribute, so that the list stays React's own.
const DESCRIPTIONS = JSON.parse(document.currentScript.dataset.descriptions);

function describe(root) {
  root.querySelectorAll?.(".w-combobox__option-text").forEach((option) => {
    const about = DESCRIPTIONS[option.textContent];
    if (about) option.dataset.about = about;
    else delete option.dataset.about;
  });
}

new MutationObserver((changes) => {
  if (changes.some(({ addedNodes }) => addedNodes.length) && document.querySelector(".w-combobox")) describe(document);
}).observe(document.documentElement, { childList: true, subtree: true });

// The lesson's own sources, offered where one is to be named.
const NAMES_A_SOURCE = /-value-(source|sources-\d+-value)$|-source$/;

function known() {
  return [...document.querySelectorAll('input[name^="sources-"][name$="-value-id"]')].flatMap((id) => {
    const of = (field) => document.getElementsByName(id.name.replace(/id$/, field))[0]?.value ?? "";
    const gone = document.getElementsByName(id.name.replace(/value-id$/, "deleted"))[0]?.value;
    return id.value && !gone ? [new Option(`${of("publisher")}: ${of("title")}`, id.value)] : [];
  });
}

document.addEventListener("focusin", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || !NAMES_A_SOURCE.test(target.name)) return;
  let list = document.getElementById("sources-of-the-lesson");
  if (!list) {
    list = document.createElement("datalist");
    list.id = "sources-of-the-lesson";
    document.body.append(list);
  }
  list.replaceChildren(...known());
  target.setAttribute("list", list.id);
});

// What a link within the page leads to is shown, also when it is folded away.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.('.authoring-faults a[href^="#"]');
  const place = link && document.getElementById(link.hash.slice(1));
  for (let panel = place?.closest("[hidden]"); panel; panel = panel.parentElement?.closest("[hidden]")) {
    if (panel.matches('[role="tabpanel"]')) continue;
    document.querySelector(`[data-panel-toggle][aria-controls="${panel.id}"]`)?.click();
    panel.hidden = false;
  }
});
