// The columns of the page: opened once, then looked up by row.

async function opened(element) {
  const bytes = Uint8Array.from(atob(element.textContent.trim()), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return dataOf(JSON.parse(await new Response(stream).text()));
}

// A table of several entries a row (n, idx, val) gets `at`: where the entries of each row begin.
function dataOf(raw) {
  for (const table of Object.values(raw)) {
    if (table && table.n && table.idx) table.at = beginnings(table.n);
  }
  return { ...raw, size: raw.articles.id.length, kept: new Map() };
}

function beginnings(lengths) {
  const at = new Int32Array(lengths.length + 1);
  for (let row = 0; row < lengths.length; row++) at[row + 1] = at[row] + lengths[row];
  return at;
}

// What is costly and never changes is made when it is first asked for.
function once(data, name, make) {
  if (!data.kept.has(name)) data.kept.set(name, make());
  return data.kept.get(name);
}

function has(table, row, item) {
  for (let at = table.at[row]; at < table.at[row + 1]; at++) if (table.idx[at] === item) return true;
  return false;
}

// The rows of each value of a column, in order: `rowsBy(data, "mentions", "actor")[3]` are the mentions of actor 3.
function rowsBy(data, name, column) {
  return once(data, `${name} by ${column}`, () => {
    const groups = [];
    const values = data[name] ? data[name][column] : [];
    for (let row = 0; row < values.length; row++) {
      if (values[row] >= 0) (groups[values[row]] ||= []).push(row);
    }
    return groups;
  });
}

// The article that first carried the text of another: what tests count, as copies tell nothing new.
function textOf(data, row) {
  return data.articles.text[row];
}

// A speaker whom a figure draws: one of the registry, or one of a full name whom two independent texts quote or more.
// A first name, or a piece of a sentence that was taken for a name, stands in the table alone.
function isDrawn(key, texts) {
  return typeof key === "number" || (texts > 1 && key.trim().includes(" ") && !/\p{Nd}/u.test(key));
}

// The story that an article tells; of one that stands alone, its text: what is independent of others.
function storyOf(data, row) {
  const { story } = data.articles;
  return story[row] >= 0 ? story[row] : `a${textOf(data, row)}`;
}

// Whether an article repeats the whole text of another.
function isCopy(data, row) {
  return data.articles.copy[row] >= 0;
}

// As the library compares spellings: no marks, nothing invisible, one alef, one ya, one kaf, one set of digits.
function folded(text) {
  return text.toLowerCase().normalize("NFKD").replace(/[\p{Mn}\p{Cf}\u0640]/gu, "")
    .replace(/\u0671/g, "\u0627").replace(/[\u0649\u06cc]/g, "\u064a").replace(/[\u0629\u06c1\u06d5]/g, "\u0647")
    .replace(/\u06a9/g, "\u0643").replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) % 16)
    .replace(/\s+/g, " ");
}

// The folded text of each article: what the search for words reads.
function textsOf(data) {
  return once(data, "texts", () => {
    const texts = data.articles.title.map((title) => [title || ""]);
    const { article, text } = data.sentences || { article: [], text: [] };
    for (let row = 0; row < article.length; row++) texts[article[row]].push(text[row]);
    return texts.map((each) => folded(each.join("\n")));
  });
}
