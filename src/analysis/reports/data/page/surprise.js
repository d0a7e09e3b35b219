// What departs from what the margins expect: candidates of five kinds, each tested against all of its kind.
// A candidate is {kind, g2, p (adjusted), strength (orders those of a kind), evidence(view), ...what it says}.

const FALSE_DISCOVERIES = 0.05;
const TOGETHER = 6; // sentences of a tie
const FEWEST_TEXTS = 3; // texts that a finding rests on: fewer are no pattern
const KINDS = { outlet: outletThemes, day: actorDays, tie: actorTies, copies: copiedStories, relation: oneSided };

// Those that survive, the most surprising first: at most one a kind for the front page, all for its table.
function surprises(view) {
  return Object.keys(KINDS).flatMap((kind) => surprising(view, kind)).sort((one, other) => other.strength - one.strength);
}

// Those of one kind that survive.
function surprising(view, kind) {
  const { looked, found } = KINDS[kind](view);
  const chances = adjusted(found.map((each) => chance(each.g2)), looked);
  return found.map((each, place) => ({ ...each, kind, p: chances[place] }))
    .filter((each) => each.p < FALSE_DISCOVERIES && each.worth !== false && !copied(view.data, each.articles?.()))
    .sort((one, other) => other.strength - one.strength);
}

function leading(found) {
  return Object.keys(KINDS).map((kind) => found.find((each) => each.kind === kind)).filter(Boolean)
    .sort((one, other) => other.g2 - one.g2);
}

// More than half of it comes from one text that was copied, or from one story; or it rests on two texts alone.
function copied(data, articles) {
  if (!articles) return false;
  const most = (groupOf) => {
    const sizes = new Map();
    for (const row of new Set(articles)) sizes.set(groupOf(row), (sizes.get(groupOf(row)) || 0) + 1);
    return Math.max(...sizes.values(), 0);
  };
  const half = Math.max(new Set(articles).size / 2, 1);
  if (new Set(articles.map((row) => textOf(data, row))).size < FEWEST_TEXTS) return true;
  return most((row) => textOf(data, row)) > half || most((row) => (data.articles.story[row] >= 0 ? data.articles.story[row] : `a${row}`)) > half;
}

// An outlet that takes up a theme more than the others do, by articles.
function outletThemes(view) {
  const { data, filter } = view;
  const { outlets, themes } = data.meta;
  const mask = view.without("outlet", "theme");
  const sizes = sizesOf(mask, data.articles.outlet, outlets.length);
  const large = sizes.filter((size) => size >= FEWEST).length;
  if (large < 2) return { found: [] };
  const counts = articlesBy(data.themes, mask, themes.length, data.articles.outlet, outlets.length);
  const all = sum(sizes);
  const found = [];
  themes.forEach((_, theme) => {
    if (filter.theme !== null && filter.theme !== theme) return;
    const own = counts.subarray(theme * outlets.length, (theme + 1) * outlets.length);
    const total = sum(own);
    sizes.forEach((size, outlet) => {
      if (size < FEWEST || total < 5 || size === all || (filter.outlet !== null && filter.outlet !== outlet)) return;
      const [share, others] = [own[outlet] / size, (total - own[outlet]) / (all - size)];
      const { g2 } = association(own[outlet], size, total, all);
      found.push({ g2, strength: g2, outlet, theme, share, others, shares: () => Array.from(own, (count, place) => (sizes[place] >= FEWEST ? count / sizes[place] : null)), corpus: total / all, count: own[outlet], size,
        worth: share > 1.5 * others && own[outlet] >= 5 && !ownName(data, outlet, theme),
        articles: () => articlesWith(data.themes, mask, theme).filter((row) => data.articles.outlet[row] === outlet) });
    });
  });
  return { found };
}

// Most words of the theme in the outlet's articles are those of its own name: papers name themselves.
function ownName(data, outlet, theme) {
  if (!data.theme_words) return false;
  const names = folded(data.meta.outlets[outlet].ar || "").split(" ").filter(Boolean);
  const rows = (rowsBy(data, "theme_words", "theme")[theme] || []).filter((row) => data.articles.outlet[data.sentences.article[data.theme_words.sentence[row]]] === outlet);
  const own = rows.filter((row) => {
    const word = folded(data.sentences.text[data.theme_words.sentence[row]].slice(data.theme_words.start[row], data.theme_words.end[row]));
    return names.some((name) => word.includes(name));
  });
  return own.length > rows.length / 3;
}

