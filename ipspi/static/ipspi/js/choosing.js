// Choosing by keyboard while the focus is in the list: j and k (or the arrows) move, x chooses, a goes on to admitting.

const list = document.querySelector("[data-choosing]");

function boxes() {
  return [...list.querySelectorAll("input[name=pilih]")];
}

function present() {
  return document.activeElement.closest("tr")?.querySelector("input[name=pilih]");
}

function move(step) {
  const all = boxes();
  const at = all.indexOf(present());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[next]?.focus();
}

const keys = {
  j: () => move(1),
  ArrowDown: () => move(1),
  k: () => move(-1),
  ArrowUp: () => move(-1),
  x: () => present()?.click(),
  a: () => list.requestSubmit(list.querySelector("[data-admit]")),
};

if (list?.querySelector("[data-admit]")) {
  list.querySelector("[data-help]").hidden = false;
  list.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  // all of this page, without losing what is chosen or going to the server for it
  list.querySelector("[data-all]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const box of boxes()) box.checked = true;
    boxes()[0]?.focus();
  });
}

// The seconds between two answers of the server.
setInterval(() => {
  const left = document.querySelector("[data-countdown]");
  if (left && Number(left.textContent) > 0) left.textContent = String(Number(left.textContent) - 1);
}, 1000);
