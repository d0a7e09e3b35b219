// Lanes: items over time, each on a line of its own; where a step has few articles, each dot is one.

// The items that most articles have, by step: {lanes: [{item, articles, cells}], sizes, dated}. A cell is {step, articles,
// of, share, g2, p, burst}: `burst` where more articles have the item than chance lets expect, in three texts or more; p
// is adjusted over all lanes and steps.
function laneCounts(view, table, size, mask, { most = 12, chosen = null } = {}) {
  const { steps, stepOf } = view.time;
  const sizes = sizesOf(mask, stepOf, steps.length);
  const found = articlesOf(table, mask, size);
  const by = articlesBy(table, mask, size, stepOf, steps.length);
  const kept = [...found.keys()].filter((item) => found[item]).sort((one, other) => found[other] - found[one] || one - other).slice(0, most);
  if (chosen !== null && found[chosen] && !kept.includes(chosen)) kept.splice(most - 1, 1, chosen);
  const dated = sum([...sizes]);
  const lanes = kept.map((item) => ({ item, articles: found[item], cells: cellsOf(steps.map((_, step) => by[item * steps.length + step]), sizes, dated) }));
  const cells = lanes.flatMap((lane) => lane.cells);
  adjusted(cells.map((cell) => cell.p)).forEach((p, place) => {
    const cell = cells[place];
    cell.burst = p < 0.05 && cell.g2 > SURE && textsIn(view, table, mask, lanes[Math.floor(place / steps.length)].item, cell.step) >= 3;
  });
  return { lanes, sizes, dated };
}

function cellsOf(counts, sizes, dated) {
  const all = sum(counts);
  return counts.map((count, step) => {
    const rest = all - count;
    const rises = sizes[step] >= FEWEST_A_STEP && count >= 3 && count * (dated - sizes[step]) > rest * sizes[step];
    const g2 = rises ? logLikelihood(count, rest, sizes[step], dated - sizes[step]) : 0;
    return { step, articles: count, of: sizes[step], share: sizes[step] ? count / sizes[step] : 0, g2, p: rises ? chance(g2) : 1 };
  });
}

// How many independent texts of a step have an item.
function textsIn(view, table, mask, item, step) {
  const rows = rowsOf(mask).filter((row) => view.time.stepOf[row] === step && has(table, row, item));
  return unique(rows.map((row) => view.data.articles.text[row])).length;
}

// The strongest burst of all lanes.
function strongest({ lanes }) {
  const bursts = lanes.flatMap((lane) => lane.cells.filter((cell) => cell.burst).map((cell) => ({ ...cell, item: lane.item, all: lane.articles })));
  return bursts.sort((one, other) => other.g2 - one.g2)[0] || null;
}

const nameOfStep = (view, step) => stepName(view.meta, view.time.grain, view.time.steps[step]);
const fewASteps = (view, sizes) => sum([...sizes]) < FEWEST_A_STEP * view.time.steps.filter((each) => each.collected).length;
const withinDays = ({ filter }, step) => !filter.days || (step.to >= filter.days[0] && step.from <= filter.days[1]);

// Draw lanes under one of all articles. `shown`: {label, name(item), type(item)?, open(item, step, node)}; `one` scale for all?
function drawLanes(view, box, { lanes, sizes }, shown, one = false) {
  const narrow = box.clientWidth < 640;
  const rows = narrow ? lanes.slice(0, 8) : lanes;
  const [names, high, head] = [narrow ? 0 : 220, narrow ? 48 : 36, narrow ? 84 : 82];
  const pad = canvas(box, { height: head + rows.length * high + 6, label: shown.label });
  const { steps } = view.time;
  const wide = (pad.width - names) / steps.length;
  const bars = steps.map((step, place) => ({ ...step, x: names + place * wide, wide }));
  const bottom = head + rows.length * high;
  for (const bar of bars) if (!bar.collected) pad.bar(bar.x, 22, bar.wide, bottom - 22, "gap").setAttribute("fill", `url(#${hatching(pad.root)})`);
  pad.text(0, narrow ? 12 : 44, say("lanes.all"), { name: "label strong" });
  wholeLane(view, pad, bars, sizes);
  timeAxis(pad, view, bars, 72);
  const highest = Math.max(...rows.flatMap((lane) => lane.cells.map((cell) => (cell.of >= FEWEST_A_STEP ? cell.share : 0))), 0.01);
  rows.forEach((lane, place) => drawLane(view, pad, lane, bars, shown, { top: head + place * high, high, narrow, dots: fewASteps(view, sizes), scale: one ? highest : null }));
}

