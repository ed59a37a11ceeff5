// The review: answering without leaving the page, and its keys. Without script every answer is a form.
"use strict";
(() => {
  const decide = () => document.getElementById("decide");
  const cards = () => [...document.querySelectorAll("#decide details.promise")];
  const current = () => cards().find((one) => one.open);
  const say = (text) => {
    const place = document.getElementById("announce");
    if (place && text) place.textContent = text;
  };

  // the frame goes to the promise; by its own address, since a link that is clicked takes the focus into the frame
  const show = (card) => {
    const link = card && card.querySelector("[data-show]");
    const frame = document.querySelector('iframe[name="piece"]');
    if (link && frame) frame.contentWindow.location.replace(link.href);
  };
  const open = (card) => {
    if (!card) return false;
    card.open = true;
    card.querySelector("summary").focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    return true;
  };

  // the fields of "we can't" and "we can, if": shown at once where there is script
  const choose = (button) => {
    const card = button.closest("details.promise");
    for (const one of card.querySelectorAll(".answers button")) one.setAttribute("aria-pressed", String(one === button));
    for (const form of card.querySelectorAll("[data-form]")) form.hidden = form.dataset.form !== button.dataset.shows;
    const form = card.querySelector(`[data-form="${button.dataset.shows}"]`);
    const field = form && form.querySelector("input:not([type=hidden])");
    if (field) field.focus({ preventScroll: true });
    if (form) form.scrollIntoView({ block: "nearest" });
  };
  const talk = (card) => {
    const place = card.querySelector("[data-talk]");
    if (!place) return false;
    place.hidden = false;
    const field = place.querySelector(".say-it input[name=body]");
    if (field) field.focus();
    return true;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-shows]");
    if (button) { event.preventDefault(); choose(button); return; }
    const link = event.target.closest("[data-comment]");
    if (link && talk(link.closest("details.promise"))) event.preventDefault();
  });
  // a card that is opened shows its promise in the piece
  document.addEventListener("toggle", (event) => {
    if (event.target.matches && event.target.matches("#decide details.promise") && event.target.open) show(event.target);
  }, true);

  const act = {
    j: (card, all) => open(all[Math.min(all.indexOf(card) + 1, all.length - 1)]),
    k: (card, all) => open(all[Math.max(all.indexOf(card) - 1, 0)]),
    s: (card) => { show(card); return Boolean(card); },
    c: (card) => Boolean(card) && talk(card),
  };
  for (const key of ["a", "x", "i"]) {
    act[key] = (card) => {
      const button = card && card.querySelector(`[data-answer="${key}"]`);
      if (button) button.click();
      return Boolean(button);
    };
  }
  document.addEventListener("promisecheck:key", (event) => {
    const run = Object.hasOwn(act, event.detail.key) && act[event.detail.key];
    if (run && run(current(), cards())) event.preventDefault();
  });

  // an answer that is not this page: a session that has ended (load it, to come by the door), or a refusal (say it here)
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (!target || target.id !== "decide" || xhr.responseText.includes('id="decide"')) return;
    event.detail.shouldSwap = false;
    if (xhr.status < 400) { location.reload(); return; }
    const told = document.createElement("p");
    told.className = "told refused";
    told.textContent = new DOMParser().parseFromString(xhr.responseText, "text/html").body.textContent.trim();
    decide().querySelector(".pane-head").after(told);
    say(told.textContent);
  });

  // of the promises of one name the browser lets one be open, and closes the new pane's while the old one's still is
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, shouldSwap } = event.detail;
    if (shouldSwap && target && target.id === "decide") for (const one of cards()) one.removeAttribute("name");
  });

  // the pane is new after an answer: put the focus where the reader goes on, and say how far they are
  document.addEventListener("htmx:afterSettle", () => {
    const pane = decide();
    if (!pane || pane === seen) return;
    seen = pane;
    const refused = pane.querySelector(".told.refused");
    say(refused ? refused.textContent : pane.dataset.said);
    const card = current();
    if (!card) return;
    const field = refused && card.querySelector("[data-form]:not([hidden]) input:not([type=hidden])");
    const talking = card.querySelector("[data-talk]:not([hidden]) .say-it input[name=body]");
    // somebody quick is in a field of the new pane already: they stay there
    const typing = pane.contains(document.activeElement) && document.activeElement.matches("input, textarea");
    if (field || !typing) (field || talking || card.querySelector("summary")).focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    show(card);
  });
  let seen = decide();

  // the frame opens bare, with the first promise ringed; a fragment in its first address would scroll it too early
  const frame = document.querySelector('iframe[name="piece"]');
  if (frame) {
    frame.addEventListener("load", () => {
      const card = current();
      if (card && new URLSearchParams(location.search).has("open")) show(card);
    }, { once: true });
  }
})();
