// The editor of the SPARQL page: YASQE in place of the text area, which stays what is sent.
//
// Nothing is kept by the browser, and nothing is asked of any other place: completion comes from words.json.
"use strict";
(() => {
  const form = document.getElementById("ask");
  const area = document.getElementById("query");
  const place = document.getElementById("editor");
  const running = document.getElementById("running");
  const ZH = document.documentElement.lang.startsWith("zh");
  const LONGEST = 6000; // of an address; longer queries are sent in the body
  let editor = null;

  // --- completion -------------------------------------------------------------------------------
  let known = null;
  const words = () => {
    known ??= fetch(place.dataset.words, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : { prefixes: {}, words: [] }))
      .catch(() => ({ prefixes: {}, words: [] }));
    return known;
  };
  const KEYWORDS = (
    "SELECT CONSTRUCT ASK DESCRIBE WHERE FROM NAMED PREFIX DISTINCT OPTIONAL UNION MINUS GRAPH FILTER EXISTS " +
    "NOT BIND VALUES AS GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET IN COUNT SUM AVG MIN MAX SAMPLE " +
    "GROUP_CONCAT LANG LANGMATCHES STR STRSTARTS STRENDS CONTAINS STRLEN REGEX BOUND COALESCE IF DATATYPE YEAR"
  ).split(" ");
  const KINDS = ZH
    ? { class: "类", property: "属性", thing: "概念", prefix: "前缀", keyword: "关键字", variable: "变量" }
    : { class: "class", property: "property", thing: "concept", prefix: "prefix", keyword: "keyword", variable: "variable" };

  const candidates = (found, word, text) => {
    const wanted = word.toLowerCase();
    const local = wanted.split(":").pop();
    const rows = [];
    const add = (name, kind, label, rank) => rows.push({ name, kind, label, rank });
    if (/^[?$]/.test(word)) {
      const seen = new Set(text.match(/[?$][\p{L}\p{N}_]+/gu) || []);
      for (const one of seen) if (one !== word && one.toLowerCase().startsWith(wanted)) add(one, "variable", "", 0);
      return rows;
    }
    for (const [name, kind, zh, en] of found.words) {
      const low = name.toLowerCase();
      const label = (ZH ? zh || en : en || zh) || "";
      let rank = -1;
      if (low.startsWith(wanted)) rank = 0;
      else if (!wanted.includes(":") && low.split(":").pop().startsWith(local)) rank = 1;
      else if (wanted && !wanted.includes(":") && (zh.includes(word) || en.toLowerCase().includes(wanted))) rank = 2;
      if (rank >= 0) add(name, kind, label, rank);
    }
    if (!word.includes(":")) {
      for (const one of Object.keys(found.prefixes)) if (one.startsWith(wanted)) add(one + ":", "prefix", found.prefixes[one], 1);
      for (const one of KEYWORDS) if (wanted && one.toLowerCase().startsWith(wanted)) add(one, "keyword", "", 0);
    }
    return rows.sort((a, b) => a.rank - b.rank).slice(0, 60);
  };

  // The word before the cursor: a name with or without its prefix, a variable, or words of a label.
  const before = (cm) => {
    const at = cm.getCursor();
    const line = cm.getLine(at.line).slice(0, at.ch);
    const found = line.match(/[?$]?[\p{L}\p{N}_:-]*$/u);
    return { word: found ? found[0] : "", line: at.line, from: at.ch - (found ? found[0].length : 0), to: at.ch };
  };

  const hint = (cm) =>
    words().then((found) => {
      const here = before(cm);
      const list = candidates(found, here.word, cm.getValue()).map((one) => ({
        text: one.name,
        displayText: one.name + "   " + [one.label, KINDS[one.kind]].filter(Boolean).join(" · "),
      }));
      return { list, from: { line: here.line, ch: here.from }, to: { line: here.line, ch: here.to } };
    });

  const complete = (cm) =>
    cm.showHint({ hint, completeSingle: false, closeCharacters: /[\s()[\]{};>,."']/, container: document.body });

  // --- the editor -------------------------------------------------------------------------------
  const send = () => form.requestSubmit();

  const start = () => {
    if (typeof Yasqe === "undefined" || !form || !area) return;
    // Tab indents, until Esc is pressed: then it leads out of the editor, as everywhere else.
    const tabs = {
      Tab: (cm) => {
        if (cm.somethingSelected()) cm.indentSelection("add");
        else cm.replaceSelection("  ", "end");
      },
      "Shift-Tab": (cm) => cm.indentSelection("subtract"),
    };
    const bind = (more) => editor.setOption("extraKeys", { ...editor.getOption("extraKeys"), ...more });
    const leave = () => bind({ Tab: false, "Shift-Tab": false });
    // Its own completers would keep lists in the browser and ask other sites; an empty list given as an option
    // is merged with theirs.
    Yasqe.defaults.autocompleters.length = 0;
    editor = new Yasqe(place, {
      value: area.value.replace(/^\n/, ""),
      persistenceId: null,
      createShareableLink: null,
      consumeShareLink: null,
      createShortLink: null,
      showQueryButton: false,
      resizeable: false,
      editorHeight: "",
      viewportMargin: 100,
      inputStyle: "textarea",
      extraKeys: {
        "Ctrl-Space": complete,
        "Ctrl-Enter": send,
        "Cmd-Enter": send,
        Esc: leave,
        ...tabs,
        "Ctrl-S": () => {}, F11: () => {}, "Ctrl-Alt-L": (cm) => cm.autoformat?.(),
      },
    });
    grounded();
    const field = editor.getInputField();
    field.setAttribute("aria-label", form.querySelector('label[for="query"]').textContent.trim());
    field.setAttribute("aria-describedby", "keys");
    field.setAttribute("aria-multiline", "true");
    if (area.getAttribute("aria-invalid")) field.setAttribute("aria-invalid", "true");
    form.querySelector('label[for="query"]').addEventListener("click", () => editor.focus());
    area.hidden = true;
    document.getElementById("keys").hidden = false;
    editor.on("keydown", (_, event) => { if (!["Escape", "Tab", "Shift"].includes(event.key)) bind(tabs); });
    editor.on("blur", () => bind(tabs));
    editor.on("inputRead", (cm, change) => {
      if (change.origin !== "+input" || cm.state.completionActive) return;
      const here = before(cm);
      if (/:[\p{L}\p{N}_-]*$/u.test(here.word) || (/^[?$]/.test(here.word) && here.word.length > 1)) complete(cm);
    });
    fault();
  };

  // The editor would write its tooltips as HTML with styles, and call prefixes unknown that the service knows.
  const check = () => {
    editor.queryValid = true;
    editor.clearGutter("gutterErrorBar");
    for (let line = 0; line < editor.lineCount(); line++) {
      const state = editor.getTokenAt({ line, ch: editor.getLine(line).length }, true).state;
      editor.setOption("queryType", state.queryType);
      if (state.OK !== false) continue;
      const expected = (state.possibleCurrent || []).slice(0, 12).join("  ");
      const unknown = /^Prefix '(.*)' is not defined$/.exec(state.errorMsg || "");
      const said = unknown
        ? (ZH ? `前缀 ${unknown[1]}: 没有声明` : `Prefix ${unknown[1]}: is not declared`)
        : (ZH ? "此行有误，这里可以是：" : "This line is wrong; here can stand: ") + expected;
      const mark = document.createElement("span");
      mark.className = "wrong";
      mark.textContent = "!";
      mark.title = said;
      mark.setAttribute("role", "img");
      mark.setAttribute("aria-label", said);
      editor.setGutterMarker(line, "gutterErrorBar", mark);
      editor.queryValid = false;
      return;
    }
  };
  const grounded = () => {
    const declared = JSON.parse(document.getElementById("prefixes").textContent);
    const mode = editor.getMode();
    const began = mode.startState;
    mode.startState = (...given) => {
      const state = began.apply(mode, given);
      Object.assign(state.prefixes, declared);
      return state;
    };
    editor.checkSyntax = check;
    editor.setValue(editor.getValue());
    editor.clearHistory();
    check();
  };

  // Where the fault is: the line is marked, and a button leads there.
  const fault = () => {
    const button = document.getElementById("goto");
    if (!button || !editor) return;
    const line = Number(button.dataset.line) - 1;
    if (line < editor.lineCount()) editor.addLineClass(line, "background", "faulty");
    button.hidden = false;
    button.addEventListener("click", () => {
      editor.focus();
      editor.setCursor({ line, ch: Number(button.dataset.column) - 1 });
    });
  };

  // --- sending ----------------------------------------------------------------------------------
  form?.addEventListener("submit", () => {
    if (editor) area.value = editor.getValue();
    form.method = encodeURIComponent(area.value).length > LONGEST ? "post" : "get";
    running.textContent = running.dataset.said;
  });
  addEventListener("pageshow", () => { if (running) running.textContent = ""; });

  for (const button of document.querySelectorAll("button.copy")) {
    if (!navigator.clipboard) break;
    button.hidden = false;
    const said = button.textContent;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(document.getElementById(button.dataset.of).textContent).then(() => {
        button.textContent = button.dataset.done;
        setTimeout(() => { button.textContent = said; }, 2000);
      }, () => {});
    });
  }
  start();
})();
