// Starts Swagger UI on /docs. The address of the description stands on the element itself, so that the page
// needs no script of its own (Content-Security-Policy: script-src 'self').
"use strict";
const place = document.getElementById("swagger-ui");
window.SwaggerUIBundle({
  url: place.dataset.description,
  domNode: place,
  deepLinking: false,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
});

// What Swagger UI leaves without a name for screen readers gets one, whenever it is drawn, and what scrolls can be reached by keyboard.
// Links inside the buttons of operations would be one control in another: deepLinking is off.
// Its own main stands within ours, and its headings leave out a level.
const say = place.dataset;
const LEVELS = [["h3.opblock-tag", 2], [".opblock h4", 3], [".opblock h5", 4], [".models > h4", 2]];
function name() {
  place.querySelectorAll("main:not([role])").forEach((one) => {
    one.setAttribute("role", "none");
    one.removeAttribute("tabindex");
  });
  place.querySelectorAll("[role='region']:not([aria-label])").forEach((one) => {
    const path = one.closest(".opblock")?.querySelector(".opblock-summary-path");
    if (path) one.setAttribute("aria-label", `${say.answer} ${path.dataset.path || path.innerText}`);
  });
  for (const [which, level] of LEVELS)
    place.querySelectorAll(`${which}:not([aria-level])`).forEach((one) => {
      one.setAttribute("role", "heading");
      one.setAttribute("aria-level", level);
    });
  place.querySelectorAll("pre:not([tabindex])").forEach((pre) => pre.setAttribute("tabindex", "0"));
  place.querySelectorAll("select:not([aria-label]), input:not([aria-label]), textarea:not([aria-label])").forEach((field) => {
    if (Array.from(field.labels || []).some((label) => !label.contains(field) && label.innerText.trim())) return;
    const row = field.closest("tr[data-param-name]");
    const near = row ? row.dataset.paramName : field.closest(".servers") ? say.servers : field.closest(".responses-wrapper") ? say.answer : say.body;
    field.setAttribute("aria-label", near);
  });
}
new MutationObserver(name).observe(place, { childList: true, subtree: true });
