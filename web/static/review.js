// Keys of the review screen. The screen works without: answers are forms, the piece is a link's target.
"use strict";
(() => {
  const promises = () => [...document.querySelectorAll("details.promise")];
  const current = () => promises().find((one) => one.open);
  const open = (one) => {
    if (!one) return false;
    one.open = true;
    one.querySelector("summary").focus();
    one.scrollIntoView({ block: "nearest" });
    show(one);
    return true;
  };
  const show = (one) => {
    const link = one.querySelector("[data-show]");
    const frame = document.querySelector('iframe[name="piece"]');
    if (link && frame) frame.src = link.href;
  };
  document.addEventListener("promisecheck:key", (event) => {
    const { key } = event.detail;
    const all = promises();
    const at = all.indexOf(current());
    let done = false;
    if (key === "j") done = open(all[Math.min(at + 1, all.length - 1)]);
    else if (key === "k") done = open(all[Math.max(at - 1, 0)]);
    else if ("axi".includes(key) && at >= 0) {
      const button = all[at].querySelector(`[data-answer="${key}"]`);
      if (button) { button.click(); done = true; }
    } else if (key === "s" && at >= 0) { show(all[at]); done = true; }
    else if (key === "c" && at >= 0) {
      const talk = all[at].querySelector(".talk");
      if (talk) { talk.open = true; talk.querySelector("input[name=body]").focus(); done = true; }
    }
    if (done) event.preventDefault();
  });
  // the frame opens bare and follows the link once it has its size
  window.addEventListener("load", () => { const one = current(); if (one) setTimeout(() => show(one), 50); });
})();
