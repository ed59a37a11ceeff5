// The live editor: asks for a check after a pause, marks the promises behind the text, puts a wording in their place.
"use strict";
(() => {
  const desk = document.getElementById("desk");
  const field = document.getElementById("copy");
  const behind = document.querySelector(".behind");
  const found = document.getElementById("found");
  if (!desk || !field || !found) return;
  let timer = 0;

  // offsets of the server count code points, those of a string here count UTF-16 units
  const unit = (points, at) => points.slice(0, at).join("").length;

  const paint = () => {
    const head = found.querySelector("[data-spans]");
    const text = field.value;
    behind.textContent = "";
    if (!head) return;
    const points = Array.from(text);
    let at = 0;
    for (const span of JSON.parse(head.dataset.spans)) {
      const start = unit(points, span.start);
      const end = unit(points, span.end);
      if (start < at) continue;
      behind.append(text.slice(at, start));
      const mark = document.createElement("span");
      mark.className = `hl v-${span.verdict}`;
      mark.textContent = text.slice(start, end);
      behind.append(mark);
      at = end;
    }
    behind.append(text.slice(at), "\n");
    behind.scrollTop = field.scrollTop;
  };

  field.addEventListener("scroll", () => { behind.scrollTop = field.scrollTop; });
  field.addEventListener("input", () => {
    behind.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(() => desk.dispatchEvent(new Event("promisecheck:typed")), 250);
  });
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target === found) paint(); });

  const use = (button) => {
    const points = Array.from(field.value);
    const start = Number(button.dataset.start);
    const end = Number(button.dataset.end);
    if (button.dataset.start === "" || end > points.length) return;
    points.splice(start, end - start, button.dataset.use);
    field.value = points.join("");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-use]");
    if (button) use(button);
  });
  document.addEventListener("promisecheck:key", (event) => {
    if (event.detail.key !== "Alt+Enter") return;
    const open = found.querySelector("details[open] [data-first]");
    if (open) { use(open); event.preventDefault(); }
  });

  const drop = document.querySelector(".drop");
  const file = document.getElementById("f-file");
  const read = drop && drop.querySelector("button");
  if (file && read) {
    file.addEventListener("change", () => { if (file.files.length) read.click(); });
    desk.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    desk.addEventListener("dragleave", () => drop.classList.remove("over"));
    desk.addEventListener("drop", (event) => {
      drop.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      file.files = event.dataTransfer.files;
      read.click();
    });
  }
  paint();
})();
