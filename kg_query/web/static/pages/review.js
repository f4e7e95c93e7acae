// File review: what is typed and not sent is easily lost by leaving the page.
(() => {
  "use strict";
  const desk = document.getElementById("desk");
  if (!desk) return;
  let touched = false;
  desk.addEventListener("input", () => { touched = true; });
  desk.addEventListener("submit", () => { touched = false; });
  window.addEventListener("beforeunload", event => { if (touched) event.preventDefault(); });
})();
