// Draws each <figure class="chart"> from the JSON inside it, beside the table that says the same.
//
// <figure class="chart" data-chart="bar | stacked | line | heatmap">
//   <script type="application/json">{
//     "categories": ["…"],              along the axis; of a heatmap, its columns
//     "series": [{"name": "…",          of a heatmap, one row each
//                 "values": [1, null],  one for each category; null where there is none
//                 "tone": "good",       optional: good, mild, bad, quiet, plain or light
//                 "dashed": true}],     of a line: a limit or a target rather than a measurement
//     "unit": "…",                      after each value; "share" for shares of one, shown in per cent
//     "hrefs": ["…"],                   optional: where each category leads to
//     "direction": "across" | "up"      optional, of bars; by default what suits the labels
//   }</script><figcaption>…</figcaption></figure>
//
// Nothing of the data is ever read as HTML; no style element is written, so that style-src 'self' holds.
"use strict";
(() => {
  const { element, each } = window.kgqFigures;
  const ZH = document.documentElement.lang.startsWith("zh");
  // Each differs from its neighbours in lightness too, so that it is told apart in grey.
  const COLOURS = ["#0b5394", "#d98200", "#2a7d4f", "#a3231c", "#7d8794", "#6b4aa0", "#c2a000", "#3aa0c0"];
  const TONES = { good: "#2a7d4f", mild: "#d98200", bad: "#a3231c", quiet: "#8a94a2", plain: "#0b5394", light: "#3aa0c0" };
  const colour = (one, index) => (Object.hasOwn(TONES, one.tone || "") ? TONES[one.tone] : COLOURS[index % COLOURS.length]);
  const LINE = "#d5dae1";
  const TEXT = "#1b232d";
  const drawn = new Map();

  const shown = (value, unit) => {
    if (value === null || value === undefined) return "–";
    const number = unit === "share" ? value * 100 : value;
    const said = number.toLocaleString(ZH ? "zh-CN" : "en", { maximumFractionDigits: unit === "share" ? 1 : 2 });
    return unit === "share" || unit === "%" ? `${said}%` : said + (unit ? (ZH ? "" : " ") + unit : "");
  };
  // As wide as it looks: a Chinese character takes the room of two Latin ones.
  const width = (text) => [...String(text)].reduce((sum, one) => sum + (one.codePointAt(0) > 0x2e80 ? 2 : 1), 0);
  const cut = (text, most) => {
    let room = most;
    const some = [...String(text)];
    const end = some.findIndex((one) => (room -= width(one)) < 0);
    return end < 0 ? String(text) : `${some.slice(0, Math.max(end - 1, 1)).join("")}…`;
  };
  const here = (href) => typeof href === "string" && /^(?:[?#]|\/(?!\/))/.test(href);

  // --- bars and lines, by ECharts ----------------------------------------------------------------

  function options(kind, data, hidden, room) {
    const across = kind !== "line" && (data.direction ? data.direction === "across"
      : room < 520 || data.categories.length > 8 || data.categories.some((one) => width(one) > 14));
    const most = Math.max(8, Math.min(34, Math.floor(room / (across ? 22 : 8 * data.categories.length))));
    const several = data.series.length > 1;
    const sums = data.categories.map((_, at) => data.series.reduce((sum, one) => sum + (one.values[at] || 0), 0));
    const point = (room * 0.7) / (Math.max(...sums) || 1);
    // What a label of a bar says; within a stack, nothing where the part is narrower than its figure.
    const figure = ({ value }) => {
      const said = shown(value, data.unit);
      if (kind !== "stacked") return !value && several ? "" : said;
      return value && (!across || value * point > 8 * width(said)) ? said : "";
    };
    const names = {
      type: "category", data: data.categories, inverse: across,
      axisLine: { lineStyle: { color: LINE } }, axisTick: { show: false },
      axisLabel: { color: TEXT, interval: kind === "line" ? "auto" : 0, formatter: (text) => cut(text, most) },
    };
    const values = {
      type: "value", scale: kind === "line", splitLine: { lineStyle: { color: LINE } },
      axisLabel: { color: TEXT, hideOverlap: true, formatter: (value) => shown(value, data.unit) },
    };
    return {
      animation: false, color: COLOURS, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 4, right: across ? 56 : 16, top: 24, bottom: 4, containLabel: true },
      xAxis: across ? values : names,
      yAxis: across ? names : values,
      series: data.series.map((one, index) => ({
        type: kind === "line" ? "line" : "bar",
        name: one.name,
        data: hidden.has(index) ? [] : one.values,
        stack: kind === "stacked" ? "all" : undefined,
        symbolSize: one.dashed ? 0 : 6,
        lineStyle: { type: one.dashed ? "dashed" : "solid", width: 2 },
        itemStyle: { color: colour(one, index) },
        barMaxWidth: 26,
        cursor: data.hrefs ? "pointer" : "default",
        label: {
          show: kind !== "line", color: kind === "stacked" ? "#fff" : TEXT, textBorderWidth: kind === "stacked" ? 2 : 0,
          textBorderColor: "rgba(0, 0, 0, .55)", position: kind === "stacked" ? "inside" : across ? "right" : "top",
          formatter: figure,
        },
        labelLayout: { hideOverlap: true },
      })),
    };
  }

  function plot(figure, place, kind, data) {
    const hidden = new Set();
    const reading = element("p", { class: "reading" });
    const chart = window.echarts.init(place, null, { renderer: "canvas", devicePixelRatio: Math.max(2, window.devicePixelRatio) });
    const update = () => {
      const made = options(kind, data, hidden, place.clientWidth);
      if (made.yAxis.type === "category") {
        const each = kind === "stacked" ? 1 : data.series.length - hidden.size;
        place.style.height = `${Math.max(8, data.categories.length * (Math.max(1, each) * 1.15 + 0.6) + 3)}rem`;
      } else {
        place.style.height = "";
      }
      chart.resize();
      chart.setOption(made, true);
    };
    chart.on("mouseover", (one) => {
      reading.textContent = `${one.name} · ${one.seriesName}${ZH ? "：" : ": "}${shown(one.value, data.unit)}`;
    });
    chart.on("mouseout", () => { reading.textContent = ""; });
    chart.on("click", (one) => {
      const href = data.hrefs && data.hrefs[one.dataIndex];
      if (here(href)) window.location.assign(href);
    });
    if (data.series.length > 1) place.before(legend(data, hidden, update));
    place.after(reading);
    const watch = new ResizeObserver(() => { if (place.clientWidth !== chart.getWidth()) update(); });
    watch.observe(place);
    drawn.set(figure, () => { watch.disconnect(); chart.dispose(); });
    update();
  }

  function legend(data, hidden, update) {
    const list = element("ul", { class: "legend", "aria-label": ZH ? "图例：按下以隐藏或者显示" : "Legend: press to hide or show" });
    data.series.forEach((one, index) => {
      const swatch = element("span", { class: "swatch", "aria-hidden": "true" });
      swatch.style.backgroundColor = colour(one, index);
      const button = element("button", { type: "button", class: "plain", "aria-pressed": "true" }, swatch, String(one.name));
      button.addEventListener("click", () => {
        if (!hidden.delete(index)) hidden.add(index);
        button.setAttribute("aria-pressed", String(!hidden.has(index)));
        update();
      });
      list.append(element("li", {}, button));
    });
    return list;
  }

  // --- heatmaps, as SVG: the values stand in the cells, so that nothing hangs on the shade ------------

  function heat(figure, place, data) {
    const svg = (name, attributes, text) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      if (text !== undefined) made.textContent = text;
      return made;
    };
    const some = data.series.flatMap((row) => row.values).filter((value) => typeof value === "number");
    const most = Math.max(...some, 0) || 1;
    const left = Math.min(220, 12 + 7 * Math.max(...data.series.map((row) => width(row.name)), 4));
    const wide = Math.max(56, Math.min(120, (Math.max(320, place.clientWidth) - left) / data.categories.length));
    const all = left + wide * data.categories.length;
    const high = 34;
    const drawing = svg("svg", { viewBox: `0 0 ${all} ${high * (data.series.length + 1)}`, width: all, class: "heat" });
    data.categories.forEach((name, x) => {
      const label = svg("text", { x: left + wide * (x + 0.5), y: high - 10, "text-anchor": "middle" }, cut(name, wide / 7));
      label.append(svg("title", {}, name));
      drawing.append(label);
    });
    data.series.forEach((row, y) => {
      const top = high * (y + 1);
      const label = svg("text", { x: left - 8, y: top + 22, "text-anchor": "end" }, cut(row.name, (left - 12) / 7));
      label.append(svg("title", {}, row.name));
      drawing.append(label);
      row.values.forEach((value, x) => {
        const part = typeof value === "number" ? Math.max(0, value) / most : 0;
        const light = Math.round(97 - 62 * part);
        const cell = svg("g", {});
        cell.append(
          svg("title", {}, `${row.name} × ${data.categories[x]}${ZH ? "：" : ": "}${shown(value, data.unit)}`),
          svg("rect", { x: left + wide * x + 1, y: top + 1, width: wide - 2, height: high - 2, rx: 3,
            fill: value === null || value === undefined ? "#fff" : `hsl(209 75% ${light}%)` }),
          svg("text", { x: left + wide * (x + 0.5), y: top + 22, "text-anchor": "middle",
            fill: light < 60 ? "#fff" : TEXT }, shown(value, data.unit)),
        );
        drawing.append(cell);
      });
    });
    place.classList.add("scroll");
    place.style.height = "auto";
    place.append(drawing);
    drawn.set(figure, () => {});
  }

  // --- figures as they come ------------------------------------------------------------------------

  function draw(figure) {
    const data = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    if (!data.categories.length || !data.series.length) return;
    const caption = figure.querySelector("figcaption");
    const kind = figure.dataset.chart;
    const said = caption ? caption.textContent.trim() : "";
    const place = element("div", {
      class: "drawing", role: "img",
      "aria-label": `${said}${ZH ? "（图；数字见下表）" : " (chart; the table that follows has the figures)"}`,
    });
    figure.insertBefore(place, caption);
    figure.classList.add("drawn");
    if (kind === "heatmap") heat(figure, place, data);
    else plot(figure, place, kind, data);
  }

  each("figure.chart", drawn, draw);
})();
