// Who speaks, and through whom? Articles that quote a speaker; beside them the outlets, as with those who are named.

// Speakers are actors, or else names; those nobody names are counted apart.
function speakersOf(data) {
  return once(data, "speakers", () => {
    const { speaker, name } = data.voices;
    const places = new Map();
    const of = new Int32Array(speaker.length);
    for (let row = 0; row < speaker.length; row++) {
      const key = speaker[row] >= 0 ? speaker[row] : name[row];
      if (!places.has(key)) places.set(key, places.size);
      of[row] = places.get(key);
    }
    return { keys: [...places.keys()], of };
  });
}

const UNNAMED = ["anonymous", "unknown"];

const speakers = {
  count(view) {
    const { voices, articles } = view.data;
    const { keys, of } = speakersOf(view.data);
    const [mask, all] = [view.without("actor"), view.without("actor", "outlet")];
    const outlets = view.meta.outlets.length;
    const [found, by] = [new Int32Array(keys.length), new Int32Array(keys.length * outlets)];
    const words = new Int32Array(keys.length);
    const seen = new Set();
    let unnamed = 0;
    for (let row = 0; row < of.length; row++) {
      const [who, article] = [of[row], voices.article[row]];
      const outlet = articles.outlet[article];
      if (UNNAMED.includes(keys[who])) { if (mask[article]) unnamed += voices.words[row]; continue; }
      if (mask[article]) words[who] += voices.words[row];
      if (seen.has(who * mask.length + article)) continue;
      seen.add(who * mask.length + article);
      if (mask[article]) found[who]++;
      if (all[article] && outlet >= 0) by[who * outlets + outlet]++;
    }
    const items = ranking({ found, size: sum(mask), by, sizes: sizesOf(all, articles.outlet, outlets) });
    const texts = keys.map(() => new Set());
    of.forEach((who, row) => { if (mask[voices.article[row]]) texts[who].add(textOf(view.data, voices.article[row])); });
    const drawn = items.filter(({ item }) => isDrawn(keys[item], texts[item].size));
    return { items, drawn, size: sum(mask), words, unnamed, quoted: sum([...words]) + unnamed };
  },

  finding(view, { drawn: items, size, unnamed, quoted }) {
    if (!items.length || size < FEWEST_A_STEP) return say(quoted ? "too_few_to_tell" : "speakers.none");
    const [apart] = items.slice(0, 18).filter(above).sort((one, other) => above(one).p - above(other).p || above(other).z - above(one).z);
    if (apart) {
      const { outlet, share } = above(apart);
      return say("speakers.apart", { outlet: isolated(view.outletName(outlet)), speaker: isolated(nameOfSpeaker(view, apart.item)), share: percent(share), rest: percent(elsewhere(apart), 1) });
    }
    return say("speakers.unnamed", { share: percent(unnamed / quoted), speaker: isolated(nameOfSpeaker(view, items[0].item)), articles: say("count_of", { some: items[0].articles, n: size }) });
  },

  draw(view, box, { drawn, size }) {
    if (drawn.length) drawRanking(view, box, drawn.slice(0, 18), size, shown(view));
  },

  rows(view, { items, words, quoted }) {
    const table = rankingTable(view, items, "speaker", shown(view));
    table.columns.splice(2, 0, { name: "words", kind: "number" }, { name: "word_share", kind: "share" });
    table.rows.forEach((row, place) => row.values.splice(2, 0, words[items[place].item], words[items[place].item] / quoted));
    return table;
  },

  note: (view, { unnamed, quoted }) => (quoted ? say("speakers.note", { share: percent(unnamed / quoted) }) : ""),
};

function nameOfSpeaker(view, item) {
  const key = speakersOf(view.data).keys[item];
  return typeof key === "number" ? view.actorName(key) : key;
}

function idOfSpeaker(view, item) {
  const key = speakersOf(view.data).keys[item];
  return typeof key === "number" ? view.data.actors.id[key] : key;
}

// Who said it stands in the heading of the drawer; what was said is marked.
function open(view, item, mask, title, node) {
  const { voices } = view.data;
  const rows = [...speakersOf(view.data).of.keys()].filter((row) => speakersOf(view.data).of[row] === item && mask[voices.article[row]]);
  view.open({ title, items: ofRows(view, "voices", rows) }, node);
}

const shown = (view) => ({
  label: say("speakers"),
  name: (item) => nameOfSpeaker(view, item),
  id: (item) => idOfSpeaker(view, item),
  chosen: (item) => speakersOf(view.data).keys[item] === view.filter.actor,
  open: (item, node) => open(view, item, view.without("actor"), nameOfSpeaker(view, item), node),
  openOutlet(item, outlet, node) {
    const mask = view.without("actor", "outlet").map((kept, row) => Number(kept && view.data.articles.outlet[row] === outlet));
    open(view, item, mask, `${nameOfSpeaker(view, item)} · ${view.outletName(outlet)}`, node);
  },
});

figure("actors-speakers", speakers);
