// With which words are they quoted? A row a speaker: his quotations by the word that brings them in.

const WORDS = { says: ["neutral", "outlet"], asserts: ["assert", "announce"], praises: ["praise"], asks: ["demand", "warn"], doubts: ["claim"], accuses: ["accuse", "deny"] };
const GROUP = Object.fromEntries(Object.entries(WORDS).flatMap(([group, all]) => all.map((each) => [each, group])));
const KINDS = Object.keys(WORDS);
const NOBODY = ["anonymous", "unknown"];

const stances = {
  // {speakers: [{key, rows, words: {says: 3, …}, n}], all: {…}}: those of most quotations first, unnamed ones left out.
  count(view) {
    const { voices } = view.data;
    const mask = view.without("actor");
    const [speakers, all] = [new Map(), {}];
    voices.stance.forEach((stance, row) => {
      if (!mask[voices.article[row]]) return;
      const group = GROUP[stance] || "says";
      all[group] = (all[group] || 0) + 1;
      const key = voices.speaker[row] >= 0 ? voices.speaker[row] : voices.name[row];
      if (NOBODY.includes(key)) return;
      if (!speakers.has(key)) speakers.set(key, { key, rows: [], words: {}, texts: new Set() });
      const each = speakers.get(key);
      each.rows.push(row);
      each.texts.add(textOf(view.data, voices.article[row]));
      each.words[group] = (each.words[group] || 0) + 1;
    });
    const found = [...speakers.values()].map((each) => ({ ...each, texts: each.texts.size, n: each.rows.length }));
    return { speakers: found.sort((one, other) => other.texts - one.texts || other.n - one.n || (one.rows[0] - other.rows[0])), all };
  },

  // A speaker whom one sort of word brings in more than all others together; tested over all that are drawn.
  finding(view, { speakers: known, all }) {
    const speakers = drawn(known);
    const total = sum(Object.values(all));
    if (!speakers.length || total < FEWEST_A_STEP) return say(total ? "too_few_to_tell" : "speakers.none");
    const tests = speakers.slice(0, 18).filter((each) => each.n >= 5).flatMap((each) => KINDS.filter((kind) => kind !== "says").map((kind) => {
      const count = each.words[kind] || 0;
      return { each, kind, count, rest: ((all[kind] || 0) - count) / Math.max(total - each.n, 1), p: chance(association(count, each.n, all[kind] || 0, total).g2) };
    }));
    adjusted(tests.map((test) => test.p)).forEach((p, place) => { tests[place].p = p; });
    const [first] = tests.filter((test) => test.p < 0.05 && test.count >= 3 && test.each.texts >= 3 && test.count / test.each.n > 1.5 * test.rest).sort((one, other) => one.p - other.p);
    if (first) return say("stances.apart", { speaker: isolated(nameOf_(view, first.each)), words: say(`stances.${first.kind}`), some: first.count, n: first.each.n, rest: percent(first.rest) });
    return say("stances.most", { share: percent((all.says || 0) / total), n: total });
  },

  draw(view, box, { speakers }) {
    const shown = drawn(speakers).slice(0, box.clientWidth < 640 ? 12 : 18);
    if (!shown.length) return;
    const used = KINDS.filter((kind) => shown.some((each) => each.words[kind]));
    box.append(html("ul", { class: "legend" }, ...used.map((kind) => html("li", {}, svg("svg", { width: 14, height: 14, "aria-hidden": "true" }, svg("rect", { x: 1, y: 1, width: 12, height: 12, class: `bar stance ${kind}` })), html("span", { text: say(`stances.${kind}`) })))));
    drawStances(view, box, shown, used);
  },

  rows(view, { speakers }) {
    const columns = [{ name: "speaker", kind: "name" }, { name: "quotations", kind: "number" }, ...KINDS.map((name) => ({ name: `stance.${name}`, kind: "number" }))];
    const rows = speakers.map((each) => ({ values: [nameOf_(view, each), each.n, ...KINDS.map((kind) => each.words[kind] || 0)], open: (node) => open(view, each, node) }));
    return { columns, rows };
  },

  note: () => say("stances.note"),
};

const drawn = (speakers) => speakers.filter((each) => isDrawn(each.key, each.texts));
const nameOf_ = (view, { key }) => (typeof key === "number" ? view.actorName(key) : key);

function drawStances(view, box, shown, used) {
  const narrow = box.clientWidth < 640;
  const high = narrow ? 46 : 28;
  const pad = canvas(box, { height: shown.length * high + 4, label: say("stances") });
  const names = narrow ? 0 : Math.min(260, pad.width * 0.26);
  const x = linear([0, Math.max(...shown.map((each) => each.n))], [names, pad.width - 44]);
  shown.forEach((each, place) => {
    const top = place * high;
    const y = narrow ? top + 24 : top + high / 2 - 8;
    const told = used.filter((kind) => each.words[kind]).map((kind) => `${say(`stances.${kind}`)}: ${number(each.words[kind])}`);
    pad.mark((group) => {
      group.bar(0, top + 1, pad.width, high - 2, "hit");
      group.text(0, narrow ? top + 16 : y + 12, fitted(nameOf_(view, each), (narrow ? pad.width : names) - 12, 13, 600), { name: "label strong" });
      let from = 0;
      for (const kind of used) {
        const count = each.words[kind] || 0;
        if (count) group.bar(x(from), y, Math.max(x(from + count) - x(from) - 1, 1), 16, `bar stance ${kind}`);
        from += count;
      }
      group.text(x(each.n) + 8, y + 12, number(each.n), { name: "label muted" });
    }, { tip: [nameOf_(view, each), ...told], open: (node) => open(view, each, node) });
  });
}

function open(view, each, node) {
  view.open({ title: nameOf_(view, each), items: ofRows(view, "voices", each.rows) }, node);
}

figure("actors-stances", stances);
