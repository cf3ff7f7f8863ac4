// Shows what needs a passkey where the browser has them, and says so when one did not come about.
for (const place of document.querySelectorAll("[data-passkey]")) place.hidden = !window.PublicKeyCredential;
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const trouble of document.querySelectorAll("[data-passkey-trouble]")) trouble.hidden = false;
});
