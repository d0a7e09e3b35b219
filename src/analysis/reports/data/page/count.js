// From a filter to counts. Pure functions of the columns: tests compare them with pandas.

const FEWEST = 12; // articles of an outlet that has a share of its own
const FEWEST_A_STEP = 5; // articles of a step that has a share of its own
const SURE = 10.8; // G2 above which a step or an outlet departs from the rest (p < 0.001)

// The articles that a filter keeps (0 or 1 each), without the dimensions that a figure draws itself: "days", "outlet",
// "actor", "theme", "words", "copies" (stories set aside as copies are kept, too).
function masked(data, filter, ...without) {
  const { day, outlet, counted } = data.articles;
  const uses = (name) => filter[name] !== null && !without.includes(name);
  const [days, an_outlet, actor, theme, words] = ["days", "outlet", "actor", "theme", "words"].map(uses);
  const texts = words ? textsOf(data) : null;
  const wanted = words ? folded(filter.words).split(" ").filter(Boolean) : [];
  const keep = new Uint8Array(data.size);
  for (let row = 0; row < data.size; row++) {
    keep[row] = Number(
      (!counted || counted[row] || without.includes("copies")) &&
      (!days || (day[row] >= filter.days[0] && day[row] <= filter.days[1])) &&
      (!an_outlet || outlet[row] === filter.outlet) &&
      (!actor || has(data.actors, row, filter.actor)) &&
      (!theme || has(data.themes, row, filter.theme)) &&
      (!words || wanted.every((each) => texts[row].includes(each))));
  }
  return keep;
}

const sum = (values) => values.reduce((total, each) => total + each, 0);

function rowsOf(mask) {
  const rows = [];
  for (let row = 0; row < mask.length; row++) if (mask[row]) rows.push(row);
  return rows;
}

// How many articles of the mask have each item of a table (actors, themes, terms).
function articlesOf(table, mask, size) {
  const found = new Int32Array(size);
  for (let row = 0; row < mask.length; row++) {
    if (mask[row]) for (let at = table.at[row]; at < table.at[row + 1]; at++) found[table.idx[at]]++;
  }
  return found;
}

// The same by the group of each article (an outlet, a step): `found[item * groups + group]`; -1 is in no group.
function articlesBy(table, mask, size, group, groups) {
  const found = new Int32Array(size * groups);
  for (let row = 0; row < mask.length; row++) {
    if (!mask[row] || group[row] < 0) continue;
    for (let at = table.at[row]; at < table.at[row + 1]; at++) found[table.idx[at] * groups + group[row]]++;
  }
  return found;
}

// How many articles of the mask each group has.
function sizesOf(mask, group, groups) {
  const found = new Int32Array(groups);
  for (let row = 0; row < mask.length; row++) if (mask[row] && group[row] >= 0) found[group[row]]++;
  return found;
}

function articlesWith(table, mask, item) {
  return rowsOf(mask).filter((row) => has(table, row, item));
}

// Pairs of actors by sentences: rows of [one, other, sentences], one < other, the most frequent first.
function pairsOf(data, mask) {
  const { article, idx, at } = data.pairs;
  const most = data.actors.id.length;
  const found = new Map();
  for (let row = 0; row < article.length; row++) {
    if (!mask[article[row]]) continue;
    for (let one = at[row]; one < at[row + 1]; one++) {
      for (let other = one + 1; other < at[row + 1]; other++) {
        const key = Math.min(idx[one], idx[other]) * most + Math.max(idx[one], idx[other]);
        found.set(key, (found.get(key) || 0) + 1);
      }
    }
  }
  return [...found].map(([key, count]) => [Math.floor(key / most), key % most, count])
    .sort((one, other) => other[2] - one[2] || one[0] - other[0] || one[1] - other[1]);
}

// The steps of time that a page draws: the finest grain with at most 62 steps and 3 articles a step on average.
// [{from, to, collected}], days counted from the first; `stepOf` is the step of each article (-1: undated).
function stepsOf(data) {
  return once(data, "steps", () => {
    const dated = data.articles.day.filter((day) => day >= 0).length;
    const all = ["day", "week", "month", "quarter", "year"].map((grain) => [grain, stepsBy(data, grain)]);
    const fits = all.find(([, steps]) => steps.length <= 62 && dated >= 3 * steps.filter((each) => each.collected).length);
    const [grain, steps] = fits || all.find(([, each]) => each.length <= dated) || all[4]; // few articles: no more steps than they
    const step = new Int32Array(data.meta.days).fill(-1);
    steps.forEach((each, place) => step.fill(place, each.from, each.to + 1));
    return { grain, steps, stepOf: Int32Array.from(data.articles.day, (day) => (day >= 0 ? step[day] : -1)) };
  });
}

function stepsBy(data, grain) {
  const { days, day0, collected } = data.meta;
  if (!days) return [];
  const steps = [];
  let last = "";
  for (let day = 0; day < days; day++) {
    const key = stepKey(dateOf(day0, day), grain, day);
    if (key !== last) steps.push({ from: day, to: day, collected: false });
    last = key;
    const step = steps[steps.length - 1];
    step.to = day;
    step.collected ||= !collected || Boolean(collected[day]);
  }
  return steps;
}

function dateOf(day0, day) {
  return new Date(Date.parse(day0) + day * 86400000);
}

function stepKey(date, grain, day) {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (grain === "day") return String(day);
  if (grain === "week") return String(Math.floor((Date.UTC(year, month, date.getUTCDate()) / 86400000 + 3) / 7)); // Mondays
  if (grain === "month") return `${year}-${month}`;
  return grain === "quarter" ? `${year}-${Math.floor(month / 3)}` : String(year);
}
