// What every page has: focus on what is wrong, a menu that closes, one sending per press, words for those who listen.

// Older browsers do not know autofocus on a <div>.
const problems = document.querySelector("[data-focus]");
if (problems && document.activeElement !== problems) problems.focus();

// A line of the menu that is longer than a phone is wide begins with the present page in sight.
for (const link of document.querySelectorAll(".nav [aria-current]")) {
  link.closest(".nav-group").scrollLeft = link.offsetLeft - innerWidth / 3;
}

const menus = () => document.querySelectorAll("details[data-menu][open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// On a slow line people press twice. The second press is ignored; coming back to the page allows it again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const button of document.querySelectorAll("[data-reveal]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const input = button.previousElementSibling;
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
}

// Parts that htmx exchanges say in data-announce what a screen reader should hear; the same words are said once.
const announcer = document.getElementById("announcer");
document.addEventListener("htmx:afterSettle", (event) => {
  const said = event.detail.elt?.dataset?.announce ?? event.target.dataset?.announce;
  if (said && announcer.textContent !== said) announcer.textContent = said;
});
