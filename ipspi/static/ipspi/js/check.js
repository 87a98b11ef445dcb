// The check of a card in the browser itself: where there is no network, the page of the check judges a code by the public
// keys and the signed list that were kept. The layouts are those of ipspi/credentials/tokens.py and members/claims.py.

const root = document.querySelector("[data-check]");
const { page, list, keys, worker } = root.dataset;
const CARD = "ipspi.member-card", LIST = "ipspi.member-list";
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const text = new TextDecoder("utf-8", { fatal: true });

if ("serviceWorker" in navigator) navigator.serviceWorker.register(worker, { scope: page }).catch(() => {});

// The page of the check at another address than its own: the worker gave it, because the network did not answer.
// (Below it only codes have no slash at their end: the other pages of the check need the network.)
const rest = location.pathname.slice(page.length);
const asked = tokenIn(new URLSearchParams(location.search).get("kartu") ?? (rest.includes("/") ? "" : rest));
if (root.querySelector("template[data-frame]") && asked) judge(asked).then(show);
else if (navigator.onLine) for (const kept of [list, keys]) fetch(kept).catch(() => {}); // the worker keeps the newest

const photo = document.querySelector("[data-photo]");
photo?.addEventListener("submit", async (event) => {
  if (navigator.onLine) return;
  event.preventDefault();
  const token = await codeOn(photo.querySelector("input[type=file]").files[0]);
  if (token) location.assign(page + token);
  else say("photo");
});

function tokenIn(words) {
  return words.trim().split(/[?#]/)[0].replace(/\/+$/, "").split("/").pop();
}

async function codeOn(file) {
  if (!file || !("BarcodeDetector" in window)) return "";
  try {
    const [found] = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
    return found ? tokenIn(found.rawValue) : "";
  } catch {
    return "";
  }
}

// ---------------------------------------------------------------- judging
async function judge(token) {
  let signed, state, said;
  try {
    signed = await verified(token, CARD);
    if (signed.outcome) return signed;
    said = claimsIn(signed.payload);
  } catch {
    return { outcome: "NO_CARD" };
  }
  try {
    state = await verified(await (await fetch(list)).text(), LIST);
    state = state.outcome ? null : JSON.parse(text.decode(state.payload));
  } catch {
    state = null;
  }
  const person = { ...said, kind: state?.kinds[said.kind] ?? said.kind, chapter: state?.chapters[said.province] ?? "" };
  if (!state) return { outcome: "SIGNED", person };
  return { outcome: outcomeOf(said, state), person, asOf: state.shown };
}

function outcomeOf(said, state) {
  const [outcome] = Object.entries(state.serials).find(([, serials]) => serials.includes(said.serial)) ?? [];
  if (outcome) return outcome;
  if (said.expires && said.expires <= Math.floor((Date.now() - Date.UTC(2000, 0, 1)) / 86_400_000)) return "EXPIRED";
  return said.serial > state.last ? "NEWER" : "ACTIVE";
}

async function verified(token, purpose) {
  const data = bytesOf(token);
  if (data.length <= 66 || data[0] !== 1) throw new Error("no token");
  const key = await keyOf(data[1]);
  if (typeof key === "string") return { outcome: key };
  const head = new TextEncoder().encode(`${purpose}\0`);
  const message = new Uint8Array([...head, ...data.subarray(0, -64)]);
  const fits = await crypto.subtle.verify("Ed25519", key, data.slice(-64), message);
  return fits ? { payload: data.subarray(2, -64) } : { outcome: "FORGED" };
}

async function keyOf(number) {
  let known;
  try {
    known = (await (await fetch(keys)).json()).keys.find((key) => key.kid === String(number));
  } catch {
    return "NO_KEYS";
  }
  if (!known) return "UNKNOWN_KEY";
  try {
    return await crypto.subtle.importKey("jwk", { kty: known.kty, crv: known.crv, x: known.x }, "Ed25519", false, ["verify"]);
  } catch {
    return "NO_ED25519";
  }
}

function bytesOf(token) {
  const data = [];
  let bits = 0, value = 0;
  for (const letter of token.toUpperCase()) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) throw new Error("no token");
    value = (value << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      data.push((value >> bits) & 255);
      value &= (1 << bits) - 1;
    }
  }
  return new Uint8Array(data);
}

function claimsIn(data) {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let at = 9;
  const measured = () => {
    const end = at + 1 + data[at];
    if (!(end <= data.length)) throw new Error("cut off");
    const words = text.decode(data.subarray(at + 1, end));
    at = end;
    return words;
  };
  const province = data[8] ? String(data[8]).padStart(2, "0") : "";
  const said = { serial: view.getUint32(0), expires: view.getUint16(6), province, number: measured(), kind: measured() };
  return { ...said, name: text.decode(data.subarray(at)) };
}

// ---------------------------------------------------------------- showing
function words(outcome) {
  return root.querySelector("template[data-words]").content.querySelector(`[data-outcome="${outcome}"]`);
}

function show({ outcome, person, asOf }) {
  const frame = root.querySelector("template[data-frame]").content.cloneNode(true);
  const said = words(outcome) ?? words("NO_CARD");
  frame.querySelector("[data-verdict]").classList.add(`verdict--${said.dataset.look}`);
  const filled = {
    status: said.querySelector("b").textContent,
    meaning: said.querySelector("span").textContent,
    asOf,
    ...person,
  };
  for (const slot of frame.querySelectorAll("[data-slot]")) {
    const value = filled[slot.dataset.slot];
    if (value) slot.textContent = value;
    else (slot.closest("[data-optional]") ?? slot).remove();
  }
  if (!person) frame.querySelector("dl").remove();
  place(frame);
  document.title = `${filled.status} – IPSPI`;
}

function say(outcome) {
  show({ outcome });
}

function place(frame) {
  const here = root.querySelector("[data-answer]");
  here.replaceChildren(frame);
  here.firstElementChild.focus();
}
