// Who comes when? Lanes: all articles, then the actors; where a step has few articles, each dot is one.

const LANES = 12;

const trend = {
  always: true,

  count(view) {
    const { actors, articles } = view.data;
    const { steps, stepOf } = view.time;
    const mask = view.without("days", "actor");
    const sizes = sizesOf(mask, stepOf, steps.length);
    const found = articlesOf(actors, mask, actors.id.length);
    const by = articlesBy(actors, mask, actors.id.length, stepOf, steps.length);
    const most = [...found.keys()].filter((actor) => found[actor]).sort((one, other) => found[other] - found[one] || one - other).slice(0, LANES);
    const { actor: chosen } = view.filter;
    if (chosen !== null && found[chosen] && !most.includes(chosen)) most.splice(LANES - 1, 1, chosen);
    const dated = sum([...sizes]);
    const lanes = most.map((actor) => {
      const counts = steps.map((_, step) => by[actor * steps.length + step]);
      const all = sum(counts);
      const cells = counts.map((count, step) => {
        const rest = all - count;
        const rises = sizes[step] >= FEWEST_A_STEP && count >= 3 && count * (dated - sizes[step]) > rest * sizes[step];
        const g2 = rises ? logLikelihood(count, rest, sizes[step], dated - sizes[step]) : 0;
        return { step, articles: count, of: sizes[step], share: sizes[step] ? count / sizes[step] : 0, g2, p: rises ? chance(g2) : 1 };
      });
      return { actor, articles: all, cells };
    });
    const cells = lanes.flatMap((lane) => lane.cells);
    adjusted(cells.map((cell) => cell.p)).forEach((p, place) => {
      const cell = cells[place];
      cell.burst = p < 0.05 && cell.g2 > SURE && textsIn(view, articles, mask, stepOf, lanes[Math.floor(place / steps.length)].actor, cell.step) >= 3;
    });
    return { lanes, sizes, dated };
  },

  finding(view, { lanes, dated }) {
    if (!lanes.length || !dated) return say("none_fit");
    const bursts = lanes.flatMap((lane) => lane.cells.filter((cell) => cell.burst).map((cell) => ({ ...cell, actor: lane.actor, all: lane.articles })));
    const [burst] = bursts.sort((one, other) => other.g2 - one.g2);
    if (burst) return say("trend.burst", { actor: isolated(view.actorName(burst.actor)), step: nameOfStep(view, burst.step), some: burst.articles, n: burst.all });
    const [first] = lanes;
    const there = first.cells.filter((cell) => cell.articles).length;
    const collected = first.cells.filter((cell) => cell.of).length;
    if (collected < 3) return say("too_few_to_tell");
    return there >= 0.8 * collected ? say("trend.throughout", { actor: isolated(view.actorName(first.actor)), articles: say("count_of", { some: first.articles, n: dated }) }) : say("trend.none");
  },

  draw(view, box, { lanes, sizes }) {
    const narrow = box.clientWidth < 640;
    const shown = narrow ? lanes.slice(0, 8) : lanes;
    const [names, high, head] = [narrow ? 0 : 170, narrow ? 48 : 36, narrow ? 82 : 74];
    const pad = canvas(box, { height: head + shown.length * high + 6, label: say("trend") });
    const { steps } = view.time;
    const wide = (pad.width - names) / steps.length;
    const bars = steps.map((step, place) => ({ ...step, x: names + place * wide, wide }));
    const bottom = head + shown.length * high;
    for (const run of bars) if (!run.collected) pad.bar(run.x, 22, run.wide, bottom - 22, "gap").setAttribute("fill", `url(#${hatching(pad.root)})`);
    pad.text(0, narrow ? 12 : 44, say("trend.all"), { name: "label strong" });
    wholeLane(view, pad, bars, sizes);
    timeAxis(pad, view, bars, 72);
    const dots = sum([...sizes]) < FEWEST_A_STEP * bars.filter((each) => each.collected).length;
    shown.forEach((lane, place) => drawLane(view, pad, lane, bars, { top: head + place * high, high, narrow, dots }));
  },

  rows(view, { lanes }) {
    const columns = [{ name: "actor", kind: "name" }, { name: "period", kind: "day" }, ...["articles", "all"].map((name) => ({ name, kind: "number" })), { name: "share", kind: "share" }, { name: "g2", kind: "decimal" }, { name: "burst", kind: "number" }];
    const rows = lanes.flatMap((lane) => lane.cells.filter((cell) => cell.of).map((cell) => ({
      values: [view.actorName(lane.actor), view.time.steps[cell.step].from, cell.articles, cell.of, cell.share, cell.g2, Number(cell.burst)],
      open: (node) => open(view, lane.actor, cell.step, node),
    })));
    return { columns, rows };
  },

  note: (view, { sizes }) => say(sum([...sizes]) < FEWEST_A_STEP * view.time.steps.filter((each) => each.collected).length ? "trend.dots" : "trend.note"),
};

