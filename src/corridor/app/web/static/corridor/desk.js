// The desk by keyboard. A key does what the link, button or form marked with it does, on this claim and no other. No key
// works while something is written, with a modifier held, or where the person switched keys off; a key that is held down
// counts once, and a page is sent once.
(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;
  const legend = document.getElementById("keys");
  const chosen = new Set();
  let focused = null;
  let isSent = false;

  const isWriting = (place) => place instanceof Element
    && place.closest("input, textarea, select, [contenteditable]:not([contenteditable='false'])") !== null;

  const rows = () => [...desk.querySelectorAll("a[data-row]")];

  const move = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.dataset.row === focused);
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const act = (what) => {
    if (what instanceof HTMLDetailsElement) {
      what.open = true;
      const field = what.querySelector("textarea, select, input:not([type=hidden])");
      (field || what.querySelector("summary")).focus();
    } else {
      what.click();
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.repeat && !["j", "k"].includes(event.key)) return;
    if (desk.dataset.keys !== "on" || isWriting(event.target) || isSent) return;
    if (event.key === "?" && legend) {
      event.preventDefault();
      return legend.open ? legend.close() : legend.showModal();
    }
    if (event.shiftKey || event.key.length !== 1 || (legend && legend.open)) return;
    const step = { j: 1, k: -1 }[event.key];
    const what = desk.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (step && rows().length) {
      event.preventDefault();
      move(step);
    } else if (what) {
      event.preventDefault();
      act(what);
    }
  });

  desk.addEventListener("focusin", (event) => {
    const row = event.target.closest("a[data-row]");
    if (row) focused = row.dataset.row;
  });

  // Without a key: the legend by its button, the form of a panel closed by Escape.
  document.querySelectorAll("[data-opens-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => legend.showModal());
  });
  desk.addEventListener("keydown", (event) => {
    const panel = event.key === "Escape" ? event.target.closest("details[data-key]") : null;
    if (!panel) return;
    panel.open = false;
    panel.querySelector("summary").focus();
  });

  // Claims chosen for one release: what was chosen stays chosen when the list is fetched anew.
  const boxes = () => [...desk.querySelectorAll("input[name=claim]")];
  const count = () => {
    const number = boxes().filter((box) => box.checked).length;
    desk.querySelectorAll("[data-count]").forEach((place) => { place.textContent = number ? ` (${number})` : ""; });
    const all = desk.querySelector("[data-all]");
    if (all) all.checked = number > 0 && number === boxes().length;
  };
  const showAll = () => desk.querySelectorAll("[data-needs-script]").forEach((part) => { part.hidden = false; });
  desk.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) boxes().forEach((box) => { box.checked = event.target.checked; });
    chosen.clear();
    boxes().filter((box) => box.checked).forEach((box) => chosen.add(box.value));
    count();
  });
  document.addEventListener("corridor:fetched", () => {
    boxes().forEach((box) => { box.checked = chosen.has(box.value); });
    showAll();
    count();
    const row = rows().find((one) => one.dataset.row === focused);
    if (row && document.activeElement === document.body) row.focus();
  });

  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (isSent) event.preventDefault();
    isSent = true;
  });
  addEventListener("pageshow", (event) => {
    isSent = false;
    if (event.persisted) count();
  });
  showAll();
  count();
})();
