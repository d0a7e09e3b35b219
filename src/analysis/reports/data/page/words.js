// What the script says, in the language of the page: phrases, counted nouns, numbers, days.

const PHRASES = JSON.parse(document.getElementById("words")?.textContent || "{}");
const LANGUAGE = document.documentElement.lang === "ar" ? "ar" : "en";
const RTL = document.documentElement.dir === "rtl";
const PLURALS = new Intl.PluralRules(LANGUAGE);
let locale = LANGUAGE === "ar" ? "ar-u-nu-latn" : "en-GB";
let digits = "en";
let months = null;

// The language of a page is that of its document; digits and the names of months are a choice of the report.
function speak(meta) {
  if (LANGUAGE === "ar" && meta.digits === "arab") locale = digits = "ar-u-nu-arab";
  months = meta.months || null;
}

// A phrase with its values; where a phrase has forms, `n` chooses: "{n} articles", مقالتان.
function say(key, values = {}) {
  let phrase = PHRASES[key];
  if (phrase === undefined) return key;
  if (typeof phrase === "object") phrase = phrase[PLURALS.select(values.n)] ?? phrase.other;
  return phrase.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? number(value) : value;
  });
}

function knows(key) {
  return PHRASES[key] !== undefined;
}

// Formatters are dear to make: each is made once.
const FORMATTERS = new Map();
function formatter(kind, language, shape) {
  const key = `${kind} ${language} ${Object.entries(shape)}`;
  if (!FORMATTERS.has(key)) FORMATTERS.set(key, new Intl[kind](language, shape));
  return FORMATTERS.get(key);
}

function number(value, places = 0) {
  return formatter("NumberFormat", digits, { maximumFractionDigits: places }).format(value);
}

function percent(share, places = 0) {
  return number(share * 100, places) + (LANGUAGE === "ar" ? "٪" : "%");
}

// A name whose script may differ from that of the text around it.
function isolated(name) {
  return `\u2068${name}\u2069`;
}

// A headline in the quotes of its own script.
function quoted(text) {
  return isolated(runsLeft(text) ? `«${text}»` : `“${text}”`);
}

// The name of an actor, an outlet, a theme: of the language of the page, else of the other.
function nameOf(table, row) {
  const [own, other] = LANGUAGE === "ar" ? [table.ar, table.en] : [table.en, table.ar];
  return own[row] || other[row] || table.id[row];
}

function nameIn(item) {
  return item[LANGUAGE] || item.ar || item.en || item.id;
}

const DAY = { day: "numeric", month: LANGUAGE === "ar" ? "long" : "short" };
function dayName(date, shape = DAY) {
  if (!months || !shape.month) return formatter("DateTimeFormat", locale, { ...shape, timeZone: "UTC" }).format(date);
  const parts = [shape.day && number(date.getUTCDate()), months[date.getUTCMonth()], shape.year && String(date.getUTCFullYear())];
  return parts.filter(Boolean).join(" ");
}

function weekday(date) {
  return formatter("DateTimeFormat", locale, { weekday: "long", timeZone: "UTC" }).format(date);
}

// The name of a step of time; short leaves out what the step before said already.
function stepName(meta, grain, step, before = null) {
  const date = dateOf(meta.day0, step.from);
  const year = date.getUTCFullYear();
  if (grain === "year") return String(year);
  if (grain === "quarter") {
    const quarter = say("quarter", { n: Math.floor(date.getUTCMonth() / 3) + 1 });
    return before && dateOf(meta.day0, before.from).getUTCFullYear() === year ? quarter : `${quarter} ${year}`;
  }
  const earlier = before && dateOf(meta.day0, before.from);
  if (grain === "month") {
    const shape = { month: LANGUAGE === "ar" ? "long" : "short" };
    return dayName(date, earlier && earlier.getUTCFullYear() === year ? shape : { ...shape, year: "numeric" });
  }
  if (earlier && earlier.getUTCMonth() === date.getUTCMonth()) return number(date.getUTCDate());
  return dayName(date, meta.days > 366 ? { ...DAY, year: "numeric" } : DAY);
}

// The day of an article, "undated" where it has none.
function dayOf(meta, day) {
  return day >= 0 ? dayName(dateOf(meta.day0, day), { ...DAY, year: "numeric" }) : say("undated");
}

const ORDER = new Intl.Collator(LANGUAGE === "ar" ? "ar" : ["en", "ar"], { numeric: true });
