// Who does what to whom? A row a pair: hostile acts left of zero, cooperative ones right; deeds dark, words light.

// What belongs to the ceremony of states, and tells neither conflict nor agreement: it comes after what does.
const COURTESIES = new Set(["meet", "talk", "receive", "visit", "travel", "speak", "praise"]);
const KINDS = { material_conflict: [-1, ""], verbal_conflict: [-1, " words"], verbal_cooperation: [1, " words"], material_cooperation: [1, ""] };

const relations = {
  count(view) {
    const { relations: acts } = view.data;
    const pairs = new Map();
    for (let row = 0; row < acts.article.length; row++) {
      if (!view.mask[acts.article[row]]) continue;
      let ends = [[acts.source[row], acts.source_side[row]], [acts.target[row], acts.target_side[row]]];
      if (!acts.directed[row] && ends[0][0] > ends[1][0]) ends = ends.reverse();
      const key = ends.join(" ");
      if (!pairs.has(key)) pairs.set(key, { source: ends[0][0], target: ends[1][0], sides: [ends[0][1], ends[1][1]], rows: [], told: {}, weighty: 0, claimed: 0, denied: 0, verbs: {}, articles: new Set(), stories: new Set() });
      const pair = pairs.get(key);
      pair.rows.push(row);
      pair.articles.add(acts.article[row]);
      pair.stories.add(storyOf(view.data, acts.article[row]));
      if (acts.status[row] === "told" && !COURTESIES.has(acts.verb[row])) pair.weighty++;
      if (acts.status[row] === "told") pair.told[acts.class[row]] = (pair.told[acts.class[row]] || 0) + 1;
      else if (acts.status[row] in pair) pair[acts.status[row]]++;
      const verb = `${acts.verb[row]} ${acts.directed[row]}`;
      pair.verbs[verb] = (pair.verbs[verb] || 0) + (acts.status[row] === "told" ? 1.001 : 1);
    }
    const side = (pair, way) => sum(Object.entries(KINDS).filter(([, [each]]) => each === way).map(([name]) => pair.told[name] || 0));
    const all = [...pairs.values()].map((pair) => ({ ...pair, hostile: side(pair, -1), cooperative: side(pair, 1), articles: pair.articles.size, stories: pair.stories.size }));
    return all.sort((one, other) => other.weighty - one.weighty || other.hostile + other.cooperative - one.hostile - one.cooperative || other.rows.length - one.rows.length || one.source - other.source || one.target - other.target);
  },

  // A hostility that is not answered comes before sums.
  finding(view, pairs) {
    if (!pairs.length) return say("relations.none");
    const back = (pair) => pairs.find((each) => each.source === pair.target && each.target === pair.source && official(each))?.hostile || 0;
    const [first] = pairs.filter((pair) => pair.hostile >= 3 && pair.stories >= 2 && directed(pair) && official(pair)).sort((one, other) => other.hostile - one.hostile);
    if (first) {
      const values = { source: isolated(view.actorName(first.source)), target: isolated(view.actorName(first.target)), n: first.hostile };
      return say("relations.hostile", { ...values, back: back(first) ? say("relations.back", { n: back(first) }) : say("relations.unanswered") });
    }
    const [hostile, cooperative] = ["hostile", "cooperative"].map((side) => sum(pairs.map((pair) => pair[side])));
    return say("relations.sums", { hostile, cooperative, n: pairs.length });
  },

  draw(view, box, pairs) {
    const rows = pairs.slice(0, box.clientWidth < 640 ? 12 : 20);
    const most = Math.max(...rows.map((pair) => Math.max(pair.hostile, pair.cooperative)), 1);
    if (rows.length) acts(view, box, rows, most);
  },

  rows(view, pairs) {
    const names = ["source", "target", "verb"].map((name) => ({ name, kind: "name" }));
    const numbers = [...Object.keys(KINDS), "claimed", "denied", "articles"].map((name) => ({ name, kind: "number" }));
    const rows = pairs.map((pair) => ({
      values: [endOf(view, pair, 0), endOf(view, pair, 1), verbOf(pair), ...Object.keys(KINDS).map((name) => pair.told[name] || 0), pair.claimed, pair.denied, pair.articles],
      open: (node) => open(view, pair, node),
      key: official(pair) ? keyOf(...[pair.source, pair.target].map((actor) => view.data.actors.id[actor]).sort()) : "",
    }));
    return { columns: [...names, ...numbers], rows };
  },

  note: () => say("relations.note"),
};

