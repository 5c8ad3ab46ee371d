// The desk reads without this file: it adds keys, the light on words, and
// completion of the query.
"use strict";

(() => {
  const q = document.getElementById("q");
  const items = () => [...document.querySelectorAll(".item")];
  let at = -1;

  // Keys.
  function go(n) {
    const all = items();
    if (all.length === 0) return;
    at = Math.min(Math.max(at + n, 0), all.length - 1);
    all.forEach((x) => x.classList.remove("here"));
    const here = all[at];
    here.classList.add("here");
    const link = here.querySelector("a.what") || here;
    link.focus({ preventScroll: true });
    here.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("focusin", (e) => {
    const item = e.target.closest && e.target.closest(".item");
    if (item) at = items().indexOf(item);
  });
  const follow = (selector) => {
    const a = document.querySelector(selector);
    if (a) a.click();
  };
  // What says which key it goes by: a button is pressed, a form opened.
  function press(key) {
    const x = [...document.querySelectorAll("[data-press]")].find((y) => y.dataset.press.split(" ").includes(key));
    if (!x) return false;
    const fix = x.closest("summary") && x.parentElement;
    if (fix) { fix.open = true; begin(fix); } else x.click();
    return true;
  }
  const begin = (fix) => {
    const first = fix.querySelector("input:not([type=hidden]), .buttons button");
    if (first) { first.focus(); if (first.select) first.select(); }
  };
  document.querySelectorAll(".fix").forEach((fix) => {
    fix.addEventListener("toggle", () => {
      if (!fix.open) return;
      document.querySelectorAll(".fix[open]").forEach((x) => { if (x !== fix) x.open = false; });
      if (!fix.contains(document.activeElement) || document.activeElement.matches("summary")) begin(fix);
    });
    fix.addEventListener("keydown", (e) => {
      if (e.key === "Escape") { fix.open = false; fix.querySelector("summary").focus(); }
    });
  });
  let waitsForG = 0;
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.matches("input, textarea, select")) return;
    if (Date.now() - waitsForG < 900) {
      waitsForG = 0;
      if (e.key === "t") location.href = "/";
      if (e.key === "p") location.href = "/pairs";
      if (e.key === "n") location.href = "/network";
      if (e.key === "r") location.href = "/review";
      if (e.key === "s") location.href = "/saved";
      if (e.key === "a") location.href = "/names";
      if (e.key === "h") location.href = "/sources";
      return;
    }
    if (press(e.key)) { e.preventDefault(); return; }
    switch (e.key) {
      case "j": go(1); break;
      case "k": go(-1); break;
      case "o": { const here = items()[at]; const a = here && here.querySelector("a.what"); if (a) a.click(); break; }
      case "u": if (history.length > 1) history.back(); else location.href = "/"; break;
      case "n": follow("a[rel=next]"); break;
      case "p": follow("a[rel=prev]"); break;
      case "g": waitsForG = Date.now(); break;
      case "/": q.focus(); q.select(); break;
      case "?": location.href = "/help"; break;
      default: return;
    }
    e.preventDefault();
  });

  // A field lights the words that carry it; words light their field.
  const marks = [...document.querySelectorAll("mark[data-f]")];
  function light(test) {
    const any = test && marks.some((m) => test(m.dataset.f.split(" ")));
    document.body.classList.toggle("dimmed", Boolean(any));
    marks.forEach((m) => m.classList.toggle("on", Boolean(any && test(m.dataset.f.split(" ")))));
  }
  document.querySelectorAll(".lit").forEach((x) => {
    const test = x.dataset.key
      ? (fs) => fs.some((f) => f.replace(/-\d+$/, "") === x.dataset.key)
      : (fs) => fs.some((f) => f.endsWith("-" + x.dataset.n) && !f.startsWith("clue"));
    for (const on of ["mouseenter", "focusin"]) x.addEventListener(on, () => light(test));
    for (const off of ["mouseleave", "focusout"]) x.addEventListener(off, () => light(null));
  });
  marks.forEach((m) => {
    const keys = m.dataset.f.split(" ");
    const fields = [...document.querySelectorAll(".lit")].filter((x) =>
      keys.some((f) => (x.dataset.key ? f.replace(/-\d+$/, "") === x.dataset.key : f.endsWith("-" + x.dataset.n))));
    m.addEventListener("mouseenter", () => fields.forEach((x) => x.classList.add("called")));
    m.addEventListener("mouseleave", () => fields.forEach((x) => x.classList.remove("called")));
  });

  // What goes on is asked for again.
  async function again(x) {
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) throw answer.status;
      const doc = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = doc.querySelector("[data-live]");
      if (!now) { location.reload(); return; }
      if (now.innerHTML !== x.innerHTML && !x.contains(document.activeElement)) x.replaceChildren(...now.childNodes);
    } catch { /* the next time */ }
    setTimeout(again, 1000 * x.dataset.live, x);
  }
  document.querySelectorAll("[data-live]").forEach((x) => setTimeout(again, 1000 * x.dataset.live, x));

  // A drawing wider than the window begins at its middle.
  document.querySelectorAll(".network .scroll").forEach((x) => { x.scrollLeft = (x.scrollWidth - x.clientWidth) / 2; });

  // A stretch of the chart is a period.
  document.querySelectorAll(".chart[data-brush]").forEach((chart) => {
    const svg = chart.querySelector("svg");
    const bars = [...svg.querySelectorAll("[data-at]")];
    const wide = svg.viewBox.baseVal.width;
    const box = document.createElement("div");
    box.className = "brush";
    let from = null;
    const x = (e) => { const r = svg.getBoundingClientRect(); return Math.min(Math.max((e.clientX - r.left) / r.width, 0), 1) * wide; };
    const ends = (e) => [Math.min(from, x(e)), Math.max(from, x(e))];
    const over = (e) => { const [a, b] = ends(e); return (b - a) / wide * svg.getBoundingClientRect().width > 6; };
    svg.addEventListener("dragstart", (e) => e.preventDefault());
    svg.addEventListener("pointerdown", (e) => { if (e.button === 0) from = x(e); });
    addEventListener("pointermove", (e) => {
      if (from === null) return;
      if (!over(e)) { box.remove(); return; }
      const [a, b] = ends(e);
      box.style.left = 100 * a / wide + "%";
      box.style.width = 100 * (b - a) / wide + "%";
      box.style.height = svg.getBoundingClientRect().height + "px";
      chart.append(box);
    });
    addEventListener("pointerup", (e) => {
      if (from === null) return;
      const far = over(e), [a, b] = ends(e);
      from = null;
      box.remove();
      if (!far) return;
      svg.addEventListener("click", (c) => c.preventDefault(), { once: true, capture: true });
      const within = bars.filter((y) => Number(y.dataset.x) + 1 > a && Number(y.dataset.x) < b);
      if (within.length) location.href = chart.dataset.brush + "&from=" + within[0].dataset.at + "&to=" + within[within.length - 1].dataset.at;
    });
  });

  // Completion of the query.
  const box = document.createElement("ul");
  box.id = "suggestions";
  box.setAttribute("role", "listbox");
  box.hidden = true;
  q.after(box);
  q.setAttribute("role", "combobox");
  q.setAttribute("aria-autocomplete", "list");
  q.setAttribute("aria-expanded", "false");
  q.setAttribute("aria-controls", "suggestions");
  let chosen = -1, asked = 0, texts = [];
  function close() { box.hidden = true; chosen = -1; q.setAttribute("aria-expanded", "false"); q.removeAttribute("aria-activedescendant"); }
  function choose(n) {
    const all = [...box.children];
    chosen = (n + all.length) % all.length;
    all.forEach((x, i) => x.setAttribute("aria-selected", String(i === chosen)));
    q.setAttribute("aria-activedescendant", all[chosen].id);
  }
  function take(n) { q.value = texts[n]; close(); if (!q.value.endsWith(" ")) suggest(); q.focus(); }
  async function suggest() {
    const mine = ++asked;
    let found = [];
    try {
      found = await (await fetch("/complete?q=" + encodeURIComponent(q.value))).json();
    } catch { /* what is typed can be asked for all the same */ }
    if (mine !== asked || document.activeElement !== q) return;
    texts = found.map((s) => s.text);
    box.replaceChildren(...found.map((s, i) => {
      const li = document.createElement("li");
      li.id = "suggestion-" + i;
      li.setAttribute("role", "option");
      li.setAttribute("aria-selected", "false");
      const shows = document.createElement("b");
      shows.textContent = s.shows;
      const about = document.createElement("span");
      about.textContent = s.about;
      li.append(shows, about);
      li.addEventListener("mousedown", (e) => { e.preventDefault(); take(i); });
      return li;
    }));
    chosen = -1;
    box.hidden = found.length === 0;
    q.setAttribute("aria-expanded", String(!box.hidden));
  }
  let soon;
  q.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(suggest, 120); });
  q.addEventListener("blur", close);
  q.addEventListener("keydown", (e) => {
    if (e.key === "Escape") { if (box.hidden) q.blur(); else close(); return; }
    if (box.hidden) { if (e.key === "ArrowDown") suggest(); return; }
    if (e.key === "ArrowDown") { choose(chosen + 1); e.preventDefault(); }
    if (e.key === "ArrowUp") { choose(chosen - 1); e.preventDefault(); }
    if ((e.key === "Enter" || e.key === "Tab") && chosen >= 0) { take(chosen); e.preventDefault(); }
  });
})();
