// In context: the word between what precedes and what follows it, as it is read; near-copies are left out.

const LINES = 15;
const state = { order: "following" };

const concordance = {
  fits: (view) => Boolean(view.data.sentences),

  count(view) {
    const { term_words: words, terms, sentences, articles } = view.data;
    if (!terms.lemma.length) return { item: -1, lines: [] };
    const chosen = once(view.data, "chosen term", () => ({ item: null }));
    const item = chosen.item ?? FIGURES["topics-frequency"].count(view).items[0]?.item ?? 0;
    const lines = [];
    for (const row of rowsBy(view.data, "term_words", "term")[item] || []) {
      const sentence = words.sentence[row];
      const article = sentences.article[sentence];
      if (!view.mask[article] || articles.text[article] !== article) continue;
      const text = sentences.text[sentence];
      lines.push({ sentence, article, before: text.slice(0, words.start[row]).trimEnd(), word: text.slice(words.start[row], words.end[row]), after: text.slice(words.end[row]).trimStart(), start: words.start[row], end: words.end[row] });
    }
    const keys = { following: (line) => folded(line.after), preceding: (line) => folded(line.before).split(" ").reverse().join(" "), outlet: (line) => (articles.outlet[line.article] < 0 ? "" : view.outletName(articles.outlet[line.article])), day: (line) => String(1e6 + articles.day[line.article]) };
    const key = keys[state.order];
    return { item, lines: lines.map((line) => [key(line), line]).sort((one, other) => ORDER.compare(one[0], other[0]) || one[1].sentence - other[1].sentence || one[1].start - other[1].start).map(([, line]) => line) };
  },

  finding(view, { item, lines }) {
    if (!lines.length) return say("too_few_to_tell");
    const { lemma, gloss } = view.data.terms;
    const name = LANGUAGE === "en" && gloss[item] ? `${isolated(lemma[item])} · ${gloss[item]}` : isolated(lemma[item]);
    return `${name}: ${say("occurrences", { n: lines.length })}`;
  },

  draw(view, box, { item, lines }) {
    const sort = html("select", { "aria-label": say("sort") }, ...["following", "preceding", "outlet", "day"].map((order) => html("option", { value: order, text: say(`sort.${order}`), selected: order === state.order })));
    sort.addEventListener("change", () => { state.order = sort.value; view.set({}); });
    const word = html("select", { "aria-label": say("column.term") }, ...FIGURES["topics-frequency"].count(view).items.slice(0, 60).map((row) => html("option", { value: row.item, text: view.data.terms.lemma[row.item], selected: row.item === item })));
    word.addEventListener("change", () => { once(view.data, "chosen term", () => ({ item: null })).item = Number(word.value); view.set({}); });
    box.append(html("div", { class: "controls" }, word, sort));
    const room = Math.max(box.clientWidth - (box.clientWidth < 640 ? 60 : 260), 120) / 2;
    box.append(html("ol", { class: "kwic" }, ...lines.slice(0, LINES).map((line) => kwic(view, line, room))));
    if (lines.length > LINES) box.append(html("button", { type: "button", class: "clear", text: say("kwic.all"), onclick: (event) => openLines(view, item, lines, event.currentTarget) }));
  },

  rows(view, { lines }) {
    const columns = [{ name: "match", kind: "arabic" }, { name: "left", kind: "arabic" }, { name: "right", kind: "arabic" }, { name: "outlet", kind: "text" }, { name: "published", kind: "day" }];
    const { outlet, day } = view.data.articles;
    const rows = lines.map((line) => ({ values: [line.word, line.before, line.after, view.outletName(outlet[line.article]), day[line.article]], open: (node) => openLines(view, -1, [line], node) }));
    return { columns, rows };
  },

  note: () => say("kwic.note"),
};

function kwic(view, line, room) {
  const outlet = view.data.articles.outlet[line.article];
  return html("li", {},
    html("span", { class: "note outlet", text: outlet >= 0 ? view.outletName(outlet) : say("no_outlet") }),
    html("span", { class: "before", dir: "rtl", text: ending(line.before, room) }),
    html("button", { type: "button", class: "opens", dir: "rtl", text: line.word, onclick: (event) => openLines(view, -1, [line], event.currentTarget) }),
    html("span", { class: "after", dir: "rtl", text: fitted(line.after, room, 17) }));
}

// The end of a text that fits a width, cut at the beginning of a word.
function ending(text, width) {
  if (widthOf(text, 17) <= width) return text;
  const words = text.split(" ");
  while (words.length > 1 && widthOf(`…${words.join(" ")}`, 17) > width) words.shift();
  return `…${words.join(" ")}`;
}

function openLines(view, item, lines, node) {
  const spans = {};
  for (const line of lines) (spans[line.sentence] ||= []).push([line.start, line.end]);
  const title = item >= 0 ? isolated(view.data.terms.lemma[item]) : isolated(lines[0].word);
  view.open({ title, items: ofSentences(view, unique(lines.map((line) => line.sentence)), { spans }) }, node);
}

figure("topics-concordance", concordance);
