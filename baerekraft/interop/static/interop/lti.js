// Makes pages that work without it a little nicer, and keeps with the platform what a browser keeps no cookie for
// (LTI Client Side postMessages 0.1, LTI postMessage Storage 0.1).
const PATIENCE = 1500

function ask(element, message) {
  const { target, origin } = element.dataset
  const above = window.parent === window ? window.opener : window.parent
  let window_ = above
  try {
    window_ = target === "_parent" ? above : above.frames[target] || above
  } catch {
    // A frame that may not be looked into; the platform itself may listen.
  }
  return new Promise((resolve) => {
    const id = crypto.randomUUID ? crypto.randomUUID() : String(Math.random())
    const heard = ({ data, origin: from }) => {
      if (from !== origin || !data || data.message_id !== id) return
      done(data.error ? "" : String(data.value || ""))
    }
    const done = (value) => {
      window.removeEventListener("message", heard)
      resolve(value)
    }
    window.addEventListener("message", heard)
    setTimeout(done, PATIENCE, "")
    if (window_ && origin) window_.postMessage({ ...message, message_id: id }, origin)
    else done("")
  })
}

for (const link of document.querySelectorAll("[data-store]")) {
  await ask(link, { subject: "lti.put_data", key: link.dataset.store, value: link.dataset.value })
  location.replace(link.href)
}

for (const form of document.querySelectorAll("[data-fetch]")) {
  const kept = await ask(form, { subject: "lti.get_data", key: form.dataset.fetch })
  if (kept) {
    form.elements.kept.value = kept
    form.submit()
  }
}

for (const form of document.querySelectorAll("[data-onwards]")) form.submit()

for (const form of document.querySelectorAll("[data-wait]")) setTimeout(() => form.submit(), 2000)

for (const told of document.querySelectorAll("[data-close]")) {
  const above = window.opener || window.parent
  if (above !== window) above.postMessage({ subject: "org.imsglobal.lti.close" }, told.dataset.close)
}
