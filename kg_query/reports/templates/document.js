(() => {
  const all = (open) => { for (const d of document.querySelectorAll("main details")) d.open = open; };
  let before = [];
  addEventListener("beforeprint", () => {
    before = [...document.querySelectorAll("main details:not([open])")];
    all(true);
  });
  addEventListener("afterprint", () => { for (const d of before) d.open = false; });
  const unfold = (hash) => {
    const place = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    for (let d = place && place.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
  };
  addEventListener("hashchange", () => unfold(location.hash));
  unfold(location.hash);
  const bar = document.getElementById("folding");
  if (bar && document.querySelector("main details")) {
    bar.hidden = false;
    const [open, close] = bar.querySelectorAll("button");
    open.addEventListener("click", () => all(true));
    close.addEventListener("click", () => all(false));
  }
})();
