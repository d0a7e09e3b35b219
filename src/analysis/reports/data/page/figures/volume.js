// How much, and when? Bars of articles over time: all in pale, those of the filter in colour; drag chooses a period.
// The example of a figure: `count` counts (pure), the others show what was counted.

const volume = {
  always: true, // drawn where no article fits: its brush is the way out

  count(view) {
    const { steps, stepOf } = view.time;
    const all = sizesOf(masked(view.data, NO_FILTER), stepOf, steps.length);
    const some = sizesOf(view.without("days"), stepOf, steps.length); // time is what it draws: it does not filter on it
    return steps.map((step, place) => ({ ...step, place, all: all[place], articles: some[place] }));
  },

  finding(view, steps) {
    if (!steps.length) return say("volume.undated");
    const within = steps.filter((step) => chosen(view, step));
    const most = within.reduce((best, step) => (step.articles > best.articles ? step : best), within[0] || { articles: 0 });
    if (!most.articles) return say("none_fit");
    if (most.articles < 2) return say("too_few_to_tell");
    return say("volume.most", { day: named(view, most), articles: say("articles", { n: most.articles }) });
  },

  draw(view, box, steps) {
    if (!steps.length) return;
    const pad = canvas(box, { height: 178, label: say("volume") });
    const [top, bottom] = [26, 146];
    const highest = Math.max(...steps.map((step) => step.all), 1);
    const wide = pad.width / steps.length;
    const y = linear([0, highest], [bottom, top]);
    const bars = steps.map((step, place) => ({ ...step, x: place * wide, wide, label: named(view, step), tip: tip(view, step) }));
    for (const run of gaps(bars)) pad.gap(run.x, top, run.wide, bottom - top);
    for (const bar of bars) {
      if (!bar.collected) continue;
      const gap = wide > 5 ? 2 : 0;
      if (view.filtered) pad.bar(bar.x, y(bar.all), wide - gap, bottom - y(bar.all), "bar pale");
      pad.bar(bar.x, y(bar.articles), wide - gap, bottom - y(bar.articles), chosen(view, bar) ? "bar" : "bar faded");
      const told = number(bar.articles);
      if (bar.articles && widthOf(told, 12) + 4 < wide) pad.text(bar.x + (wide - gap) / 2, y(bar.articles) - 5, told, { anchor: "middle", name: "label muted" });
    }
    pad.line(0, bottom + 0.5, pad.width, bottom + 0.5, "axis");
    timeAxis(pad, view, bars, bottom + 18);
    brush(pad, { steps: bars, y: top, high: bottom - top, filter: view.filter, label: say("brush"),
      choose: (days) => view.set({ days }), click: (step, node) => view.open(evidence(view, step), node) });
  },

  rows(view, steps) {
    const columns = [{ name: "period", kind: "day" }, { name: "articles", kind: "number" }, { name: "all", kind: "number" }, { name: "collected", kind: "number" }];
    const rows = steps.map((step) => ({ values: [step.from, step.articles, step.all, Number(step.collected)], open: (node) => view.open(evidence(view, step), node) }));
    return { columns, rows };
  },

  note(view) {
    const undated = rowsOf(view.without("days")).filter((row) => view.data.articles.day[row] < 0).length;
    const told = [say("volume.hint"), view.filtered ? say("volume.pale") : "", undated ? say("volume.note", { n: undated }) : ""];
    return told.filter(Boolean).join(" ");
  },
};

const named = (view, step) => stepName(view.meta, view.time.grain, step);
const tip = (view, step) => [`${named(view, step)}: ${step.collected ? say("articles", { n: step.articles }) : say("not_collected")}`];
const chosen = ({ filter }, step) => !filter.days || (step.to >= filter.days[0] && step.from <= filter.days[1]);

function evidence(view, step) {
  const { day } = view.data.articles;
  const rows = rowsOf(view.without("days")).filter((row) => day[row] >= step.from && day[row] <= step.to);
  return { title: named(view, step), items: ofArticles(view, rows) };
}

// Neighbouring steps that were not collected, as one stretch.
function gaps(bars) {
  const runs = [];
  for (const bar of bars) {
    const last = runs[runs.length - 1];
    if (bar.collected) continue;
    if (last && Math.abs(last.x + last.wide - bar.x) < 0.01) last.wide += bar.wide;
    else runs.push({ x: bar.x, wide: bar.wide });
  }
  return runs;
}

figure("front-volume", volume);
figure("overview-volume", volume);
figure("timeline-volume", volume);
