// Parts of a page that htmx fetches: what goes wrong is told at the top of the page, in view.
(() => {
  "use strict";
  const ZH = document.documentElement.lang.startsWith("zh");
  const GONE = ZH
    ? ["没有更新", "服务没有应答：网络可能已断开，或者等得太久。本页还是先前的内容；请稍后再试，或者用表单的按钮提交。"]
    : ["Not brought up to date", "The service did not answer: the network may be gone, or it took too long. The page is as it was before. Try again later, or send the form with its button."];

  function element(name, text, ...children) {
    const made = document.createElement(name);
    made.append(text, ...children);
    return made;
  }

  const forget = () => document.querySelector("#content > .fault")?.remove();

  // The words of the service where it has some, else ours.
  function tell({ text }) {
    const page = new DOMParser().parseFromString(text ?? "", "text/html");
    let said = page.querySelector('#content [role="alert"]');
    if (!said) {
      const words = ["h1", ".lead"].map((one) => page.querySelector(`#content ${one}`)?.textContent);
      said = element("section", element("h2", words[0] ?? GONE[0]), element("p", words[0] ? words[1] ?? "" : GONE[1]));
    }
    said.className = "alert fault";
    said.setAttribute("role", "alert");
    forget();
    document.getElementById("content").prepend(document.adoptNode(said));
  }

  // The address may hold a matter behind its #, which nobody but the reader is to see.
  document.addEventListener("htmx:config:request", (event) => {
    delete event.detail.ctx.request.headers["HX-Current-URL"];
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx) tell(event.detail.ctx);
  });
  // An answer that lacks the part, or refuses and does not say why within it, is not put in its place.
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    const part = tasks.find((one) => one.type === "main")?.fragment;
    if (part?.childElementCount && (ctx.response.status < 400 || part.querySelector('[role="alert"]'))) {
      forget();
    } else {
      event.preventDefault();
      tell(ctx);
    }
  });
})();
