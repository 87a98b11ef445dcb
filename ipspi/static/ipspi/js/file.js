// A chosen file: its size beside the browser's own control, and a word before a file is sent that is too large.

const megabytes = (bytes) => (bytes / 1048576).toLocaleString("id", { maximumFractionDigits: 1, minimumFractionDigits: 1 });

for (const root of document.querySelectorAll("[data-file]")) {
  const input = root.querySelector("input");
  const said = root.querySelector(".file-said");
  input.addEventListener("change", () => {
    const [file] = input.files;
    const limit = Number(input.dataset.limit || Infinity);
    const tooLarge = Boolean(file && file.size > limit);
    root.classList.toggle("file--wrong", tooLarge);
    said.textContent = !file ? "" : `${file.name} · ${megabytes(file.size)} MB${tooLarge ? ` – ${input.dataset.tooLarge}` : ""}`;
  });
}
