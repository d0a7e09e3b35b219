// A ranking: names with bars of articles, and beside each a strip of outlets: who tells of it more than the others do.

// Items by articles, the most first: [{item, articles, share, low, high, outlets: [{outlet, articles, of, share, p, above}]}].
// `found` and `all` count the articles of each item under the filter and without the outlet of the filter; `by` those of
// `all` by outlet. An outlet of fewer than FEWEST articles has no share. p is
// adjusted over all outlets and items; an outlet stands out by five articles or more.
function ranking({ found, size, by, sizes }, top = Infinity) {
  const whole = sum([...sizes]);
  const outlets = [...sizes.keys()].filter((outlet) => sizes[outlet] >= FEWEST);
  const items = [...found.keys()].filter((item) => found[item]).sort((one, other) => found[other] - found[one] || one - other)
    .slice(0, top).map((item) => {
      const [low, high] = wilson(found[item], size);
      const all = sum(outlets.map((outlet) => by[item * sizes.length + outlet]));
      const shares = outlets.map((outlet) => {
        const articles = by[item * sizes.length + outlet];
        const [of, rest] = [sizes[outlet], sum(outlets.map((each) => sizes[each])) - sizes[outlet]];
        const z = rest ? zScore(articles, of, all - articles, rest) : 0;
        return { outlet, articles, of, share: articles / of, z, p: chance(z * z) };
      });
      return { item, articles: found[item], share: found[item] / size, low, high, whole, outlets: shares };
    });
  const tests = items.flatMap((item) => item.outlets);
  adjusted(tests.map((test) => test.p)).forEach((p, place) => { tests[place].p = p; });
  for (const { outlets: shares } of items) {
    const most = shares.reduce((best, each) => (each.p < 0.05 && each.articles >= FEWEST_A_STEP && each.z > (best?.z || 0) ? each : best), null);
    if (most) most.above = true;
  }
  return items;
}

// The outlet that tells of an item more than all others do, if one surely does.
const above = (item) => item.outlets.find((each) => each.above);

// The share of all other outlets together.
function elsewhere(item) {
  const others = item.outlets.filter((each) => each !== above(item));
  return sum(others.map((each) => each.articles)) / sum(others.map((each) => each.of));
}

// Draw the first items of a ranking. `shown`: {name(item), type(item)?, open(item, node), openOutlet(item, outlet, node)}.
function drawRanking(view, box, items, size, shown) {
  const narrow = box.clientWidth < 640;
  const rows = items.slice(0, narrow ? 12 : 18);
  const strips = !narrow && rows.some((row) => row.outlets.length > 1);
  const [high, head] = narrow ? [46, 4] : [28, 24];
  const pad = canvas(box, { height: head + rows.length * high + 4, label: shown.label });
  const names = narrow ? 0 : Math.min(250, pad.width * 0.22);
  const end = narrow ? pad.width - 44 : strips ? pad.width * 0.42 : pad.width - 60;
  const x = linear([0, Math.max(...rows.map((row) => row.high * size), 1)], [names, end]);
  if (!narrow) pad.text(names, 12, say("column.articles"), { name: "label muted" });
  const strip = strips ? stripScale(pad, rows, head, high) : null;
  rows.forEach((row, place) => {
    const middle = head + place * high + high / 2;
    if (narrow) narrowRow(view, pad, row, middle, x, size, shown);
    else wideRow(view, pad, row, middle, x, { names, size, shown });
    if (strip) drawStrip(view, pad, row, middle, strip, shown);
  });
}

function tipOf(view, row, size, shown) {
  const told = say("of", { n: row.articles, all: size, share: percent(row.share, row.share < 0.1 ? 1 : 0) });
  return [`${shown.name(row.item)}: ${told}`, say("interval", { low: percent(row.low, 1), high: percent(row.high, 1) })];
}

