// What changed? Pairs of actors by the texts of which a sentence names both, before and after the middle of the articles.

const LEAST = 3; // texts of a pair that is compared

const changes = {
  // {cut (day), sizes: [before, after], pairs: [{one, other, before, after, ratio, low, high, p}]}: the surest first.
  count(view) {
    const { data } = view;
    const mask = view.without("actor");
    const days = rowsOf(mask).map((row) => data.articles.day[row]).filter((day) => day >= 0).sort((one, other) => one - other);
    const cut = days[Math.floor(days.length / 2)];
    if (days.length < 2 * FEWEST || cut === days[0]) return { cut: null, sizes: [0, 0], pairs: [] };
    const dated = mask.map((kept, row) => Number(kept && data.articles.day[row] >= 0));
    const side = (row) => Number(data.articles.day[row] >= cut);
    const sizes = [0, 1].map((which) => textsIn(data, rowsOf(dated).filter((row) => side(row) === which)).size);
    const tests = pairsOf(data, dated).filter(([, , count]) => count >= LEAST).map(([one, other]) => {
      const rows = together(data, dated, [one, other]);
      const [before, after] = [0, 1].map((which) => textsIn(data, rows.filter((row) => side(row) === which)).size);
      const [b, a] = [before || 0.5, after || 0.5];
      const ratio = Math.log2(a / sizes[1] / (b / sizes[0]));
      const error = Math.sqrt(1 / a + 1 / b) / Math.log(2);
      return { one, other, before, after, ratio, low: ratio - Z * error, high: ratio + Z * error, p: chance(logLikelihood(after, before, sizes[1], sizes[0])) };
    }).filter((each) => each.before + each.after >= LEAST);
    adjusted(tests.map((each) => each.p)).forEach((p, place) => { tests[place].p = p; });
    return { cut, sizes, pairs: tests.sort((one, other) => one.p - other.p || Math.abs(other.ratio) - Math.abs(one.ratio) || one.one - other.one || one.other - other.other) };
  },

  finding(view, { cut, pairs }) {
    if (cut === null || !pairs.length) return say("too_few_to_tell");
    const values = { day: dayOf(view.meta, cut), n: pairs.length };
    const [first] = pairs;
    if (first.p >= 0.05) return say("changes.none", values);
    return say(first.ratio > 0 ? "changes.more" : "changes.less", { ...values, one: isolated(view.actorName(first.one)), other: isolated(view.actorName(first.other)), before: first.before, after: first.after });
  },

  draw(view, box, { pairs }) {
    if (pairs.length) drawChanges(view, box, pairs.slice(0, box.clientWidth < 640 ? 10 : 16));
  },

  rows(view, { pairs }) {
    const columns = ["first", "second"].map((name) => ({ name, kind: "name" }));
    const numbers = [...["before", "after"].map((name) => ({ name, kind: "number" })), ...["log_ratio", "low", "high", "p"].map((name) => ({ name, kind: "decimal" }))];
    const rows = pairs.map((each) => ({ values: [view.actorName(each.one), view.actorName(each.other), each.before, each.after, each.ratio, each.low, each.high, each.p], open: (node) => open(view, each, node), key: keyOf(...[each.one, each.other].map((actor) => view.data.actors.id[actor]).sort()) }));
    return { columns: [...columns, ...numbers], rows };
  },

  note: (view, { cut, sizes }) => (cut === null ? "" : say("changes.note", { day: dayOf(view.meta, cut), before: sizes[0], after: sizes[1] })),
};

// The independent texts of articles: what ten papers print of one release is told once.
const textsIn = (data, rows) => new Set(rows.map((row) => textOf(data, row)));

function drawChanges(view, box, pairs) {
  const narrow = box.clientWidth < 640;
  const [high, head] = [narrow ? 46 : 28, 24];
  const pad = canvas(box, { height: head + pairs.length * high + 4, label: say("changes") });
  const names = narrow ? 8 : Math.min(340, pad.width * 0.36);
  const far = Math.min(Math.max(...pairs.map((each) => Math.max(-each.low, each.high)), 1), 6);
  const x = linear([-far, far], [names + 8, pad.width - 76]);
  const held = (value) => x(Math.max(Math.min(value, far), -far));
  pad.text(x(0) - 8, 12, say("changes.left"), { anchor: "end", name: "label muted" });
  pad.text(x(0) + 8, 12, say("changes.right"), { name: "label muted" });
  pairs.forEach((each, place) => {
    const top = head + place * high;
    const y = narrow ? top + 34 : top + high / 2;
    if (!place || narrow) pad.line(x(0), narrow ? top + 24 : head, x(0), narrow ? top + high : head + pairs.length * high, "axis");
    const told = `${isolated(view.actorName(each.one))} – ${isolated(view.actorName(each.other))}`;
    const counts = say("changes.counts", { before: each.before, after: each.after });
    pad.mark((group) => {
      group.bar(0, top + 1, pad.width, high - 2, "hit");
      group.text(0, narrow ? top + 16 : y + 4, fitted(told, (narrow ? pad.width : names) - 8, 13, 600), { name: "label strong" });
      group.line(held(each.low), y, held(each.high), y, "whisker");
      group.circle(held(each.ratio), y, 5, each.p < 0.05 ? "dot hot" : "dot others");
      group.text(pad.width, y + 4, counts, { anchor: "end", name: "label muted" });
    }, { tip: [told, counts, say(each.p < 0.05 ? "changes.sure" : "changes.unsure")], open: (node) => open(view, each, node) });
  });
}

function open(view, { one, other }, node) {
  view.open({ title: say("network.with", { one: view.actorName(one), other: view.actorName(other) }), items: ofActors(view, [one, other], view.without("actor")) }, node);
}

figure("actors-changes", changes);
