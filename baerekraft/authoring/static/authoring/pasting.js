// Text copied from Word with tracked changes holds what was deleted too, and the editor's field would keep it as ordinary
// text. Take it out, and comments with it, before the field sees it.
const GONE = "del, [class*='msoDel'], [class*='MsoComment'], [style*='mso-element:comment'], [style*='mso-comment']";

function withoutDeleted(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const gone = page.querySelectorAll(GONE);
  gone.forEach((node) => node.remove());
  return gone.length ? page.body : null;
}

document.addEventListener(
  "paste",
  (event) => {
    const field = event.target.closest?.(".DraftEditor-root");
    const html = event.clipboardData?.getData("text/html");
    const body = field && html ? withoutDeleted(html) : null;
    if (!body) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", body.innerHTML);
    clipboardData.setData("text/plain", body.textContent);
    event.target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  },
  true,
);
