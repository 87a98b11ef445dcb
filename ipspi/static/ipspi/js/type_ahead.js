// A text box that offers names while one types: the ARIA combobox pattern over a box that also works without this file.
// The server answers ?q= with <li role="option" data-code="16.10" data-text="Name">Name <small>more</small></li>,
// or with one aria-disabled option that says that nothing was found.

const WAIT = 150;

class TypeAhead {
  constructor(root) {
    this.url = root.dataset.typeAhead;
    [this.box, this.code] = root.querySelectorAll("input");
    this.list = document.createElement("ul");
    this.list.id = `${this.box.id}_options`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", document.querySelector(`label[for="${this.box.id}"]`)?.textContent.trim() ?? "");
    this.list.hidden = true;
    this.said = document.createElement("div");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    root.append(this.list, this.said);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) {
      this.box.setAttribute(name, value);
    }
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => this.pressed(event));
    this.box.addEventListener("blur", () => this.close());
    // The mouse must not take the focus from the box before the click has chosen.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[data-code]")));
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]:not([aria-disabled])")];
  }

  typed() {
    this.code.value = "";
    clearTimeout(this.timer);
    if (this.box.value.trim().length < 2) return this.close();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`${this.url}?q=${encodeURIComponent(this.box.value)}`, { headers: { "HX-Request": "true", Accept: "text/html" }, signal: this.asked.signal });
      if (!answer.ok) return this.close();
      this.list.innerHTML = await answer.text();
    } catch {
      return; // No line, or a newer question: the box still sends its words.
    }
    this.options.forEach((option, index) => {
      option.id = `${this.list.id}_${index}`;
      option.setAttribute("aria-selected", "false");
    });
    this.active = -1;
    this.open(this.list.childElementCount > 0 && document.activeElement === this.box);
    this.said.textContent = this.options.length || this.list.textContent.trim();
  }

  open(yes) {
    this.list.hidden = !yes;
    this.box.setAttribute("aria-expanded", String(yes));
    if (!yes) return this.box.removeAttribute("aria-activedescendant");
    // On a small screen, or above a telephone's keyboard, the names would open out of sight: the box goes up.
    const seen = window.visualViewport?.height ?? window.innerHeight;
    if (this.list.getBoundingClientRect().bottom > seen) this.box.scrollIntoView({ block: "start" });
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.open(false);
  }

  pressed(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      return this.close();
    }
    if (event.key === "ArrowDown" && this.list.hidden) return this.typed();
    if (this.list.hidden || !this.options.length) return;
    const last = this.options.length - 1;
    if (event.key === "ArrowDown") this.mark(this.active === last ? 0 : this.active + 1);
    else if (event.key === "ArrowUp") this.mark(this.active <= 0 ? last : this.active - 1);
    else if (event.key === "Enter" && this.active >= 0) this.choose(this.options[this.active]);
    else if (event.key === "Tab" && this.active >= 0) return this.choose(this.options[this.active]);
    else return;
    event.preventDefault();
  }

  mark(index) {
    this.options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    this.active = index;
    this.options[index].scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", this.options[index].id);
  }

  choose(option) {
    if (!option) return;
    this.box.value = option.dataset.text;
    this.code.value = option.dataset.code;
    this.said.textContent = this.box.value;
    this.open(false);
  }
}

for (const root of document.querySelectorAll("[data-type-ahead]")) new TypeAhead(root);
