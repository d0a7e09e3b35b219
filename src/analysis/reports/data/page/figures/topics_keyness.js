// What sets an outlet apart? Shares of articles that have a term, here and elsewhere; beside it the static figure, which
// sets the corpus against general Arabic.

const ROWS = 14;
const state = { outlet: null };

const keyness = {
  forms: [["outlets", "tab.outlets"], ["general", "tab.general"]],

  // Terms that surely more of an outlet's articles have, by the lower bound of the ratio of shares (Katz and others 1978).
  count(view) {
    const { terms, articles } = view.data;
    const mask = view.without("outlet");
    const [size, outlets] = [terms.lemma.length, view.meta.outlets.length];
    const sizes = sizesOf(mask, articles.outlet, outlets);
    const kept = [...sizes.keys()].filter((outlet) => sizes[outlet] >= FEWEST);
    const by = articlesBy(terms, mask, size, articles.outlet, outlets);
    const total = sum(kept.map((outlet) => sizes[outlet]));
    const tests = kept.length < 2 ? [] : kept.flatMap((outlet) => [...Array(size).keys()].map((item) => {
      const here = by[item * outlets + outlet];
      const there = sum(kept.map((each) => by[item * outlets + each])) - here;
      const [of, rest] = [sizes[outlet], total - sizes[outlet]];
      const ratio = (here + 0.5) / (of + 1) / ((there + 0.5) / (rest + 1));
      const error = Math.sqrt(Math.max(1 / (here + 0.5) - 1 / (of + 1) + 1 / (there + 0.5) - 1 / (rest + 1), 0));
      return { outlet, item, here, of, there, rest, share: here / of, other: there / rest, ratio, low: ratio * Math.exp(-Z * error), p: ratio > 1 && here >= 3 ? chance(association(here, of, here + there, total).g2) : 1 };
    }));
    adjusted(tests.map((test) => test.p)).forEach((p, place) => { tests[place].p = p; });
    const sure = tests.filter((test) => test.p < 0.05).sort((one, other) => other.low - one.low || one.item - other.item);
    const marked = (outlet) => sure.filter((test) => test.outlet === outlet).length;
    const [most] = [...kept].sort((one, other) => marked(other) - marked(one));
    const chosen = view.filter.outlet ?? state.outlet ?? most ?? null;
    return { kept, sure, chosen, shown: sure.filter((test) => test.outlet === chosen) };
  },

  finding(view, { kept, chosen, shown }) {
    if (kept.length < 2) return say("too_few");
    const outlet = isolated(view.outletName(chosen));
    if (!shown.length) return say("keyness.none", { outlet });
    const [first] = shown;
    const { lemma, gloss } = view.data.terms;
    const term = LANGUAGE === "en" && gloss[first.item] ? `“${gloss[first.item]}” (${isolated(lemma[first.item])})` : isolated(lemma[first.item]);
    return say("keyness.most", { outlet, term, share: percent(first.share), rest: percent(first.other, first.other < 0.1 ? 1 : 0) });
  },

  draw(view, box, { kept, chosen, shown }, form) {
    if (form === "general") return false;
    if (kept.length < 2) { box.append(html("p", { class: "empty", text: say("too_few") })); return true; }
    const menu = html("select", { "aria-label": say("column.outlet") }, ...kept.map((outlet) => html("option", { value: outlet, text: view.outletName(outlet), selected: outlet === chosen })));
    menu.addEventListener("change", () => { state.outlet = Number(menu.value); view.set(view.filter.outlet === null ? {} : { outlet: state.outlet }); });
    box.append(html("div", { class: "controls" }, menu, html("span", { text: say("keyness.key") })));
    if (shown.length) dumbbells(view, box, shown.slice(0, ROWS));
    return true;
  },

  rows(view, { sure }) {
    const columns = [{ name: "term", kind: "arabic" }, { name: "outlet", kind: "text" }, ...["articles", "of"].map((name) => ({ name, kind: "number" })), { name: "share", kind: "share" }, { name: "elsewhere", kind: "share" }, ...["ratio", "low"].map((name) => ({ name, kind: "decimal" }))];
    const rows = sure.map((test) => ({ values: [view.data.terms.lemma[test.item], view.outletName(test.outlet), test.here, test.of, test.share, test.other, test.ratio, test.low], open: (node) => open(view, test, node) }));
    return { columns, rows };
  },

  note: (view, { kept }) => (kept.length < 2 ? "" : say("keyness.note")),
};

function dumbbells(view, box, rows) {
  const narrow = box.clientWidth < 640;
  const pad = canvas(box, { height: 24 + rows.length * 28, label: say("keyness") });
  const names = narrow ? 110 : 220;
  const least = Math.min(...rows.map((row) => Math.max(row.other, 0.5 / row.rest)));
  const x = logarithmic([least, 1], [names + 8, pad.width - 56]);
  for (const share of [0.01, 0.03, 0.1, 0.3, 1]) {
    if (share < least) continue;
    pad.line(x(share), 18, x(share), pad.height, "grid");
    pad.text(x(share), 12, percent(share), { anchor: "middle", name: "label muted" });
  }
  rows.forEach((row, place) => {
    const y = 24 + place * 28 + 14;
    const [there, here] = [x(Math.max(row.other, 0.5 / row.rest)), x(row.share)];
    const { lemma, gloss } = view.data.terms;
    const tip = [`${isolated(lemma[row.item])} · ${view.outletName(row.outlet)}: ${say("of", { n: row.here, all: row.of, share: percent(row.share) })}`, `${say("keyness.elsewhere")}: ${say("of", { n: row.there, all: row.rest, share: percent(row.other, 1) })}`];
    pad.mark((group) => {
      group.bar(0, y - 13, pad.width, 26, "hit");
      const text = group.text(0, y + 4, "", { name: "label" });
      text.append(svg("tspan", { class: "strong" }, isolated(lemma[row.item])));
      if (LANGUAGE === "en" && gloss[row.item] && !narrow) text.append(svg("tspan", { class: "muted" }, ` ${fitted(gloss[row.item], names - widthOf(lemma[row.item], 13, 600) - 24, 12)}`));
      group.line(there, y, here, y, "axis");
      group.circle(there, y, 4.5, "ring others");
      group.circle(here, y, 5.5, "dot hot");
      group.text(here + 10, y + 4, `×${number(row.ratio, row.ratio < 10 ? 1 : 0)}`, { name: "label muted" });
    }, { tip, open: (node) => open(view, row, node) });
  });
}

function open(view, { item, outlet }, node) {
  const mask = view.without("outlet").map((kept, row) => Number(kept && view.data.articles.outlet[row] === outlet));
  view.open({ title: `${isolated(view.data.terms.lemma[item])} · ${view.outletName(outlet)}`, items: ofTerm(view, item, mask) }, node);
}

figure("topics-keyness", keyness);
