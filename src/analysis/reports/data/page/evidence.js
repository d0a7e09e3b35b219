// What a mark opens: the sentences that it counts, under the filter. Evidence is {title, items}; an item is
// {article, sentence (row, -1: the article alone), spans ([start, end] of what was counted in it)}.

// The sentences that name an actor, or each of several.
function ofActors(view, actors, mask = view.mask) {
  const [first, ...others] = actors;
  const { data } = view;
  const counted = rowsOf(mask).filter((row) => actors.every((actor) => has(data.actors, row, actor)));
  if (!data.sentences) return ofArticles(view, others.length && data.pairs ? together(data, mask, actors) : counted);
  const names = rowsBy(data, "mentions", "sentence");
  const all = unique((rowsBy(data, "mentions", "actor")[first] || []).map((row) => data.mentions.sentence[row]));
  const each = (sentence, actor) => (names[sentence] || []).some((row) => data.mentions.actor[row] === actor);
  const rows = all.filter((sentence) => mask[data.sentences.article[sentence]] && others.every((actor) => each(sentence, actor)));
  const items = ofSentences(view, rows, { actors });
  return actors.length > 1 ? items : completed(view, items, counted);
}

// The articles of which a sentence names all of these actors.
function together(data, mask, actors) {
  const { article, idx, at } = data.pairs;
  const all = (row) => actors.every((actor) => idx.slice(at[row], at[row + 1]).includes(actor));
  return unique([...article.keys()].filter((row) => mask[article[row]] && all(row)).map((row) => article[row]));
}

function ofTheme(view, theme, mask = view.mask) {
  const { data } = view;
  const counted = rowsOf(mask).filter((row) => has(data.themes, row, theme));
  if (!data.sentences) return ofArticles(view, counted);
  const rows = unique((rowsBy(data, "theme_words", "theme")[theme] || []).map((row) => data.theme_words.sentence[row]));
  return completed(view, ofSentences(view, rows.filter((sentence) => mask[data.sentences.article[sentence]]), { themes: [theme] }), counted);
}

// A page of a large corpus holds the strongest sentences alone: the other articles that were counted stand as headlines.
function completed(view, items, counted) {
  if (view.meta.mode === "all") return items;
  const told = new Set(items.map((item) => item.article));
  return [...items, ...counted.filter((row) => !told.has(row)).map((article) => ({ article, sentence: -1, spans: [] }))];
}

function ofTerm(view, term, mask = view.mask) {
  const { data } = view;
  if (!data.sentences) return ofArticles(view, articlesWith(data.terms, mask, term));
  const spans = {};
  for (const row of rowsBy(data, "term_words", "term")[term] || []) {
    const sentence = data.term_words.sentence[row];
    if (mask[data.sentences.article[sentence]]) (spans[sentence] ||= []).push([data.term_words.start[row], data.term_words.end[row]]);
  }
  return ofSentences(view, Object.keys(spans).map(Number), { spans });
}

// The sentences of rows of a table that has article, sentence, start and end (relations, voices).
function ofRows(view, name, rows, actors = []) {
  const table = view.data[name];
  if (!view.data.sentences) return ofArticles(view, unique(rows.map((row) => table.article[row])));
  const spans = {};
  for (const row of rows) if (table.sentence[row] >= 0) (spans[table.sentence[row]] ||= []).push([table.start[row], table.end[row]]);
  return ofSentences(view, Object.keys(spans).map(Number), { actors, spans });
}

// Sentences of these under the filter; of a page without sentences the articles.
function ofThese(view, sentences, articles, actors = []) {
  const { data } = view;
  if (!data.sentences) return ofArticles(view, unique(articles).filter((row) => view.mask[row]));
  return ofSentences(view, unique(sentences).filter((sentence) => view.mask[data.sentences.article[sentence]]), { actors });
}

// Sentences, with the names of actors, the words of themes and spans of their own ({sentence: [[start, end]]}) marked.
function ofSentences(view, sentences, { actors = [], themes = [], spans = null } = {}) {
  const { data } = view;
  const named = rowsBy(data, "mentions", "sentence");
  const themed = rowsBy(data, "theme_words", "sentence");
  return sentences.map((sentence) => {
    const found = spans ? [...(spans[sentence] || [])] : [];
    for (const row of named[sentence] || []) if (actors.includes(data.mentions.actor[row])) found.push([data.mentions.start[row], data.mentions.end[row]]);
    for (const row of themed[sentence] || []) if (themes.includes(data.theme_words.theme[row])) found.push([data.theme_words.start[row], data.theme_words.end[row]]);
    return { article: data.sentences.article[sentence], sentence, spans: found };
  });
}

// Articles, each by its first sentence; where words are looked for, by the first that has them.
function ofArticles(view, articles) {
  const { data } = view;
  if (!data.sentences) return articles.map((article) => ({ article, sentence: -1, spans: [] }));
  const sentences = rowsBy(data, "sentences", "article");
  const { part } = data.sentences;
  const wanted = view.filter.words ? folded(view.filter.words).split(" ").filter(Boolean) : [];
  return articles.map((article) => {
    const own = sentences[article] || [];
    const found = wanted.length ? withWords(data, own, wanted) : null;
    if (found) return { article, ...found };
    return { article, sentence: own.find((row) => part[row] === "body") ?? own[0] ?? -1, spans: [] };
  });
}

// The sentence that has most of the words, the first of several, with the words marked; null where none has any.
function withWords(data, rows, wanted) {
  let best = null;
  for (const sentence of rows) {
    const text = folded(data.sentences.text[sentence]);
    const count = wanted.filter((each) => text.includes(each)).length;
    if (count > (best?.count || 0)) best = { sentence, count };
  }
  if (!best) return null;
  const words = [...data.sentences.text[best.sentence].matchAll(/\S+/g)].filter(([word]) => wanted.some((each) => folded(word).includes(each)));
  return { sentence: best.sentence, spans: words.map((word) => [word.index, word.index + word[0].length]) };
}

function unique(values) {
  return [...new Set(values)];
}

// A sentence as text nodes, what was counted as <mark>; spans that overlap are joined.
function marked(text, spans) {
  const pieces = [];
  let end = 0;
  for (const [from, to] of [...spans].sort((one, other) => one[0] - other[0])) {
    if (to <= end) continue;
    const start = Math.max(from, end);
    if (start > end) pieces.push(text.slice(end, start));
    pieces.push(html("mark", { text: text.slice(start, to) }));
    end = to;
  }
  return [...pieces, text.slice(end)];
}
