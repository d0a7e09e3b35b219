// Which words move, or belong to one outlet? Terms by what departs in them, not by how frequent they are.

const ROWS = 20;

const frequency = {
  // Ordered by (G2 over outlets + G2 over steps) x log articles; the test of outlets is that of a ranking.
  count(view) {
    const { terms, articles } = view.data;
    const [size, outlets, steps] = [terms.lemma.length, view.meta.outlets.length, view.time.steps.length];
    const [mask, all] = [view.mask, view.without("outlet")];
    const found = articlesOf(terms, mask, size);
    const by = articlesBy(terms, all, size, articles.outlet, outlets);
    const sizes = sizesOf(all, articles.outlet, outlets);
    const times = articlesBy(terms, mask, size, view.time.stepOf, steps);
    const lengths = sizesOf(mask, view.time.stepOf, steps);
    const items = ranking({ found, size: sum(mask), by, sizes });
    for (const row of items) {
      row.steps = [...lengths.keys()].map((step) => times[row.item * steps + step]);
      row.cells = cellsOf(row.steps, lengths, sum([...lengths]));
      const moves = spread(row.steps, lengths);
      const parts = spread(row.outlets.map((each) => each.articles), row.outlets.map((each) => each.of));
      row.score = (moves + parts) * Math.log(row.articles + 1);
    }
    const cells = items.flatMap((row) => row.cells);
    adjusted(cells.map((cell) => cell.p)).forEach((p, place) => { cells[place].burst = p < 0.05 && cells[place].g2 > SURE; });
    return { items: items.sort((one, other) => other.score - one.score || one.item - other.item), size: sum(mask), lengths };
  },

  finding(view, { items, size }) {
    if (size < FEWEST_A_STEP || !items.length) return say("too_few_to_tell");
    const apart = items.slice(0, ROWS).find(above);
    const burst = items.slice(0, ROWS).flatMap((row) => row.cells.filter((cell) => cell.burst).map((cell) => ({ row, ...cell }))).sort((one, other) => other.g2 - one.g2)[0];
    if (apart) {
      const { outlet, share } = above(apart);
      return say("terms.apart", { term: termOf(view, apart.item), outlet: isolated(view.outletName(outlet)), share: percent(share), rest: percent(elsewhere(apart)) });
    }
    if (burst) return say("terms.burst", { term: termOf(view, burst.row.item), step: nameOfStep(view, burst.step), some: burst.articles, n: burst.row.articles });
    return say("terms.none");
  },

  draw(view, box, { items, size, lengths }) {
    const narrow = box.clientWidth < 640;
    const rows = items.slice(0, narrow ? 14 : ROWS);
    const strips = !narrow && rows.some((row) => row.outlets.length > 1);
    const [high, head] = [28, 24];
    const pad = canvas(box, { height: head + rows.length * high + 4, label: say("terms") });
    const names = narrow ? pad.width * 0.46 : Math.min(220, pad.width * 0.2);
    const end = narrow ? pad.width - 40 : strips ? pad.width * 0.4 : pad.width * 0.8;
    pad.text(names, 12, say("terms.over"), { name: "label muted" });
    const strip = strips ? stripScale(pad, rows, head, high) : null;
    rows.forEach((row, place) => {
      const y = head + place * high + high / 2;
      pad.mark((group) => {
        group.bar(0, y - 13, end + 40, 26, "hit");
        term(view, group, row.item, y, names - 12);
        sparkline(group, row, lengths, { from: names, to: end, base: y + 9, high: 18 });
        group.text(end + 8, y + 4, number(row.articles), { name: "label muted" });
      }, { tip: tipOf(view, row, size, shown(view)), open: (node) => choose(view, row.item, node) });
      if (strip) drawStrip(view, pad, row, y, strip, shown(view));
    });
  },

  rows(view, { items }) {
    const table = rankingTable(view, items, "term", shown(view));
    table.columns.splice(1, 0, { name: "gloss", kind: "text" }, { name: "score", kind: "decimal" });
    table.rows.forEach((row, place) => row.values.splice(1, 0, view.data.terms.gloss[items[place].item] || "", items[place].score));
    return table;
  },

  note: () => say("terms.note"),
};

// G2 of counts against what the sizes of their groups let expect.
function spread(counts, sizes) {
  const [all, total] = [sum(counts), sum([...sizes])];
  return 2 * sum(counts.map((count, group) => (count ? count * Math.log((count * total) / (all * sizes[group])) : 0)));
}

function termOf(view, item) {
  const { lemma, gloss } = view.data.terms;
  return LANGUAGE === "en" && gloss[item] ? `“${gloss[item]}” (${isolated(lemma[item])})` : isolated(lemma[item]);
}

function term(view, pad, item, y, width) {
  const { lemma, gloss } = view.data.terms;
  const chosen = once(view.data, "chosen term", () => ({ item: null })).item === item;
  const text = pad.text(0, y + 4, "", { name: "label" });
  text.append(svg("tspan", { class: chosen ? "strong hot" : "strong" }, isolated(lemma[item])));
  const room = width - widthOf(lemma[item], 13, 600) - 8;
  if (LANGUAGE === "en" && gloss[item] && room > 20) text.append(svg("tspan", { class: "muted" }, ` ${fitted(gloss[item], room, 12)}`));
}

function sparkline(pad, row, lengths, { from, to, base, high }) {
  const wide = (to - from) / lengths.length;
  const shares = row.steps.map((count, step) => (lengths[step] ? count / lengths[step] : 0));
  const most = Math.max(...shares.filter((_, step) => lengths[step] >= FEWEST_A_STEP), 0.01);
  shares.forEach((share, step) => {
    if (!row.steps[step]) return;
    const tall = Math.max((Math.min(share, most) / most) * high, 1);
    pad.bar(from + step * wide, base - tall, Math.max(wide - (wide > 4 ? 1 : 0), 0.8), tall, row.cells[step].burst ? "bar hot" : "bar grey");
  });
}

// A click chooses the word that is read in context below.
function choose(view, item, node) {
  if (!view.data.sentences) { openTerm(view, item, view.mask, termOf(view, item), node); return; }
  once(view.data, "chosen term", () => ({ item: null })).item = item;
  view.set({});
  document.querySelector('[data-figure="topics-concordance"]')?.scrollIntoView({ block: "start" });
}

function openTerm(view, item, mask, title, node) {
  view.open({ title, items: ofTerm(view, item, mask) }, node);
}

const shown = (view) => ({
  label: say("terms"),
  name: (item) => view.data.terms.lemma[item],
  id: (item) => view.data.terms.lemma[item],
  open: (item, node) => openTerm(view, item, view.mask, termOf(view, item), node),
  openOutlet(item, outlet, node) {
    const mask = view.without("outlet").map((kept, row) => Number(kept && view.data.articles.outlet[row] === outlet));
    openTerm(view, item, mask, `${termOf(view, item)} · ${view.outletName(outlet)}`, node);
  },
});

figure("topics-frequency", frequency);
