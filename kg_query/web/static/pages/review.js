// File review: a judgement scores the file at once. Without this the button "Score again" does the same.
(() => {
  "use strict";
  const desk = document.getElementById("desk");
  if (!desk) return;
  let busy = false, again = false;

  // One request at a time: what changes meanwhile is sent once the answer is there.
  async function score() {
    if (busy) { again = true; return; }
    busy = true;
    const sent = new URLSearchParams(new FormData(desk));
    sent.set("do", "check");
    try {
      const answer = await fetch(desk.action, { method: "POST", body: sent });
      if (!answer.ok) return;
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of ["standing", "judging", "findings"]) {
        const now = document.getElementById(id), then = made.getElementById(id);
        if (now && then) now.replaceChildren(...document.importNode(then, true).childNodes);
      }
      for (const line of desk.querySelectorAll("fieldset.line")) {
        const then = made.getElementById(line.id);
        if (then) line.className = then.className;
      }
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault; // the network, or the page was left meanwhile
    } finally {
      busy = false;
      if (again) { again = false; score(); }
    }
  }

  desk.addEventListener("change", event => {
    if (event.target.closest("[data-live]")) score();
  });

  // What is typed and not sent is easily lost by leaving the page.
  let touched = false;
  desk.addEventListener("input", () => { touched = true; });
  desk.addEventListener("submit", () => { touched = false; });
  window.addEventListener("beforeunload", event => { if (touched) event.preventDefault(); });
})();
