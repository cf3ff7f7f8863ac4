// Without network: the service worker keeps visited lessons readable, and the page says that it is so.

import { showWhen } from "./page.js";

const workers = navigator.serviceWorker;
let cached;

function tellNetwork({ type }) {
  cached = type === "message" || (cached && type !== "online");
  showWhen("offline", cached || !navigator.onLine);
}

async function startWorker() {
  // Where the browser demands trusted types, the worker's address must come from a policy.
  const policy = window.trustedTypes?.createPolicy("baerekraft", { createScriptURL: String });
  await workers.register(policy?.createScriptURL("/sw.js") ?? "/sw.js");
  (await workers.ready).active.postMessage("here");
}

if (workers) {
  workers.addEventListener("message", tellNetwork);
  // Without network, or where the browser will not: the next visit tries again.
  addEventListener("load", () => startWorker().catch(() => {}));
}
for (const type of ["load", "online", "offline"]) addEventListener(type, tellNetwork);
