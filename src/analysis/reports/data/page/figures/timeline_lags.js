// Which past is invoked? Articles that tell of years outside the corpus's own time.

const past = {
  count(view) {
    const { past: told } = view.data;
    return told.label.map((label, place) => ({ label, place, future: Boolean(told.future[place]), articles: told.articles[place].filter((row) => view.mask[row]).length })).filter((bar) => bar.articles);
  },

  finding(view, bars) {
    const gone = bars.filter((bar) => !bar.future);
    const most = gone.reduce((best, bar) => (bar.articles > best.articles ? bar : best), { articles: 0 });
    if (most.articles < 2) return say(bars.length ? "too_few_to_tell" : "past.none");
    return say("past.most", { year: isolated(most.label), articles: say("count_of", { some: most.articles, n: view.count }) });
  },

  draw(view, box, bars) {
    if (!bars.length) return;
    const narrow = box.clientWidth < 640;
    if (narrow) { lying(view, box, bars); return; }
    const pad = canvas(box, { height: 190, label: say("past") });
    const wide = Math.min(pad.width / bars.length, 90);
    const y = linear([0, Math.max(...bars.map((bar) => bar.articles))], [156, 24]);
    bars.forEach((bar, place) => {
      const x = place * wide;
      pad.mark((group) => {
        group.bar(x, 20, wide - 2, 136, "hit");
        group.bar(x, y(bar.articles), wide - 2, 156 - y(bar.articles), bar.future ? "bar" : "bar grey");
        group.text(x + wide / 2, y(bar.articles) - 5, number(bar.articles), { anchor: "middle", name: "label muted" });
      }, { tip: [tip(bar)], open: (node) => open(view, bar, node) });
      const label = wide < widthOf(bar.label, 12) ? shortened(bar.label) : bar.label;
      if (wide > widthOf(label, 12) || place % 2 === 0) pad.text(x + wide / 2, 174, label, { anchor: "middle", name: "label muted", direction: "ltr" });
    });
    pad.line(0, 156.5, wide * bars.length, 156.5, "axis");
  },

  rows(view, bars) {
    const rows = bars.map((bar) => ({ values: [bar.label, bar.articles, Number(bar.future)], open: (node) => open(view, bar, node) }));
    return { columns: [{ name: "years", kind: "text" }, { name: "articles", kind: "number" }, { name: "future", kind: "number" }], rows };
  },

  note: () => say("past.note"),
};

// On a phone the years lie below each other.
function lying(view, box, bars) {
  const pad = canvas(box, { height: bars.length * 28 + 4, label: say("past") });
  const x = linear([0, Math.max(...bars.map((bar) => bar.articles))], [90, pad.width - 36]);
  bars.forEach((bar, place) => {
    const y = place * 28 + 14;
    pad.mark((group) => {
      group.bar(0, y - 14, pad.width, 28, "hit");
      group.text(0, y + 4, bar.label, { name: "label", direction: "ltr", anchor: RTL ? "end" : "start" });
      group.bar(90, y - 7, x(bar.articles) - 90, 14, bar.future ? "bar" : "bar grey");
      group.text(x(bar.articles) + 6, y + 4, number(bar.articles), { name: "label muted" });
    }, { tip: [tip(bar)], open: (node) => open(view, bar, node) });
  });
}

const tip = (bar) => `${isolated(bar.label)}: ${say("articles", { n: bar.articles })}`;
const shortened = (label) => label.replace(/^(\d{2})(\d{2})–\d{2}(\d{2})$/, "$1$2–$3");

function open(view, bar, node) {
  const { past: told } = view.data;
  view.open({ title: isolated(bar.label), items: ofThese(view, told.sentences[bar.place], told.articles[bar.place]) }, node);
}

figure("timeline-lags", past);
