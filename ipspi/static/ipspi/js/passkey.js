// Passkeys: the browser makes or uses one, and what it answers is sent as a form. Without this script the form stays hidden.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const known = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

// Older browsers have no JSON forms of these of their own.
const create = async ({ publicKey: asked }) => {
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const authenticatorSelection = { ...asked.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
  const publicKey = { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: known(asked.excludeCredentials), authenticatorSelection };
  const made = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = made.response;
  return answer(made, { clientDataJSON, attestationObject }, { transports: made.response.getTransports?.() ?? [] });
};
const get = async ({ publicKey: asked }) => {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) };
  const used = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = used.response;
  return answer(used, { clientDataJSON, authenticatorData, signature, ...(userHandle && { userHandle }) });
};
const answer = (credential, buffers, others = {}) => ({
  type: credential.type,
  id: credential.id,
  rawId: text(credential.rawId),
  response: { ...Object.fromEntries(Object.entries(buffers).map(([name, value]) => [name, text(value)])), ...others },
  clientExtensionResults: credential.getClientExtensionResults(),
});

const asked = async (form) => {
  const { options, source } = form.dataset;
  const data = options
    ? JSON.parse(document.getElementById(options).textContent)
    : await (await fetch(source, { headers: { Accept: "application/json" } })).json();
  return data.request_options ?? data.creation_options;
};

for (const said of document.querySelectorAll("[data-without-script]")) said.hidden = true;
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const failed = form.querySelector("[data-failed]");
  if (!window.PublicKeyCredential) {
    const without = form.parentElement.querySelector("[data-no-passkey]");
    if (without) without.hidden = false;
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      const credential = await (form.dataset.passkey === "create" ? create : get)(await asked(form));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
