// A chosen file: its size beside the browser's own control, a word before a file is sent that is too large, a small
// picture of it, and how far it has been sent. Without this file the browser's own control and the server do it all.

const megabytes = (bytes) => (bytes / 1048576).toLocaleString("id", { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const SIDE = 160;

async function picture(file, root) {
  root.querySelector("canvas")?.remove();
  try {
    const image = await createImageBitmap(file, { resizeHeight: SIDE, resizeQuality: "medium" });
    const canvas = document.createElement("canvas");
    canvas.className = "file-picture";
    canvas.setAttribute("aria-hidden", "true");
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext("2d").drawImage(image, 0, 0);
    root.append(canvas);
  } catch {
    // A PDF, or a HEIC that this browser does not know: the server does.
  }
}

// The form goes by XMLHttpRequest, which tells how much has gone; its answer is the page that a plain sending would bring.
// Where that is another page, it is opened, and the header leaves the words that are said once for then.
function send(form, root, said) {
  const request = new XMLHttpRequest();
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", root.dataset.sendingLabel);
  root.append(bar);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = event.loaded / event.total;
    said.textContent = event.loaded < event.total ? `${root.dataset.sendingLabel} ${Math.floor((100 * event.loaded) / event.total)}%` : root.dataset.workingLabel;
    if (event.loaded === event.total) bar.removeAttribute("value");
  });
  request.addEventListener("load", () => {
    if (request.responseURL !== form.action) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("[data-focus]")?.focus();
    bind();
  });
  request.addEventListener("error", () => {
    bar.remove();
    delete form.dataset.sent;
    said.textContent = root.dataset.brokenLabel;
  });
  request.open("POST", form.action);
  request.setRequestHeader("Sent-With-Progress", "yes");
  request.send(new FormData(form));
}

function bind() {
  for (const root of document.querySelectorAll("[data-file]")) {
    const input = root.querySelector("input");
    const said = root.querySelector(".file-said");
    input.addEventListener("change", () => {
      const [file] = input.files;
      const limit = Number(input.dataset.limit || Infinity);
      const tooLarge = Boolean(file && file.size > limit);
      root.classList.toggle("file--wrong", tooLarge);
      said.textContent = !file ? "" : `${file.name} · ${megabytes(file.size)} MB${tooLarge ? ` – ${input.dataset.tooLarge}` : ""}`;
      if (file && !tooLarge && "preview" in input.dataset) picture(file, root);
    });
    if (!("sending" in input.dataset)) continue;
    input.form.addEventListener("submit", (event) => {
      if (!input.files.length || input.form.querySelector("progress")) return; // one of several files sends them all
      event.preventDefault();
      send(input.form, root, said);
    });
  }
}

bind();