function wholeLane(view, pad, bars, sizes) {
  const y = linear([0, Math.max(...sizes, 1)], [56, 24]);
  bars.forEach((bar, step) => {
    if (!sizes[step]) return;
    pad.bar(bar.x, y(sizes[step]), Math.max(bar.wide - (bar.wide > 5 ? 2 : 0), 1), 56 - y(sizes[step]), withinDays(view, bar) ? "bar" : "bar faded");
    const told = number(sizes[step]);
    if (widthOf(told, 12) + 2 < bar.wide) pad.text(bar.x + bar.wide / 2, y(sizes[step]) - 4, told, { anchor: "middle", name: "label muted" });
  });
  pad.line(bars[0]?.x || 0, 56.5, pad.width, 56.5, "axis");
}

function drawLane(view, pad, lane, bars, shown, { top, high, narrow, dots, scale }) {
  const base = top + high - 2;
  const name = shown.name(lane.item);
  const type = shown.type?.(lane.item);
  if (type) pad.glyph(type, 7, narrow ? top + 10 : base - 8, 5);
  pad.text(type ? 20 : 0, narrow ? top + 14 : base - 4, fitted(name, narrow ? pad.width - 40 : type ? 190 : 210, 13, 600), { name: "label strong" });
  pad.line(bars[0]?.x || 0, base + 0.5, pad.width, base + 0.5, "grid");
  const enough = lane.cells.filter((cell) => cell.of >= FEWEST_A_STEP);
  const highest = enough.reduce((best, cell) => (cell.share > best.share ? cell : best), { share: 0 });
  const y = linear([0, scale || Math.max(highest.share, 0.01)], [base, top + (narrow ? 20 : 10)]);
  lane.cells.forEach((cell, step) => {
    if (!cell.articles) return;
    const bar = bars[step];
    const draw = (group) => {
      group.bar(bar.x, top + (narrow ? 18 : 4), bar.wide, base - top - (narrow ? 18 : 4), "hit");
      if (dots || cell.of < FEWEST_A_STEP) pile(group, bar, cell.articles, base, narrow ? 26 : 30);
      else group.bar(bar.x, y(cell.share), Math.max(bar.wide - (bar.wide > 5 ? 2 : 0), 1), base - y(cell.share), cell.burst ? "bar hot" : withinDays(view, bar) ? "bar soft" : "bar faded");
      const told = scale ? percent(cell.share) : number(cell.articles);
      if (!dots && (cell.burst || cell === highest) && widthOf(told, 12) < Math.max(bar.wide, 16)) group.text(bar.x + bar.wide / 2, y(cell.share) - 3, told, { anchor: "middle", name: "label muted over" });
    };
    const told = say("of", { n: cell.articles, all: cell.of, share: percent(cell.share) });
    pad.mark(draw, { tip: [`${isolated(name)}, ${nameOfStep(view, step)}: ${told}`, ...(cell.burst ? [say("lanes.more")] : [])], open: (node) => shown.open(lane.item, step, node) });
  });
}

// A dot an article, upwards.
function pile(pad, bar, count, base, high) {
  const r = Math.max(1.6, Math.min(3, bar.wide / 3, high / (2.2 * count)));
  const most = Math.floor(high / (2.2 * r));
  for (let place = 0; place < Math.min(count, most); place++) pad.circle(bar.x + bar.wide / 2, base - r - 1 - place * 2.2 * r, r, "dot");
}

// The table of lanes: a row an item and a step.
function laneTable(view, { lanes }, name, shown) {
  const columns = [{ name, kind: "name" }, { name: "period", kind: "day" }, ...["articles", "all"].map((each) => ({ name: each, kind: "number" })), { name: "share", kind: "share" }, { name: "g2", kind: "decimal" }, { name: "burst", kind: "number" }];
  const rows = lanes.flatMap((lane) => lane.cells.filter((cell) => cell.of).map((cell) => ({
    values: [shown.name(lane.item), view.time.steps[cell.step].from, cell.articles, cell.of, cell.share, cell.g2, Number(cell.burst)],
    open: (node) => shown.open(lane.item, cell.step, node),
    key: keyOf(shown.id(lane.item), dateOf(view.meta.day0, view.time.steps[cell.step].from).toISOString().slice(0, 10)),
  })));
  return { columns, rows };
}

const laneNote = (view, { sizes }, note) => say(fewASteps(view, sizes) ? "lanes.dots" : note);