function wideRow(view, pad, row, y, x, { names, size, shown }) {
  const type = shown.type?.(row.item);
  const chosen = shown.chosen?.(row.item) ? " hot" : "";
  if (type) pad.glyph(type, 7, y, 5);
  const from = type ? 20 : 0;
  pad.mark((group) => {
    group.bar(0, y - 13, x(row.high * size) + 40, 26, "hit");
    group.text(from, y + 4, fitted(shown.name(row.item), names - from - 12, 13, 600), { name: "label strong" });
    group.bar(names, y - 7, x(row.articles) - names, 14, `bar soft${chosen}`);
    group.line(x(row.low * size), y, x(row.high * size), y, "whisker");
    group.text(x(row.high * size) + 6, y + 4, number(row.articles), { name: "label muted" });
  }, { tip: tipOf(view, row, size, shown), open: (node) => shown.open(row.item, node) });
}

function narrowRow(view, pad, row, y, x, size, shown) {
  const type = shown.type?.(row.item);
  if (type) pad.glyph(type, 7, y - 9, 5);
  const from = type ? 20 : 0;
  const most = above(row);
  pad.mark((group) => {
    group.bar(0, y - 22, pad.width, 44, "hit");
    group.text(from, y - 5, fitted(shown.name(row.item), pad.width * 0.55, 13, 600), { name: "label strong" });
    if (most) group.text(pad.width, y - 5, fitted(`${view.outletName(most.outlet)} ${percent(most.share)}`, pad.width * 0.38, 12), { anchor: "end", name: "label hot" });
    group.bar(0, y + 3, x(row.articles), 12, "bar soft");
    group.line(x(row.low * size), y + 9, x(row.high * size), y + 9, "whisker");
    group.text(x(row.high * size) + 6, y + 13, number(row.articles), { name: "label muted" });
  }, { tip: tipOf(view, row, size, shown), open: (node) => shown.open(row.item, node) });
}

function stripScale(pad, rows, head, high) {
  const most = Math.max(...rows.flatMap((row) => row.outlets.map((each) => each.share)), 0.01);
  const x = linear([0, most], [pad.width * 0.49, pad.width - 130]);
  const bottom = head + rows.length * high;
  for (const tick of ticks(most, 4)) {
    pad.line(x(tick), head, x(tick), bottom, "grid");
    pad.text(x(tick), 12, percent(tick, 1), { anchor: "middle", name: "label muted" });
  }
  return x;
}

function drawStrip(view, pad, row, y, x, shown) {
  if (!row.outlets.length) return;
  const most = above(row);
  const all = sum(row.outlets.map((each) => each.articles)) / sum(row.outlets.map((each) => each.of));
  const order = [...row.outlets].sort((one, other) => Boolean(one.above) - Boolean(other.above));
  for (const each of order) {
    const mine = view.filter.outlet === each.outlet;
    const node = pad.circle(x(each.share), y, each.above || mine ? 5.5 : 4.5, each.above ? "dot hot" : mine ? "dot" : "dot others");
    const told = say("of", { n: each.articles, all: each.of, share: percent(each.share) });
    pad.mark(node, { tip: [`${view.outletName(each.outlet)}, ${shown.name(row.item)}: ${told}`], open: (from) => shown.openOutlet(row.item, each.outlet, from) });
  }
  pad.line(x(all), y - 8, x(all), y + 8, "tick");
  if (most) pad.text(x(most.share) + 10, y + 4, fitted(view.outletName(most.outlet), pad.width - x(most.share) - 10, 12), { name: "label hot" });
}

// The table of a ranking: articles with their interval, and the share of each outlet.
function rankingTable(view, items, name, shown) {
  const outlets = items[0]?.outlets.map((each) => each.outlet) || [];
  const type = shown.type ? [{ name: "type", kind: "text" }] : [];
  const columns = [
    { name, kind: "name" }, ...type, { name: "articles", kind: "number" }, { name: "share", kind: "share" }, { name: "low", kind: "share" },
    { name: "high", kind: "share" }, ...outlets.map((outlet) => ({ name: `share ${view.outletName(outlet)}`, label: view.outletName(outlet), kind: "share" })),
  ];
  const rows = items.map((row) => ({
    values: [shown.name(row.item), ...(shown.type ? [typeName(shown.type(row.item))] : []), row.articles, row.share, row.low, row.high, ...row.outlets.map((each) => each.share)],
    open: (node) => shown.open(row.item, node),
    key: keyOf(shown.id(row.item)),
  }));
  return { columns, rows };
}

const typeName = (type) => (knows(`type.${type}`) ? say(`type.${type}`) : say("type.other"));
