// Deciding by keyboard: what has data-key is pressed by that key. Never required, and switched off for good in the help.

const OFF = "ipspi.reviewing.off";
const help = document.querySelector("[data-help]");
const turn = document.querySelector("[data-switch]");

function stored() {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false;
  }
}

let off = stored();
let leaving = false; // a key pressed while the next pair is on its way would be about the wrong one
addEventListener("pageshow", () => (leaving = false));

function show() {
  turn?.setAttribute("aria-pressed", String(!off));
}

function writing(target) {
  return target.closest("input:not([type=hidden]), select, textarea, [contenteditable]");
}

if (help) help.hidden = false;
turn?.addEventListener("click", () => {
  off = !off;
  try {
    localStorage.setItem(OFF, off ? "yes" : "no");
  } catch {
    // without storage it holds for this page
  }
  show();
});
show();

document.addEventListener("keydown", (event) => {
  if (off || leaving || event.ctrlKey || event.metaKey || event.altKey || event.repeat || writing(event.target)) return;
  if (event.key === "?" && help) {
    event.preventDefault();
    help.open = !help.open;
    return;
  }
  const key = event.key.toLowerCase();
  if (!/^[a-z]$/.test(key)) return;
  const pressed = document.querySelector(`[data-key="${key}"]`);
  if (!pressed) return;
  event.preventDefault();
  leaving = true;
  pressed.click();
});