const nameOfStep = (view, step) => stepName(view.meta, view.time.grain, view.time.steps[step]);

// How many independent texts name an actor in a step.
function textsIn(view, articles, mask, stepOf, actor, step) {
  const rows = rowsOf(mask).filter((row) => stepOf[row] === step && has(view.data.actors, row, actor));
  return unique(rows.map((row) => (articles.text ? articles.text[row] : row))).length;
}

function wholeLane(view, pad, bars, sizes) {
  const y = linear([0, Math.max(...sizes, 1)], [56, 24]);
  bars.forEach((bar, step) => {
    if (!sizes[step]) return;
    pad.bar(bar.x, y(sizes[step]), Math.max(bar.wide - (bar.wide > 5 ? 2 : 0), 1), 56 - y(sizes[step]), within(view, bar) ? "bar" : "bar faded");
    const told = number(sizes[step]);
    if (widthOf(told, 12) + 2 < bar.wide) pad.text(bar.x + bar.wide / 2, y(sizes[step]) - 4, told, { anchor: "middle", name: "label muted" });
  });
  pad.line(bars[0]?.x || 0, 56.5, pad.width, 56.5, "axis");
}

const within = ({ filter }, step) => !filter.days || (step.to >= filter.days[0] && step.from <= filter.days[1]);

function drawLane(view, pad, lane, bars, { top, high, narrow, dots }) {
  const base = top + high - 2;
  const name = view.actorName(lane.actor);
  pad.glyph(view.data.actors.type[lane.actor], 7, narrow ? top + 10 : base - 8, 5);
  pad.text(20, narrow ? top + 14 : base - 4, fitted(name, narrow ? pad.width - 40 : 140, 13, 600), { name: "label strong" });
  pad.line(bars[0]?.x || 0, base + 0.5, pad.width, base + 0.5, "grid");
  const most = Math.max(...lane.cells.map((cell) => (cell.of >= FEWEST_A_STEP ? cell.share : 0)), 0.01);
  const y = linear([0, most], [base, top + (narrow ? 20 : 10)]);
  const highest = lane.cells.reduce((best, cell) => (cell.of >= FEWEST_A_STEP && cell.share > best.share ? cell : best), { share: 0 });
  lane.cells.forEach((cell, step) => {
    if (!cell.articles) return;
    const bar = bars[step];
    const draw = (group) => {
      group.bar(bar.x, top + (narrow ? 18 : 4), bar.wide, base - top - (narrow ? 18 : 4), "hit");
      if (dots || cell.of < FEWEST_A_STEP) pile(group, bar, cell.articles, base, narrow ? 26 : 30);
      else group.bar(bar.x, y(cell.share), Math.max(bar.wide - (bar.wide > 5 ? 2 : 0), 1), base - y(cell.share), cell.burst ? "bar hot" : within(view, bar) ? "bar soft" : "bar faded");
      if (!dots && (cell.burst || cell === highest) && widthOf(number(cell.articles), 12) < Math.max(bar.wide, 16)) group.text(bar.x + bar.wide / 2, y(cell.share) - 3, number(cell.articles), { anchor: "middle", name: "label muted over" });
    };
    const told = say("of", { n: cell.articles, all: cell.of, share: percent(cell.share) });
    pad.mark(draw, { tip: [`${isolated(name)}, ${nameOfStep(view, step)}: ${told}`, ...(cell.burst ? [say("trend.more")] : [])], open: (node) => open(view, lane.actor, step, node) });
  });
}

// A dot an article, upwards; what does not fit stands as a number.
function pile(pad, bar, count, base, high) {
  const r = Math.max(1.6, Math.min(3, bar.wide / 3, high / (2.2 * count)));
  const most = Math.floor(high / (2.2 * r));
  for (let place = 0; place < Math.min(count, most); place++) pad.circle(bar.x + bar.wide / 2, base - r - 1 - place * 2.2 * r, r, "dot");
}

function open(view, actor, step, node) {
  const mask = view.without("days", "actor").map((kept, row) => Number(kept && view.time.stepOf[row] === step));
  view.open({ title: `${isolated(view.actorName(actor))} · ${nameOfStep(view, step)}`, items: ofActors(view, [actor], mask) }, node);
}

figure("timeline-trend", trend);
