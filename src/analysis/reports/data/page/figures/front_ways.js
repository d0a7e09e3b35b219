// Where next? Six actors, six themes, the six days most spoken of: bars, and the way to their pages.

const LONGEST = 6;

figure("front-ways", {
  bare: true,

  count(view) {
    const { data } = view;
    const best = (counts) => Array.from(counts, (count, row) => ({ row, articles: count })).filter((each) => each.articles).sort((one, other) => other.articles - one.articles || one.row - other.row);
    return {
      actors: data.actors ? best(articlesOf(data.actors, view.without("actor"), data.actors.id.length)) : [],
      topics: data.themes ? best(articlesOf(data.themes, view.without("theme"), data.meta.themes.length)) : [],
      timeline: daysTold(view),
    };
  },

  draw(view, box, counted) {
    const ways = html("div", { class: "ways" });
    box.append(ways);
    for (const [page, items] of Object.entries(counted)) {
      if (!items.length) continue;
      const link = document.querySelector(`header a[href^="${page}.html"]`);
      const title = say(`way.${page}`);
      const head = html("h3", {}, link ? html("a", { class: "way", href: link.getAttribute("href"), text: `${title} ${RTL ? "←" : "→"}` }) : title);
      const way = html("div", {}, head);
      ways.append(way);
      bars(view, way, page, items.slice(0, LONGEST), title);
    }
  },

  rows(view, counted) {
    const rows = Object.entries(counted).flatMap(([page, items]) => items.map((each) => ({ values: [name(view, page, each), say(`way.${page}`), each.articles], open: (node) => view.open(evidence(view, page, each), node) })));
    return { columns: [{ name: "name", kind: "name" }, { name: "kind", kind: "text" }, { name: "articles", kind: "number" }], rows };
  },
});

// The days that articles speak of, by distinct articles.
function daysTold(view) {
  const { events } = view.data;
  if (!events) return [];
  const days = new Map();
  events.earliest.forEach((day, row) => {
    if (events.grain[row] !== "day" || events.latest[row] !== day) return;
    if (!days.has(day)) days.set(day, { row: day, told: new Set(), sentences: [] });
    const each = days.get(day);
    events.articles[row].filter((article) => view.mask[article]).forEach((article) => each.told.add(article));
    each.sentences.push(...events.sentences[row]);
  });
  return [...days.values()].map((each) => ({ ...each, articles: each.told.size })).filter((each) => each.articles)
    .sort((one, other) => other.articles - one.articles || one.row - other.row);
}

function name(view, page, { row }) {
  if (page === "actors") return view.actorName(row);
  return page === "topics" ? view.themeName(row) : dayName(dateOf(view.meta.day0, row), view.meta.days > 300 ? { ...DAY, year: "numeric" } : DAY);
}

function evidence(view, page, each) {
  const title = name(view, page, each);
  if (page === "actors") return { title, items: ofActors(view, [each.row], view.without("actor")) };
  if (page === "topics") return { title, items: ofTheme(view, each.row, view.without("theme")) };
  return { title, items: ofThese(view, each.sentences, [...each.told]) };
}

function bars(view, box, page, items, title) {
  const pad = canvas(box, { height: items.length * 26, label: title });
  const most = Math.max(...items.map((each) => each.articles));
  const start = Math.min(pad.width * 0.5, 200);
  const x = linear([0, most], [0, pad.width - start - 44]);
  const chosen = { actors: view.filter.actor, topics: view.filter.theme, timeline: null }[page];
  items.forEach((each, place) => {
    const y = place * 26;
    pad.mark(() => {
      pad.bar(0, y, pad.width, 26, "hit");
      pad.text(0, y + 17, fitted(name(view, page, each), start - 12), { name: chosen === each.row ? "label strong" : "label" });
      pad.bar(start, y + 6, x(each.articles), 13, page === "timeline" ? "bar dark" : "bar");
      pad.text(start + x(each.articles) + 6, y + 17, number(each.articles), { name: "label muted" });
    }, { tip: [`${name(view, page, each)}: ${say("articles", { n: each.articles })}`], open: (node) => view.open(evidence(view, page, each), node) });
  });
}
