// The button that opens the dialogue of the printer, where there is JavaScript.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
