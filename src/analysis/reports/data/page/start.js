// The page begins: tabs for all figures, then, once the columns are open, the live figures and the filter.

function lightOrDark() {
  const button = document.getElementById("theme");
  const root = document.documentElement;
  const kept = (value) => {
    try {
      if (value) localStorage.setItem("theme", value);
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };
  if (kept()) root.dataset.theme = kept();
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    kept(root.dataset.theme);
  });
}

// Links to the other pages of the set carry the filter.
function carry(hash) {
  for (const link of document.querySelectorAll('header a[href], main a.way')) {
    const page = link.getAttribute("href").split("#")[0];
    if (/^[\w-]+\.html$/.test(page)) link.setAttribute("href", hash ? `${page}#${hash}` : page);
  }
}

async function start() {
  lightOrDark();
  document.body.append(TIP);
  const element = document.getElementById("data");
  const live = Boolean(element) && "DecompressionStream" in window;
  for (const section of document.querySelectorAll("section.figure")) {
    const drawn = live && FIGURES[section.dataset.figure];
    if (drawn) section.querySelector(":scope > .question")?.removeAttribute("hidden");
    else enliven(section);
    dress(section, drawn);
  }
  document.documentElement.classList.add("scripted");
  if (!live) return null;
  const [data] = await Promise.all([opened(element), ...[...document.fonts].map((font) => font.load().catch(() => null))]);
  speak(data.meta);
  const bar = filterBar(document.getElementById("filter"), data, change);
  let view = null;

  function show() {
    view = viewOf(data, filterOf(data, location.hash), change);
    bar.show(view);
    carry(hashOf(data, view.filter));
    return redrawAll(view);
  }

  function change(filter) {
    const hash = hashOf(data, filter);
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    show();
  }

  addEventListener("hashchange", show);
  let width = document.documentElement.clientWidth;
  const again = () => {
    if (width === document.documentElement.clientWidth) return;
    width = document.documentElement.clientWidth;
    show();
  };
  let waiting = 0;
  addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(again, 120); });
  const print = (on) => () => { document.documentElement.classList.toggle("printing", on); for (const part of shown) redraw(part, view); };
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
  await show();
  relinked();
  return data;
}

// What is in sight is drawn at once, the others one by one after it; a further change comes first.
let round = 0;
async function redrawAll(view) {
  const own = ++round;
  const near = ({ section }) => {
    const { top, bottom } = section.getBoundingClientRect();
    return top < innerHeight * 1.3 && bottom > 0;
  };
  const sight = new Set(shown.filter(near));
  for (const part of sight) redraw(part, view);
  for (const part of shown) {
    if (sight.has(part)) continue;
    await new Promise((done) => { setTimeout(done); });
    if (own !== round) return;
    redraw(part, view);
  }
}

const begun = start();
begun.then(toRow);
addEventListener("hashchange", () => begun.then(toRow));
const counts = async (name, hash, what) => {
  const data = await begun;
  const view = viewOf(data, filterOf(data, hash), () => {});
  const drawing = FIGURES[name];
  return drawing[what](view, drawing.count ? drawing.count(view) : null);
};
window.report = {
  ready: begun.then(() => true),
  rows: async (name, hash = "") => { const { columns, rows } = await counts(name, hash, "rows"); return { columns: columns.map((each) => each.name), rows: rows.map((row) => row.values) }; },
  finding: (name, hash = "") => counts(name, hash, "finding"),
  keyPart,
  valuesOf,
  statistics: { wilson, association, logLikelihood, chance, adjusted },
};
