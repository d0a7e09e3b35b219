// Which stories ran, and where? Stories x outlets: filled where an outlet has a text of its own, a ring where all that
// it has are near-copies; area counts articles. On a phone the dots are packed and who is missing is named.

const MOST = 18; // rows shown; all are in the table
const COLUMNS = 14; // outlets shown

const stories = {
  cites: "overview-stories",

  count(view) {
    const { data } = view;
    const { story, outlet, day } = data.articles;
    const { steps, stepOf } = view.time;
    const outlets = data.meta.outlets.length;
    const found = new Map();
    for (const row of rowsOf(view.without("outlet", "copies"))) {
      if (story[row] < 0) continue;
      if (!found.has(story[row])) found.set(story[row], { story: story[row], articles: 0, copies: 0, outlets: 0, rows: [], cells: new Int32Array(outlets), own: new Int32Array(outlets), steps: new Int32Array(steps.length), first: Infinity });
      const each = found.get(story[row]);
      each.articles++;
      each.copies += isCopy(data, row);
      each.rows.push(row);
      if (day[row] >= 0) { each.steps[stepOf[row]]++; each.first = Math.min(each.first, day[row]); }
      if (outlet[row] < 0) continue;
      each.outlets += !each.cells[outlet[row]];
      each.cells[outlet[row]]++;
      each.own[outlet[row]] += !isCopy(data, row);
    }
    return [...found.values()].sort((one, other) => other.outlets - one.outlets || other.articles - one.articles || one.first - other.first || one.story - other.story);
  },

  finding(view, stories) {
    const shared = stories.filter((each) => each.outlets >= 2);
    if (!shared.length) return say("stories.none");
    if (view.filter.outlet !== null) {
      return say("stories.ran", { outlet: isolated(view.outletName(view.filter.outlet)), n: shared.filter((each) => each.cells[view.filter.outlet]).length });
    }
    const least = Math.max(shared[Math.min(shared.length, 12) - 1].outlets, 2);
    const wide = shared.filter((each) => each.outlets >= least);
    return say("stories.wide", { n: wide.length, outlets: say("outlets", { n: least }), headline: quoted(headline(view, shared[0])) });
  },

  draw(view, box, stories) {
    const shown = stories.filter((each) => each.outlets >= 2 && (view.filter.outlet === null || each.cells[view.filter.outlet])).slice(0, MOST);
    if (!shown.length) { box.append(html("p", { class: "empty", text: say("stories.none") })); return; }
    const outlets = columnsOf(view, stories.filter((each) => each.outlets >= 2));
    (box.clientWidth < 640 ? packed : matrix)(view, box, shown, outlets);
  },

  rows(view, stories) {
    const { outlets } = view.meta;
    const columns = [{ name: "headline", kind: "arabic" }, { name: "first", kind: "day" }, { name: "articles", kind: "number" }, { name: "copies", kind: "number" }, { name: "outlets", kind: "number" },
      ...outlets.map((each) => ({ name: each.id, label: nameIn(each), kind: "number" }))];
    const rows = stories.map((each) => ({ values: [headline(view, each), each.first === Infinity ? -1 : each.first, each.articles, each.copies, each.outlets, ...each.cells], open: (node) => view.open(told(view, each), node), key: storyOf(view, each) }));
    return { columns, rows };
  },

  note: () => say("stories.note"),
};

figure("front-stories", stories);
figure("overview-stories", stories);

// The id of a story is that of the first article that tells it.
function storyOf(view, { rows }) {
  const { id, day } = view.data.articles;
  const [first] = [...rows].sort((one, other) => (day[one] < 0) - (day[other] < 0) || day[one] - day[other] || one - other);
  return keyOf(id[first]);
}

function headline(view, each) {
  return view.data.stories.headline[each.story] || say("no_title");
}

function told(view, each, outlet = null) {
  const rows = each.rows.filter((row) => outlet === null || view.data.articles.outlet[row] === outlet);
  return { title: headline(view, each), items: ofArticles(view, rows) };
}

// The outlets of the columns: those of most articles in shared stories.
function columnsOf(view, stories) {
  const counts = view.meta.outlets.map((_, row) => sum(stories.map((each) => each.cells[row])));
  return counts.map((count, row) => [count, row]).filter(([count]) => count).sort((one, other) => other[0] - one[0]).slice(0, COLUMNS).map(([, row]) => row);
}

