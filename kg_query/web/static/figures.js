// What charts.js and graph.js share: figures are drawn when they come, also into a page that is changed later.
"use strict";
(() => {
  // An element with attributes and children; text stays text.
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  // Draws each figure of a selector that is not drawn yet, now and whenever the page changes.
  // `drawn` has what forgets a figure, by figure: `draw` puts it there.
  function each(selector, drawn, draw) {
    function all() {
      for (const [figure, forget] of drawn) {
        if (figure.isConnected) continue;
        forget();
        drawn.delete(figure);
      }
      for (const figure of document.querySelectorAll(`${selector}:not(.drawn)`)) {
        drawn.get(figure)?.(); // its data were changed beneath it
        draw(figure);
      }
    }
    all();
    new MutationObserver((changes) => {
      if (changes.some((one) => [...one.addedNodes, ...one.removedNodes].some((node) => node.nodeType === 1))) all();
    }).observe(document.body, { childList: true, subtree: true });
  }

  window.kgqFigures = { element, each };
})();