// A step of time in which an actor is named more than in all others; copies apart.
function actorDays(view) {
  const { data, filter } = view;
  const { steps, stepOf } = view.time;
  const mask = view.without("days", "actor").map((keep, row) => Number(keep && !isCopy(data, row)));
  const sizes = sizesOf(mask, stepOf, steps.length);
  const all = sum(sizes);
  if (sizes.filter((size) => size >= FEWEST_A_STEP).length < 3) return { found: [] };
  const counts = articlesBy(data.actors, mask, data.actors.id.length, stepOf, steps.length);
  const found = [];
  for (let actor = 0; actor < data.actors.id.length; actor++) {
    const bars = counts.subarray(actor * steps.length, (actor + 1) * steps.length);
    const total = sum(bars);
    if (total < 5 || (filter.actor !== null && filter.actor !== actor)) continue;
    for (let step = 0; step < steps.length; step++) {
      if (sizes[step] < FEWEST_A_STEP || !inDays(filter, steps[step])) continue;
      const [count, rest] = [bars[step], total - bars[step]];
      const { g2 } = association(count, sizes[step], total, all);
      found.push({ g2, strength: g2, actor, step, bars, count, total, worth: count >= 5 && count / sizes[step] > (2 * rest) / Math.max(all - sizes[step], 1),
        articles: () => articlesWith(data.actors, mask, actor).filter((row) => stepOf[row] === step) });
    }
  }
  return { found };
}

function inDays({ days }, step) {
  return !days || (step.to >= days[0] && step.from <= days[1]);
}

// Two actors of whom sentences seldom name one without the other, by sentences that name two or more.
function actorTies(view) {
  const { data } = view;
  if (!data.pairs) return { found: [] };
  const { article, idx, at } = data.pairs;
  const single = new Int32Array(data.actors.id.length);
  let all = 0;
  for (let row = 0; row < article.length; row++) {
    if (!view.mask[article[row]]) continue;
    all++;
    for (let place = at[row]; place < at[row + 1]; place++) single[idx[place]]++;
  }
  const often = single.filter((count) => count >= TOGETHER).length;
  const found = pairsOf(data, view.mask).filter(([, , count]) => count >= TOGETHER).map(([one, other, count]) => {
    const [few, many] = single[one] <= single[other] ? [one, other] : [other, one];
    const { g2, npmi } = association(count, single[few], single[many], all);
    return { g2, strength: npmi * Math.log(count), few, many, count, ofFew: single[few], ofMany: single[many],
      worth: npmi > 0.2 && count <= 0.9 * single[few] && !natural(data, few, many) && !related(data, few, many), articles: () => ofActors(view, [few, many]).map((item) => item.article) };
  });
  return { found, looked: (often * (often - 1)) / 2 };
}

// A tie that is known before reading: of two states (neighbours, lists), of an armed group with where and whom it fights.
function natural(data, one, other) {
  const types = [data.actors.type[one], data.actors.type[other]];
  return types.includes("armed_group") || types.every((type) => type === "state");
}

// A part and its whole, a person and the state he heads or serves, two of one house, one name inside the other.
function related(data, one, other) {
  const { part_of: wholes, ar, en } = data.actors;
  const inside = (names) => {
    const [a, b] = [one, other].map((row) => ` ${folded(names[row] || "").trim()} `);
    return (a.includes(b) || b.includes(a));
  };
  return wholes[one].includes(other) || wholes[other].includes(one) || wholes[one].some((each) => wholes[other].includes(each)) || inside(ar) || inside(en);
}

// A story that many outlets print and few write.
function copiedStories(view) {
  const { data } = view;
  const { story, outlet } = data.articles;
  const mask = view.without("copies");
  const members = new Map();
  let [all, copies] = [0, 0];
  for (const row of rowsOf(mask)) {
    if (story[row] < 0) continue;
    if (!members.has(story[row])) members.set(story[row], []);
    members.get(story[row]).push(row);
    all++;
    copies += isCopy(data, row);
  }
  const found = [];
  for (const [each, rows] of members) {
    const outlets = unique(rows.map((row) => outlet[row])).filter((row) => row >= 0).length;
    const count = rows.filter((row) => isCopy(data, row)).length;
    if (rows.length < 5 || outlets < 3) continue;
    const { g2 } = association(count, rows.length, copies, all);
    found.push({ g2, strength: g2, story: each, outlets, count, size: rows.length, rows, worth: count > rows.length / 2 });
  }
  return { found };
}

// Hostile acts of one side against another that are hardly answered, by sentences (told as true).
function oneSided(view) {
  const { data } = view;
  if (!data.relations) return { found: [] };
  const { source, target, source_side, target_side, status, article, directed } = data.relations;
  const sides = new Map();
  data.relations.class.forEach((name, row) => {
    if (!name.endsWith("conflict") || status[row] !== "told" || !directed[row] || !view.mask[article[row]]) return;
    if (source[row] < 0 || target[row] < 0 || source[row] === target[row] || source_side[row] || target_side[row]) return;
    const key = `${source[row]} ${target[row]}`;
    if (!sides.has(key)) sides.set(key, []);
    sides.get(key).push(row);
  });
  const found = [];
  for (const [key, rows] of sides) {
    const [from, to] = key.split(" ").map(Number);
    const answered = sides.get(`${to} ${from}`) || [];
    if (rows.length < answered.length || (rows.length === answered.length && from > to) || rows.length < 3) continue;
    const g2 = 2 * (entropy(rows.length, (rows.length + answered.length) / 2) + entropy(answered.length, (rows.length + answered.length) / 2));
    found.push({ g2, strength: g2, from, to, count: rows.length, answered: answered.length, rows, worth: rows.length >= 6,
      articles: () => rows.map((row) => article[row]) });
  }
  return { found };
}
