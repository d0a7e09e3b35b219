// The filter: what it holds, and how it stands in the address (`#d=2015-07-24_2015-07-26&out=okaz&act=iran&q=...`).
// Ids stand there, not rows: an address means the same in the next run.

const NO_FILTER = { days: null, outlet: null, actor: null, theme: null, words: null };
const LISTS = { out: ["outlet", (data) => data.meta.outlets.map((each) => each.id)],
  act: ["actor", (data) => data.actors.id], th: ["theme", (data) => data.meta.themes.map((each) => each.id)] };

function filterOf(data, hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const filter = { ...NO_FILTER };
  for (const [key, [name, ids]] of Object.entries(LISTS)) {
    const row = given.has(key) && lists(data, key) ? ids(data).indexOf(given.get(key)) : -1;
    if (row >= 0) filter[name] = row;
  }
  const days = (given.get("d") || "").split("_").map((each) => (Date.parse(each) - Date.parse(data.meta.day0)) / 86400000);
  if (days.length === 2 && days.every(Number.isInteger) && days[0] <= days[1]) filter.days = days;
  if ((given.get("q") || "").trim()) filter.words = given.get("q").trim();
  return filter;
}

function hashOf(data, filter) {
  const given = new URLSearchParams();
  if (filter.days) given.set("d", filter.days.map((day) => dateOf(data.meta.day0, day).toISOString().slice(0, 10)).join("_"));
  for (const [key, [name, ids]] of Object.entries(LISTS)) if (filter[name] !== null) given.set(key, ids(data)[filter[name]]);
  if (filter.words) given.set("q", filter.words);
  return String(given);
}

function lists(data, key) {
  return key === "out" || Boolean(key === "act" ? data.actors : data.themes);
}

function isFiltered(filter) {
  return Object.values(filter).some((each) => each !== null);
}
