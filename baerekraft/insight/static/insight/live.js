// Figures that move while somebody looks: asked for every half minute, and never by a page that nobody sees.

class LiveFigures extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.look(), 1000 * Number(this.dataset.seconds));
    this.watch = () => document.hidden || this.look();
    document.addEventListener("visibilitychange", this.watch);
    addEventListener("online", this.watch);
    this.lost = () => this.away(true);
    addEventListener("offline", this.lost);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.watch);
    removeEventListener("online", this.watch);
    removeEventListener("offline", this.lost);
  }

  away(is) {
    const told = this.parentElement?.querySelector("[data-away]");
    if (told) told.hidden = !is;
  }

  async look() {
    if (document.hidden || !navigator.onLine || this.asking) return;
    this.asking = true;
    const headers = this.etag ? { "If-None-Match": this.etag } : {};
    // Signed out in another tab: the answer would be the page that asks her to sign in.
    const answer = await fetch(this.dataset.url, { headers, redirect: "error" }).catch(() => {});
    this.asking = false;
    this.away(!answer);
    if (answer?.status === 404) this.disconnectedCallback();
    if (answer?.status !== 200) return;
    this.etag = answer.headers.get("ETag");
    const fresh = await answer.text();
    if (fresh !== this.fresh) this.innerHTML = this.fresh = fresh;
  }
}

customElements.define("live-figures", LiveFigures);
