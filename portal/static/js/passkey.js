/* Asks the browser for a passkey, or to make one, puts what it says into the form, and sends the form. Without it there are codes. */
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

/* What the server said, with bytes where the browser wants bytes. */
const understood = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  ...(options.excludeCredentials && { excludeCredentials: named(options.excludeCredentials) }),
  ...(options.allowCredentials && { allowCredentials: named(options.allowCredentials) }),
});

const said = (credential) => {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const has = parts.filter((part) => credential.response[part]);
  const response = Object.fromEntries(has.map((part) => [part, text(credential.response[part])]));
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
};

for (const place of document.querySelectorAll("[data-passkey]")) {
  const [button, status] = [place.querySelector("button"), place.querySelector("[role=status]")];
  const form = place.closest("form");
  const ask = async () => {
    const token = form.querySelector("[name=csrf_token]").value;
    const answer = await fetch(place.dataset.passkey, { method: "POST", body: new URLSearchParams({ csrf_token: token }) });
    if (!answer.ok) throw new Error("no answer");
    const publicKey = understood(await answer.json());
    return "makes" in place.dataset ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
  };
  if (!window.PublicKeyCredential) continue;
  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    status.textContent = "";
    try {
      document.getElementById(place.dataset.into).value = said(await ask());
      form.submit();
    } catch (problem) {
      const why = { NotAllowedError: "none", InvalidStateError: "none", SecurityError: "elsewhere" }[problem.name] || "away";
      status.textContent = place.dataset[why];
      button.disabled = false;
    }
  });
}
