// The live editor. The text lives in its field; behind it lies the same text, on which the promises are marked:
// by the Custom Highlight API where there is one, else by elements. Numbers are never part of the copy.
"use strict";
(() => {
  const desk = document.getElementById("desk");
  const field = document.getElementById("copy");
  const words = document.querySelector(".behind .words");
  const found = document.getElementById("found");
  const announce = document.getElementById("announce");
  if (!desk || !field || !found || !words) return;
  const PAUSE = 200; // after a pause the marks, then the wordings, which take longer
  const VERDICTS = ["over", "undeclared", "unsure", "kept"];
  const canHighlight = "highlights" in CSS && typeof Highlight === "function";
  let marks = [];
  let painted = "";
  let timer = 0;
  let telling = 0;
  let told = "";
  let running = null;
  let asked = ""; // the promise whose wordings were asked for since the last pause

  document.documentElement.classList.add("has-script");

  const pane = () => found.querySelector(".pane-promises");
  const cards = () => [...found.querySelectorAll("details.promise")];
  const current = () => cards().find((one) => one.open);

  // marks move with the text that is typed before them; a mark that is typed into goes until the next check
  const shift = (before, after) => {
    if (before === after) return;
    let start = 0;
    const least = Math.min(before.length, after.length);
    while (start < least && before[start] === after[start]) start += 1;
    let same = 0;
    while (same < least - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
    const end = before.length - same;
    const moved = after.length - before.length;
    marks = marks
      .filter(([from, to]) => to <= start || from >= end)
      .map(([from, to, ...rest]) => (from >= end ? [from + moved, to + moved, ...rest] : [from, to, ...rest]))
      .filter(([from, to]) => from >= 0 && to <= after.length);
  };

  const paint = () => {
    const text = field.value;
    shift(painted, text);
    painted = text;
    const badges = document.createDocumentFragment();
    words.textContent = "";
    if (canHighlight) {
      const node = document.createTextNode(`${text}\n`);
      words.append(node);
      for (const verdict of VERDICTS) {
        const ranges = marks.filter((one) => one[2] === verdict).map(([from, to]) => {
          const range = new Range();
          range.setStart(node, from);
          range.setEnd(node, to);
          return range;
        });
        CSS.highlights.set(`promise-${verdict}`, new Highlight(...ranges));
      }
      for (const [from, to, verdict, number] of marks) {
        const range = new Range();
        range.setStart(node, from);
        range.setEnd(node, to);
        badges.append(badge(range, verdict, number));
      }
    } else {
      let at = 0;
      const sorted = [...marks].sort((one, other) => one[0] - other[0]);
      const spans = [];
      for (const [from, to, verdict, number] of sorted) {
        if (from < at) continue;
        words.append(text.slice(at, from));
        const span = document.createElement("span");
        span.className = `hl v-${verdict}`;
        span.textContent = text.slice(from, to);
        words.append(span);
        spans.push([span, verdict, number]);
        at = to;
      }
      words.append(`${text.slice(at)}\n`);
      for (const [span, verdict, number] of spans) badges.append(badge(span, verdict, number));
    }
    words.append(badges);
    follow();
  };

  // a number above the first letter of its promise; it takes no room in the text
  const badge = (place, verdict, number) => {
    const mark = document.createElement("i");
    mark.className = `at v-${verdict}`;
    mark.textContent = String(number);
    const rects = [...place.getClientRects()];
    const home = words.getBoundingClientRect();
    if (rects.length) {
      // digits in Arabic make several boxes on one line: the number stands where reading begins
      const rtl = getComputedStyle(words).direction === "rtl";
      const line = rects.filter((one) => Math.abs(one.top - rects[0].top) < 4);
      const first = line.reduce((one, other) => ((rtl ? other.right > one.right : other.left < one.left) ? other : one));
      mark.style.setProperty("inset-block-start", `${first.top - home.top}px`);
      mark.style.setProperty("inset-inline-start", `${rtl ? home.right - first.right : first.left - home.left}px`);
    }
    return mark;
  };

  const follow = () => { words.style.setProperty("translate", `0 ${-field.scrollTop}px`); };

  const say = () => {
    clearTimeout(telling);
    telling = setTimeout(() => {
      const text = pane() ? pane().dataset.said : "";
      if (text && text !== told) announce.textContent = text;
      told = text;
    }, 1000);
  };

  // words: of which promise the wordings are wanted, too; they take longer, and only the open one shows them
  const check = async (words = "0") => {
    if (running) running.abort();
    running = new AbortController();
    if (words === "0") asked = "";
    const text = field.value;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(desk)) if (typeof value === "string") body.append(name, value);
    body.set("copy", text);
    body.set("words", words);
    try {
      const answer = await fetch(desk.dataset.check, {
        method: "POST",
        body,
        signal: running.signal,
        headers: { "HX-Request": "true" },
      });
      const html = await answer.text();
      if (field.value !== text) return;
      place(html);
      if (words === "0" && answer.ok) wordings(current());
    } catch (error) {
      if (error.name !== "AbortError") lost();
    }
  };

  const wordings = (card) => {
    if (card && card.open && "more" in card.dataset && asked !== card.dataset.promise) {
      asked = card.dataset.promise;
      check(asked);
    }
  };
  found.addEventListener("toggle", (event) => wordings(event.target), true);

  // the server is away, or the session has ended: the text stays where it is
  const lost = () => {
    if (!pane() || pane().querySelector("[data-lost]")) return;
    const told = document.createElement("p");
    told.className = "told refused";
    told.dataset.lost = "";
    told.textContent = desk.dataset.lost;
    pane().querySelector(".pane-head").after(told);
    announce.textContent = told.textContent;
  };

  // the panel comes anew; what was open stays open, and the focus stays where it was
  const place = (html) => {
    const open = current() && current().dataset.promise;
    const focused = document.activeElement && found.contains(document.activeElement) && document.activeElement.closest("details");
    const top = pane() ? pane().scrollTop : 0;
    const page = new DOMParser().parseFromString(html, "text/html");
    if (!page.querySelector(".pane-promises")) { lost(); return; }
    found.replaceChildren(...page.body.childNodes);
    const same = open && cards().find((one) => one.dataset.promise === open);
    if (same) same.open = true;
    if (focused && same) same.querySelector("summary").focus({ preventScroll: true });
    pane().scrollTop = top;
    read();
    say();
  };

  const read = () => {
    marks = pane() ? JSON.parse(pane().dataset.marks || "[]") : [];
    painted = field.value; // what the marks were made for
    paint();
  };

  const typed = () => {
    paint();
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  };

  field.addEventListener("input", typed);
  field.addEventListener("scroll", follow);
  new ResizeObserver(() => paint()).observe(field);
  desk.addEventListener("change", (event) => {
    if (event.target.matches("[name=places], [name=tier], [name=runs_from], [name=runs_until], [name=languages]")) check();
  });

  // everywhere, or some places: one rules the other out
  desk.addEventListener("change", (event) => {
    if (!event.target.matches("[name=places]")) return;
    const boxes = [...desk.querySelectorAll("[name=places]")];
    const all = boxes.find((one) => one.value === "*");
    if (event.target === all && all.checked) boxes.forEach((one) => { if (one !== all) one.checked = false; });
    else all.checked = boxes.every((one) => one === all || !one.checked);
    const chosen = boxes.filter((one) => one.checked).map((one) => one.parentElement.firstChild.nextSibling.textContent.trim());
    const shown = desk.querySelector(".pick > summary");
    shown.textContent = chosen.length > 1 ? `${chosen[0]} +${chosen.length - 1}` : chosen[0];
  });
  document.addEventListener("click", (event) => {
    const pick = desk.querySelector(".pick");
    if (pick && pick.open && !pick.contains(event.target)) pick.open = false;
  });

  // written in the place of what is selected, so that the field's own undo takes it back
  const write = (text) => {
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      typed();
    }
  };

  // a wording takes the place of its promise
  const use = (button) => {
    const [start, end, ...rest] = button.value.split(":");
    field.focus();
    field.setSelectionRange(Number(start), Number(end));
    write(rest.join(":"));
  };

  // rich text keeps its headings, lists and tables, as Markdown; where that fails its bare words are pasted
  field.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    if (desk.elements.kind.value === "html" || !/<(h[1-6]|li|table|b|strong|em|i|sup)\b/i.test(html)) return;
    event.preventDefault();
    const body = new URLSearchParams({ html, csrf_token: desk.elements.csrf_token.value });
    const answer = await fetch(desk.dataset.paste, { method: "POST", body }).catch(() => null);
    const text = answer && answer.ok ? await answer.text() : "";
    if (text) desk.elements.kind.value = "markdown";
    write(text || plain);
  });
  found.addEventListener("click", (event) => {
    const button = event.target.closest("[data-use]");
    if (button) { event.preventDefault(); use(button); }
  });

  // the promise under the caret opens; a promise that is opened comes into sight in the text
  field.addEventListener("click", () => {
    const at = field.selectionStart;
    const hit = marks.find(([from, to]) => from <= at && at <= to);
    const card = hit && document.getElementById(`w${hit[3]}`);
    if (card && !card.open) { card.open = true; card.scrollIntoView({ block: "nearest" }); }
  });
  document.addEventListener("promisecheck:key", (event) => {
    const { key } = event.detail;
    if (key !== "j" && key !== "k") return;
    const all = cards();
    const at = all.indexOf(current());
    const next = all[key === "j" ? Math.min(at + 1, all.length - 1) : Math.max(at - 1, 0)];
    if (!next) return;
    next.open = true;
    next.querySelector("summary").focus();
    event.preventDefault();
  });

  // a file that is dropped or chosen is read at once
  const drop = desk.querySelector(".drop");
  const file = document.getElementById("f-file");
  const button = drop.querySelector("button");
  file.addEventListener("change", () => { if (file.files.length) button.click(); });
  const holdsFile = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  for (const kind of ["dragenter", "dragover"]) {
    desk.addEventListener(kind, (event) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      drop.classList.add("here");
    });
  }
  desk.addEventListener("dragleave", (event) => { if (!desk.contains(event.relatedTarget)) drop.classList.remove("here"); });
  desk.addEventListener("drop", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault();
    drop.classList.remove("here");
    file.files = event.dataTransfer.files;
    button.click();
  });

  read();
})();
