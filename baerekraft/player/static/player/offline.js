// Without network: the service worker keeps visited lessons readable, and the page says that it is so.

import { showWhen } from "./outbox.js";

const workers = navigator.serviceWorker;
let cached = false;

function tellNetwork({ type }) {
  cached = type === "message" || (cached && type !== "online");
  showWhen("offline", cached || !navigator.onLine);
}

async function startWorker(event) {
  tellNetwork(event);
  // Where the browser demands trusted types, the worker's address must come from a policy.
  const policy = window.trustedTypes?.createPolicy("baerekraft", { createScriptURL: String });
  await workers?.register(policy?.createScriptURL("/sw.js") ?? "/sw.js");
  (await workers?.ready)?.active.postMessage("here");
}

workers?.addEventListener("message", tellNetwork);
workers?.controller?.postMessage("here");
addEventListener("load", startWorker);
addEventListener("offline", tellNetwork);
addEventListener("online", tellNetwork);