// Who does it, or to whom: an actor; of a state perhaps its people, or its opposition.
function endOf(view, { source, target, sides }, place) {
  const name = view.actorName([source, target][place]);
  return sides[place] ? say(`side.${sides[place]}`, { name }) : name;
}

const official = ({ sides }) => !sides[0] && !sides[1];

// The verb that most acts of a pair have.
const most = (pair) => Object.entries(pair.verbs).sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))[0][0].split(" ");
const directed = (pair) => most(pair)[1] === "1";
const verbOf = (pair) => say(`verb.${most(pair)[0]}`);

function acts(view, box, rows, highest) {
  const narrow = box.clientWidth < 640;
  const [high, head] = narrow ? [48, 22] : [30, 22];
  const pad = canvas(box, { height: head + rows.length * high + 4, label: say("relations") });
  const [left, right] = narrow ? [0, pad.width - 56] : [Math.min(pad.width * 0.4, 460), pad.width - 90];
  const x = linear([-highest, highest], [left + 8, right - 8]);
  pad.text(x(0) - 8, 12, say("relations.left"), { anchor: "end", name: "label muted" });
  pad.text(x(0) + 8, 12, say("relations.right"), { name: "label muted" });
  pad.text(pad.width, 12, narrow ? "? ⊘" : say("relations.key"), { anchor: "end", name: "label muted" });
  rows.forEach((pair, place) => {
    const top = head + place * high;
    const middle = narrow ? top + 34 : top + high / 2;
    pad.line(0, top + high, pad.width, top + high, "grid");
    pad.mark((group) => {
      group.bar(0, top + 1, pad.width, high - 2, "hit");
      tellPair(view, group, pair, narrow ? top + 17 : middle + 4, narrow ? pad.width - 8 : left - 8);
      bars(group, pair, x, middle);
      if (narrow) pad.line(x(0), middle - 9, x(0), middle + 9, "axis");
      const apart = [pair.claimed ? `? ${number(pair.claimed)}` : "", pair.denied ? `⊘ ${number(pair.denied)}` : ""].filter(Boolean).join("  ");
      if (apart) group.text(pad.width, middle + 4, apart, { anchor: "end", name: "label muted" });
    }, { tip: tips(view, pair), label: tips(view, pair).join(", "), open: (node) => open(view, pair, node) });
  });
  if (!narrow) pad.line(x(0), head, x(0), head + rows.length * high, "axis");
}

function bars(pad, pair, x, y) {
  for (const way of [-1, 1]) {
    let from = 0;
    for (const name of ["material", "verbal"].map((each) => `${each}_${way < 0 ? "conflict" : "cooperation"}`)) {
      const count = pair.told[name] || 0;
      if (!count) continue;
      const [start, end] = [x(way * from), x(way * (from + count))];
      pad.bar(Math.min(start, end), y - 7, Math.abs(end - start), 14, `bar ${way < 0 ? "hostile" : "cooperative"}${KINDS[name][1]}`);
      from += count;
    }
  }
}

// "A attacks B" in one text, names strong, as far as it fits.
function tellPair(view, pad, pair, y, width) {
  const [one, other] = [endOf(view, pair, 0), endOf(view, pair, 1)];
  const verb = say(directed(pair) ? "relations.does" : "relations.both", { verb: verbOf(pair) });
  const room = (width - widthOf(` ${verb} `, 13)) / 2;
  const spare = Math.max(room - widthOf(other, 13, 600), 0);
  const text = pad.text(0, y, "", { name: "label" });
  const name = (value, wide) => svg("tspan", { class: "strong" }, isolated(fitted(value, wide, 13, 600)));
  const first = fitted(one, room + spare, 13, 600);
  text.append(name(one, room + spare), svg("tspan", { class: "muted" }, ` ${verb} `), name(other, 2 * room - widthOf(first, 13, 600)));
}

function tips(view, pair) {
  const told = Object.keys(KINDS).filter((name) => pair.told[name]).map((name) => `${say(`class.${name}`)}: ${number(pair.told[name])}`);
  const apart = ["claimed", "denied"].filter((name) => pair[name]).map((name) => `${say(`status.${name}`)}: ${number(pair[name])}`);
  const verb = say(directed(pair) ? "relations.does" : "relations.both", { verb: verbOf(pair) });
  return [`${isolated(endOf(view, pair, 0))} ${verb} ${isolated(endOf(view, pair, 1))}`, ...told, ...apart];
}

function open(view, pair, node) {
  view.open({ title: tips(view, pair)[0], items: ofRows(view, "relations", pair.rows, [pair.source, pair.target]) }, node);
}

figure("actors-relations", relations);
