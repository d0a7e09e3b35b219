// When were the undated stories written? From the latest past day that each tells, fading to the newest day.

const undated = {
  always: true,

  count(view) {
    const { day, after, title } = view.data.articles;
    const mask = view.without("days");
    return rowsOf(mask).filter((row) => day[row] < 0).map((row) => ({ row, title: title[row] || say("no_title"), after: after[row] }))
      .sort((one, other) => (one.after === null) - (other.after === null) || one.after - other.after || one.row - other.row);
  },

  finding: (view, stories) => (stories.length ? say("undated.some", { n: stories.length }) : say("undated.none")),

  draw(view, box, stories) {
    if (!stories.length) return;
    const shown = stories.slice(0, 20);
    const narrow = box.clientWidth < 640;
    const [names, high, head] = [narrow ? 0 : Math.min(420, box.clientWidth * 0.36), narrow ? 48 : 30, 24];
    const pad = canvas(box, { height: head + shown.length * high + 6, label: say("undated") });
    const known = shown.map((story) => story.after).filter((after) => after !== null);
    const [first, last] = [Math.min(...known, 0), Math.max(view.meta.days - 1, ...known, 1)];
    const x = linear([first, last], [names, pad.width - 8]);
    if (view.meta.day0) axis(view, pad, x, first, last, names);
    shown.forEach((story, place) => {
      const y = head + place * high + (narrow ? 34 : high / 2);
      pad.mark((group) => {
        group.bar(0, head + place * high, pad.width, high, "hit");
        const text = fitted(story.title, narrow ? pad.width - 4 : names - 16);
        group.text(narrow ? 0 : names - 12, narrow ? y - 16 : y + 4, text, { anchor: narrow ? "start" : "end" });
        if (story.after === null) group.text(names + 4, y + 4, say("undated.open"), { name: "label muted" });
        else fading(group, x(Math.max(story.after, first)), x(last), y);
      }, { tip: [story.title, story.after === null ? say("undated.open") : say("undated.after", { day: dated(view, story.after) })],
        open: (node) => view.open({ title: isolated(story.title), items: ofArticles(view, [story.row]) }, node) });
    });
  },

  rows(view, stories) {
    const rows = stories.map((story) => ({ values: [story.title, story.after], open: (node) => view.open({ title: isolated(story.title), items: ofArticles(view, [story.row]) }, node) }));
    return { columns: [{ name: "story", kind: "arabic" }, { name: "not_before", kind: "date" }], rows };
  },

  note: (view, stories) => (stories.length ? say("undated.note") : ""),
};

const dated = (view, day) => dayName(dateOf(view.meta.day0, day), { ...DAY, year: "numeric" });

function axis(view, pad, x, first, last, from) {
  const [start, end] = [first, last].map((day) => dateOf(view.meta.day0, day).getUTCFullYear());
  for (let year = start + 1; year <= end; year++) {
    const day = (Date.UTC(year, 0, 1) - Date.parse(view.meta.day0)) / 86400000;
    if (x(day) < from + 20 || x(day) > pad.width - 16) continue;
    pad.line(x(day), 18, x(day), pad.height - 6, "grid");
    pad.text(x(day), 12, String(year), { anchor: "middle", name: "label muted" });
  }
}

function fading(pad, from, to, y) {
  const pieces = 12;
  const wide = (to - from) / pieces;
  for (let piece = 0; piece < pieces; piece++) pad.bar(from + piece * wide, y - 6, wide + 0.5, 12, "bar").style.opacity = 1 - (piece + 0.5) / pieces;
  pad.bar(from - 2, y - 8, 2.5, 16, "bar");
}

figure("timeline-undated", undated);
