// What happened when, as the articles tell it? Rows, not a chart: the days most told, each story once.

const ROWS = 22;
const GRAINS = ["day", "week", "month", "quarter", "year"];

const events = {
  tab: "tab.events",
  always: true,

  count(view) {
    const { events: told, articles } = view.data;
    const mask = view.mask;
    const days = [];
    for (let event = 0; event < told.earliest.length; event++) {
      const rows = told.articles[event].filter((row) => mask[row]);
      if (rows.length) days.push({ event, rows, story: told.story[event], earliest: told.earliest[event], latest: told.latest[event], grain: told.grain[event] });
    }
    const order = (one, other) => other.rows.length - one.rows.length || GRAINS.indexOf(one.grain) - GRAINS.indexOf(other.grain) || told.sentences[other.event].length - told.sentences[one.event].length || one.earliest - other.earliest || one.event - other.event;
    const seen = new Map();
    const kept = [];
    for (const day of days.sort(order)) { // a story stands at its most told day, the others beside it
      const first = day.story >= 0 ? seen.get(day.story) : null;
      if (first) { first.also.push(day); continue; }
      const outlets = unique(day.rows.map((row) => articles.outlet[row]).filter((outlet) => outlet >= 0));
      const texts = unique(day.rows.map((row) => (articles.text ? articles.text[row] : row)));
      const entry = { ...day, also: [], outlets, texts: texts.length };
      if (day.story >= 0) seen.set(day.story, entry);
      kept.push(entry);
    }
    return kept;
  },

  finding(view, all) {
    const [first] = all;
    if (!first) return say("events.none");
    if (first.rows.length < 2) return say("events.single", { n: all.length });
    const told = { articles: say("articles", { n: first.rows.length }), outlets: say("outlets", { n: first.outlets.length }) };
    const headline = fitted(toldOf(view, first), 420, 16);
    return say(first.outlets.length > 1 ? "events.most" : "events.most_alone", { headline: quoted(headline), day: spanOf(view, first), ...told });
  },

  draw(view, box, all) {
    const shown = all.slice(0, ROWS).sort((one, other) => one.earliest - other.earliest || one.latest - other.latest || one.event - other.event);
    let before = "";
    const items = shown.map((event) => {
      const span = spanOf(view, event);
      const item = eventRow(view, event, span === before ? "" : span);
      before = span;
      return item;
    });
    box.append(html("ol", { class: "events" }, ...items));
  },

  rows(view, all) {
    const columns = [{ name: "headline", kind: "arabic" }, { name: "first", kind: "day" }, { name: "last", kind: "day" }, { name: "grain", kind: "text" }, { name: "articles", kind: "number" }, { name: "outlets", kind: "number" }];
    const rows = [...all].map((event) => ({
      values: [toldOf(view, event), event.earliest, event.latest, say(`span.${event.grain}`), event.rows.length, event.outlets.length],
      open: (node) => openEvent(view, event, node),
    }));
    return { columns: columns.map((column) => (column.kind === "day" ? { ...column, kind: "date" } : column)), rows };
  },

  note: (view, all) => (all.length > ROWS ? say("events.note", { shown: ROWS, n: all.length }) : ""),
};

// What is told of an event: the headline of its story, else its sentence; a sentence of a few words says less than its headline.
function toldOf(view, { event, story, rows }) {
  const { events: told, stories, articles } = view.data;
  if (story >= 0 && stories?.headline[story]) return stories.headline[story];
  const sentence = told.headline[event];
  return sentence.split(" ").length < 6 ? articles.title[rows[0]] || sentence : sentence;
}

// The day that an event is placed on, as its grain says it.
function spanOf(view, { earliest, latest, grain }) {
  const { day0, days } = view.meta;
  const [first, last] = [dateOf(day0, earliest), dateOf(day0, latest)];
  const year = first.getUTCFullYear() !== dateOf(day0, Math.max(days - 1, 0)).getUTCFullYear() || dateOf(day0, 0).getUTCFullYear() !== first.getUTCFullYear();
  const shape = year ? { ...DAY, year: "numeric" } : DAY;
  if (grain === "month") return dayName(first, { month: "long", year: "numeric" });
  return earliest === latest ? dayName(first, shape) : `${dayName(first, DAY)} – ${dayName(last, shape)}`;
}

function eventRow(view, event, span) {
  const soon = event.earliest >= view.meta.days;
  const under = [event.grain === "day" ? weekday(dateOf(view.meta.day0, event.earliest)) : say(`span.${event.grain}`), soon ? say("events.announced") : ""].filter(Boolean).join(say("comma"));
  const day = html("div", { class: "when" }, span ? html("strong", { text: span }) : null, span ? html("span", { class: "note", text: under }) : null);
  const what = html("button", { type: "button", class: "opens", dir: "auto", text: toldOf(view, event), onclick: (click) => openEvent(view, event, click.currentTarget) });
  const also = unique(event.also.filter((each) => each.grain === "day").sort((a, b) => a.earliest - b.earliest).map((each) => spanOf(view, each))).slice(0, 5);
  const actors = actorsOf(view, event).map((actor) => view.actorName(actor)).join(say("comma"));
  const told = [actors, also.length ? say("events.also", { days: also.join(say("comma")) }) : ""].filter(Boolean).join(" · ");
  const who = html("div", { class: "tellers" },
    event.outlets.length > 1 ? html("span", { class: "dots", "aria-hidden": "true", text: "●".repeat(Math.min(event.outlets.length, 12)) }) : null,
    html("bdi", { class: "note", text: event.outlets.length > 1 ? `${say("outlets", { n: event.outlets.length })} · ${say("articles", { n: event.rows.length })}` : event.outlets.length ? view.outletName(event.outlets[0]) : say("no_outlet") }));
  return html("li", { class: span ? null : "same" }, day, html("div", { class: "what" }, what, html("p", { class: "note", text: told })), who);
}

// The actors that most sentences of an event name.
function actorsOf(view, event) {
  const named = rowsBy(view.data, "mentions", "sentence");
  const counts = new Map();
  for (const sentence of view.data.events.sentences[event.event]) for (const row of named[sentence] || []) counts.set(view.data.mentions.actor[row], (counts.get(view.data.mentions.actor[row]) || 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1] || one[0] - other[0]).slice(0, 3).map(([actor]) => actor);
}

function openEvent(view, event, node) {
  const all = [event, ...event.also];
  const sentences = all.flatMap((each) => view.data.events.sentences[each.event]);
  const items = ofThese(view, sentences, all.flatMap((each) => each.rows), actorsOf(view, event));
  view.open({ title: `${isolated(fitted(toldOf(view, event), 360, 18))} · ${spanOf(view, event)}`, items }, node);
}

figure("timeline-events", events);
