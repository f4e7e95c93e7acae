// Draws each <figure class="graph"> from the JSON inside it, beside the list that says the same.
//
// <figure class="graph"><script type="application/json">{
//   "nodes": [{"id": "…", "label": "…",
//              "href": "…",       optional: where it leads to
//              "kind": "…",       regulation, provision, norm, ground, outcome, reading, graph, or any other word
//              "rank": 0}],       optional: its column; where the first node has one, the graph is drawn in columns
//   "edges": [{"source": "…", "target": "…", "label": "…",
//              "kind": "…",       optional: "against" for what contradicts, "perhaps" for what is open,
//                                     "between" for what has no direction
//              "weight": 2}],     optional: how thick, 1 to 8
//   "layout": "cose"              optional: concentric (the default), breadthfirst, circle, cose
// }</script><figcaption>…</figcaption></figure>
//
// Nothing of the data is ever read as HTML; no style element is written, so that style-src 'self' holds.
"use strict";
(() => {
  const { element, each } = window.kgqFigures;
  const ZH = document.documentElement.lang.startsWith("zh");
  // Kinds differ in shape as well as in colour.
  const KINDS = {
    regulation: ["round-rectangle", "#0b5394", "#fff"],
    provision: ["rectangle", "#e3edf7", "#0b5394"],
    norm: ["cut-rectangle", "#e3edf7", "#0b5394"],
    ground: ["ellipse", "#fff4de", "#7a4b00"],
    outcome: ["round-tag", "#e6f4ec", "#17643a"],
    reading: ["diamond", "#f1ebfa", "#53368a"],
    graph: ["barrel", "#3d4a5c", "#fff"],
    other: ["ellipse", "#eceff4", "#3d4a5c"],
  };
  const PLAIN = "#7d8794";
  const GAP = 26;
  // Chinese breaks between any two characters, other writing between words.
  const CJK = /[\u2e80-\u9fff]/;
  const drawn = new Map();
  // Cytoscape writes a style element unless something already has this id; site.css says what it would say.
  if (!document.getElementById("__________cytoscape_stylesheet")) {
    const mark = document.createElement("meta");
    mark.id = "__________cytoscape_stylesheet";
    document.head.append(mark);
  }

  const here = (href) => {
    if (typeof href !== "string") return false;
    return /^(?:[?#]|\/(?!\/))/.test(href) || /^https?:\/\//i.test(href);
  };

  // As high as its label needs, a Chinese character taking the room of two Latin ones.
  const high = (label, wide) => {
    const long = [...String(label)].reduce((sum, one) => sum + (one.codePointAt(0) > 0x2e80 ? 13 : 7.2), 0);
    return Math.max(44, Math.ceil((long * 1.15) / (wide - 38)) * 18 + 18);
  };

  function style(wide) {
    const label = { label: "data(label)", "font-size": 13, "text-wrap": "wrap", "text-max-width": wide - 38, "text-overflow-wrap": "whitespace" };
    return [
      { selector: "node", style: { ...label, "text-valign": "center", "text-halign": "center", width: wide, height: "data(high)", padding: 4, "border-width": 1.5 } },
      ...Object.entries(KINDS).map(([kind, [shape, back, front]]) => {
        return { selector: `node[kind = "${kind}"]`, style: { shape, "background-color": back, color: front, "border-color": front === "#fff" ? back : front } };
      }),
      { selector: "[?anywhere]", style: { "text-overflow-wrap": "anywhere" } },
      { selector: "edge", style: { ...label, "font-size": 11, color: "#1b232d", "text-background-color": "#fff", "text-background-opacity": 0.9, "text-background-padding": 2, "text-max-width": wide, width: 1.5, "line-color": PLAIN, "target-arrow-color": PLAIN, "target-arrow-shape": "triangle", "curve-style": "bezier" } },
      { selector: 'edge[kind = "against"]', style: { "line-color": "#a3231c", "target-arrow-color": "#a3231c", "line-style": "dashed", width: 2.5 } },
      { selector: 'edge[kind = "perhaps"]', style: { "line-style": "dotted" } },
      { selector: 'edge[kind = "between"]', style: { "target-arrow-shape": "none", "line-color": "#c4635c" } },
      { selector: "edge[weight]", style: { width: "data(weight)" } },
      { selector: ".faded", style: { opacity: 0.2 } },
      { selector: "node:selected", style: { "border-width": 4, "border-color": "#1a73c7" } },
    ];
  }

  // Columns by rank, each in the middle of the tallest.
  function columns(nodes, wide) {
    const ranks = new Map();
    for (const node of nodes) {
      const rank = node.rank || 0;
      ranks.set(rank, [...(ranks.get(rank) || []), node]);
    }
    const room = (some) => some.reduce((sum, node) => sum + high(node.label, wide) + GAP, 0);
    const most = Math.max(...[...ranks.values()].map(room));
    const places = {};
    for (const [rank, some] of ranks) {
      let top = (most - room(some)) / 2;
      for (const node of some) {
        const own = high(node.label, wide) + GAP;
        places[node.id] = { x: rank * wide * 1.5, y: top + own / 2 };
        top += own;
      }
    }
    return { name: "preset", positions: (node) => places[node.id()] };
  }

  function layout(data, wide) {
    if (typeof data.nodes[0].rank === "number") return columns(data.nodes, wide);
    if (data.layout !== "cose") {
      const name = ["breadthfirst", "circle"].includes(data.layout) ? data.layout : "concentric";
      return { name, directed: true, avoidOverlap: true, animate: false, spacingFactor: 1.1, minNodeSpacing: 30 };
    }
    // From a circle rather than from chance, so that the same data look the same each time.
    return { name: "cose", animate: false, randomize: false, nodeRepulsion: () => 4e5, nodeOverlap: 4e4, idealEdgeLength: () => wide * 0.5, componentSpacing: 20, gravity: 2 };
  }

  function draw(figure) {
    const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    if (!data.nodes.length) return;
    const caption = figure.querySelector("figcaption");
    const said = caption ? caption.textContent.trim() : "";
    const place = element("div", {
      class: "drawing", role: "img",
      "aria-label": `${said}${ZH ? "（图；旁边的列表说的是同样的内容）" : " (drawing; the list beside it says the same)"}`,
    });
    figure.insertBefore(place, caption);
    figure.classList.add("drawn");
    // Fingers scroll the page; only a mouse drags the drawing. The wheel always belongs to the page.
    const mouse = window.matchMedia("(pointer: fine)").matches;
    const wide = place.clientWidth < 560 ? 120 : 176;
    const known = new Set(data.nodes.map((node) => node.id));
    const kind = (node) => (Object.hasOwn(KINDS, node.kind || "") ? node.kind : "other");
    window.cytoscape.warnings(false);
    const cy = window.cytoscape({
      container: place,
      elements: {
        nodes: data.nodes.map((node) => ({ data: { id: node.id, label: String(node.label), href: node.href, kind: kind(node), high: high(node.label, wide), anywhere: CJK.test(node.label) } })),
        edges: data.edges
          .filter((edge) => known.has(edge.source) && known.has(edge.target))
          .map((edge) => ({ data: { source: edge.source, target: edge.target, label: edge.label || "", kind: edge.kind || "", ...(edge.weight > 0 ? { weight: edge.weight } : {}) } })),
      },
      style: style(wide),
      layout: { name: "circle", radius: 60 * data.nodes.length, animate: false },
      userZoomingEnabled: false, userPanningEnabled: mouse, autoungrabify: !mouse, boxSelectionEnabled: false,
      minZoom: 0.1, maxZoom: 3, pixelRatio: Math.max(2, window.devicePixelRatio),
    });
    cy.layout(layout(data, wide)).run();
    const { w, h } = cy.elements().boundingBox();
    const fit = () => {
      place.style.height = `${Math.round(Math.max(160, Math.min(620, (place.clientWidth * h) / w + 40)))}px`;
      cy.resize();
      cy.fit(undefined, 16);
      if (cy.zoom() > 1.2) { cy.zoom(1.2); cy.center(); }
    };
    const reading = element("p", { class: "reading", role: "status" });
    const told = (node) => {
      reading.replaceChildren();
      cy.elements().removeClass("faded");
      if (!node) return;
      cy.elements().not(node.closedNeighborhood()).addClass("faded");
      const label = String(node.data("label"));
      const href = node.data("href");
      reading.append(here(href) ? element("a", { href, rel: "noopener noreferrer nofollow" }, label) : label);
    };
    cy.on("tap", "node", (event) => told(event.target));
    cy.on("tap", (event) => { if (event.target === cy) told(null); });
    place.before(tools(cy, fit));
    place.after(reading);
    const watch = new ResizeObserver(fit);
    watch.observe(place);
    drawn.set(figure, () => { watch.disconnect(); cy.destroy(); });
    fit();
  }

  function tools(cy, fit) {
    const middle = () => ({ x: cy.width() / 2, y: cy.height() / 2 });
    const zoom = (by) => cy.zoom({ level: cy.zoom() * by, renderedPosition: middle() });
    const button = (text, label, act) => {
      const made = element("button", { type: "button", class: "outline small", "aria-label": label, title: label }, text);
      made.addEventListener("click", act);
      return made;
    };
    return element(
      "p", { class: "tools noprint" },
      button("+", ZH ? "放大" : "Zoom in", () => zoom(1.3)), " ",
      button("−", ZH ? "缩小" : "Zoom out", () => zoom(1 / 1.3)), " ",
      button(ZH ? "全图" : "Fit", ZH ? "全图：显示整张图" : "Fit the whole drawing", fit),
    );
  }

  each("figure.graph", drawn, draw);
})();
