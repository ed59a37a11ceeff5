// The keyboard. Letters go by the physical key, so they work on an Arabic layout; they can be turned off, and never fire
// in a field. A screen says what a key does with data-key="j" on a button or link, or listens for "promisecheck:key".
"use strict";
(() => {
  const OFF = "promisecheck.keys.off";
  const dialog = document.getElementById("keys");
  let pending = false;
  let timer = 0;

  const isOff = () => {
    try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
  };
  const turn = (off) => {
    try { off ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF); } catch { /* private window */ }
  };
  const inField = (target) => target.closest && target.closest("input, select, textarea, [contenteditable]");
  const onControl = (target) => target.closest && target.closest("a, button, summary, input, select, textarea");

  const open = () => { if (dialog && !dialog.open) dialog.showModal(); };
  const close = () => { if (dialog && dialog.open) dialog.close(); };

  // "j", "A" (with shift), "?", "/", "Enter", "Alt+Enter", "Escape"
  const name = (event) => {
    if (event.key === "?" || (event.code === "Slash" && event.shiftKey)) return "?";
    if (event.code === "Slash") return "/";
    if (event.code.startsWith("Key")) {
      const letter = event.code.slice(3).toLowerCase();
      return event.shiftKey ? letter.toUpperCase() : letter;
    }
    if (event.key === "Enter") return event.altKey ? "Alt+Enter" : "Enter";
    return event.key;
  };

  const go = (letter) => {
    const link = document.querySelector(`.app-bar a[data-go="${letter}"]`);
    if (link) link.click();
    return Boolean(link);
  };

  const press = (key, event) => {
    const said = new CustomEvent("promisecheck:key", { detail: { key }, cancelable: true });
    if (!document.dispatchEvent(said)) return true;
    const control = document.querySelector(`[data-key="${CSS.escape(key)}"]:not([disabled])`);
    if (control && control.getClientRects().length) {
      control.matches("input, select, textarea") ? control.focus() : control.click();
      return true;
    }
    if (key === "/") {
      const search = document.querySelector('input[type="search"]');
      if (search) search.focus();
      return Boolean(search);
    }
    return false;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    const key = name(event);
    if (key === "Escape") { close(); return; }
    if (dialog && dialog.open) return;
    const field = inField(event.target);
    if (key === "Alt+Enter") {
      if (press(key, event)) event.preventDefault();
      return;
    }
    if (field || event.altKey || isOff()) return;
    if (key === "Enter" && onControl(event.target)) return;
    if (key === "?") { event.preventDefault(); open(); return; }
    if (pending) {
      pending = false;
      clearTimeout(timer);
      if (go(key)) event.preventDefault();
      return;
    }
    if (key === "g") {
      pending = true;
      timer = setTimeout(() => { pending = false; }, 1500);
      return;
    }
    if (press(key, event)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) { event.preventDefault(); open(); }
    if (event.target.closest("[data-keys-close]")) close();
  });
  const box = document.querySelector("[data-keys-off]");
  if (box) {
    box.checked = isOff();
    box.addEventListener("change", () => turn(box.checked));
  }
})();