function matrix(view, box, shown, outlets) {
  const [row, top] = [34, 76];
  const pad = canvas(box, { height: top + shown.length * row, label: say("stories.label") });
  const cell = Math.min(56, (pad.width * (pad.width > 760 ? 0.52 : 0.44)) / outlets.length);
  const start = pad.width - 40 - outlets.length * cell;
  const spark = Math.min(64, start * 0.14);
  const most = Math.max(...shown.flatMap((each) => [...each.cells]));
  const radius = (count) => Math.max(3.2, Math.sqrt(count / most) * 9.5);
  outlets.forEach((outlet, place) => {
    const x = start + (place + 0.5) * cell;
    const name = pad.text(x - 4, top - 12, fitted(view.outletName(outlet), 108, 12), { name: `label ${view.filter.outlet === outlet ? "small strong" : "muted"}` });
    name.setAttribute("transform", `rotate(${RTL ? 30 : -30} ${pad.at(x - 4)} ${top - 12})`);
  });
  shown.forEach((each, place) => {
    const y = top + place * row + row / 2;
    const others = start - spark - 40;
    pad.mark(() => pad.text(0, y + 4, fitted(headline(view, each), others, 13, 600), { name: "label strong" }), { tip: [headline(view, each), counts(each)], area: 24, open: (node) => view.open(told(view, each), node) });
    pad.path(sparkPath(each.steps, start - spark - 12, y + 9, spark, 18), "spark");
    outlets.forEach((outlet, at) => {
      const x = start + (at + 0.5) * cell;
      const count = each.cells[outlet];
      if (!count) { pad.circle(x, y, 0.9, "dot others"); return; }
      const pale = view.filter.outlet !== null && view.filter.outlet !== outlet ? " others" : "";
      const own = each.own[outlet];
      const tip = [headline(view, each), `${view.outletName(outlet)}: ${say("articles", { n: count })}${own < count ? say("comma") + say("copies", { n: count - own }) : ""}`];
      pad.mark(pad.circle(x, y, radius(count), (own ? "dot" : "ring") + pale), { tip, open: (node) => view.open(told(view, each, outlet), node) });
    });
    pad.text(pad.width, y + 4, number(each.articles), { anchor: "end", name: "label muted" });
    pad.line(0, y + row / 2, pad.width, y + row / 2, "grid");
  });
}

function counts(each) {
  return [say("articles", { n: each.articles }), each.copies ? say("copies", { n: each.copies }) : "", say("outlets", { n: each.outlets })].filter(Boolean).join(say("comma"));
}

// Bars over time as one path.
function sparkPath(values, x, y, wide, high) {
  const most = Math.max(...values, 1);
  const step = wide / values.length;
  const points = [[x, y]];
  values.forEach((value, place) => {
    const top = y - (value / most) * high;
    points.push([x + place * step, top], [x + (place + 0.85) * step, top], [x + (place + 0.85) * step, y], [x + (place + 1) * step, y]);
  });
  return points;
}

function packed(view, box, shown, outlets) {
  const row = 58;
  const pad = canvas(box, { height: shown.length * row, label: say("stories.label") });
  const space = Math.min(18, (pad.width * 0.62) / outlets.length);
  shown.forEach((each, place) => {
    const y = place * row;
    pad.mark(() => {
      pad.bar(0, y, pad.width, row - 2, "hit");
      pad.text(0, y + 18, fitted(headline(view, each), pad.width - 4, 13, 600), { name: "label strong" });
      const present = outlets.filter((outlet) => each.cells[outlet]).sort((one, other) => Boolean(each.own[other]) - Boolean(each.own[one]));
      present.forEach((outlet, at) => {
        const pale = view.filter.outlet !== null && view.filter.outlet !== outlet ? " others" : "";
        pad.circle(7 + at * space, y + 38, space * 0.36, (each.own[outlet] ? "dot" : "ring") + pale);
      });
      const missing = outlets.filter((outlet) => !each.cells[outlet]).map(view.outletName);
      const from = 7 + present.length * space + 4;
      const without = say("stories.missing", { names: missing.join(say("comma")) });
      const fits = missing.length && widthOf(without, 12) < pad.width - from;
      pad.text(from, y + 42, fits ? without : say("outlets", { n: each.outlets }), { name: "label muted" });
    }, { tip: [headline(view, each), counts(each)], open: (node) => view.open(told(view, each), node) });
    pad.line(0, y + row - 1, pad.width, y + row - 1, "grid");
  });
}
