// Cite this number: the anchor of a row or a figure (`actors-mentions:iran`), a line to cite it by, and the way back
// (`#row=actors-mentions:iran`). A row holds its key; anchor and line are made when they are asked for.

const RUN = JSON.parse(document.body.dataset.run || "null");
const citation = { box: null, from: null };

// A value as it stands in a key: all but letters and digits as in an address (see show/keys.py).
function keyPart(value) {
  const bytes = (letter) => [...new TextEncoder().encode(letter)].map((each) => `%${each.toString(16).toUpperCase().padStart(2, "0")}`).join("");
  return String(value).replace(/[^\p{L}\p{N}\p{M}._-]/gu, bytes);
}

function keyOf(...values) {
  return values.map(keyPart).join("+");
}

// The button of a row, or of a figure.
function citeButton(about) {
  if (!RUN) return null;
  const open = ({ currentTarget }) => { openCitation(about(currentTarget), currentTarget); };
  return html("button", { type: "button", class: "cite", "aria-label": say("cite"), title: say("cite"), onclick: open });
}

// Give each row of a body that has a key its button.
function citable(rows) {
  for (const row of rows) if (row.dataset.key && !row.querySelector(".cite")) row.cells[0].append(citeButton((node) => ofRow(node.closest("tr"))) || "");
}

function tableOf(row) {
  const named = row.closest(".table[data-name]")?.dataset.name;
  const figure = row.closest("section.figure")?.dataset.figure;
  return named || FIGURES[figure]?.cites || figure;
}

function ofRow(row) {
  const heads = [...row.closest("table").tHead.rows[0].cells].map((each) => each.textContent.trim());
  const cells = [...row.cells].map((cell, place) => ({ name: heads[place], text: cell.textContent.trim(), numeric: cell.classList.contains("number") }));
  const names = cells.filter((each) => !each.numeric && each.text).slice(0, row.dataset.key.split("+").length);
  const numbers = cells.filter((each) => each.numeric && each.text);
  const table = tableOf(row);
  return citationOf(names.map((each) => fitting(each.text)).join(" – "), valuesOf(table, numbers), `${table}:${row.dataset.key}`);
}

// The first numbers of a row: in the phrase of its table, which takes them in their order, or each by its name.
function valuesOf(table, numbers) {
  const phrase = `cite.${table}`;
  if (!knows(phrase)) return numbers.slice(0, 4).map((each) => `${each.name} ${each.text}`);
  const places = [...PHRASES[phrase].matchAll(/\{(\w+)\}/g)].map((each) => each[1]);
  return [say(phrase, Object.fromEntries(places.map((name, place) => [name, numbers[place]?.text ?? "–"])))];
}

function ofFigure(section) {
  return citationOf(section.querySelector(".finding")?.textContent.trim() || "", [], section.dataset.figure);
}

// The filter of the page is part of what was counted.
function citationOf(row, values, anchor) {
  const filter = new URLSearchParams(location.hash.slice(1));
  filter.delete("row");
  const whole = String(filter) ? `${anchor}&${filter}` : anchor;
  return { anchor: whole, line: say("cite.line", { ...RUN, what: [isolated(row), values.join(say("comma"))].filter(Boolean).join(": "), anchor: whole }) };
}

function fitting(text) {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function openCitation({ line, anchor }, from) {
  citation.box ||= citationBox();
  const copied = html("span", { class: "note", role: "status" });
  const text = html("p", { class: "line", dir: "auto", text: line });
  const copy = html("button", { type: "button", class: "copy", text: say("cite.copy"), onclick: async () => { copied.textContent = say((await copyOf(text)) ? "cite.copied" : "cite.select"); } });
  const close = html("button", { type: "button", class: "close", "aria-label": say("close"), text: "✕", onclick: closeCitation });
  citation.box.replaceChildren(html("h2", { id: "citation-title", text: say("cite") }), close, text,
    html("p", { class: "note" }, html("span", { text: say("cite.again") }), " ", html("code", { dir: "ltr", text: `analysis cite run.json '${anchor}'` })), html("p", {}, copy, " ", copied));
  citation.from = from;
  citation.box.hidden = false;
  copy.focus();
}

function citationBox() {
  const box = html("div", { id: "citation", role: "dialog", "aria-labelledby": "citation-title", hidden: true });
  document.body.append(box);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !box.hidden) { event.stopImmediatePropagation(); closeCitation(); } }, true);
  document.addEventListener("pointerdown", (event) => { if (!box.hidden && !box.contains(event.target) && !event.target.closest(".cite")) box.hidden = true; });
  return box;
}

function closeCitation() {
  citation.box.hidden = true;
  if (citation.from?.isConnected) citation.from.focus();
}

// A page opened from a disk may not be let at the clipboard: the line is selected then.
async function copyOf(node) {
  try {
    await navigator.clipboard.writeText(node.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(node);
    return document.execCommand("copy");
  }
}

// The row that the address names is shown in its table.
function toRow() {
  const [table, key] = (new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B")).get("row") || "").split(/:(.*)/s);
  if (!key) return;
  const name = keyAgain(key);
  const part = shown.find(({ section, drawing }) => section.querySelector(`.table[data-name="${CSS.escape(table)}"]`) || (drawing && (drawing.cites || section.dataset.figure) === table));
  if (!part) return;
  part.section.querySelector('[role="tab"][id$="-tab-table"]')?.click();
  const found = () => [...part.section.querySelectorAll("tr[data-key]")].find((row) => keyAgain(row.dataset.key) === name && tableOf(row) === table);
  if (!found() && part.drawing?.rows) soughtIn(part, part.drawing.rows(part.view, part.counted).rows.find((row) => row.key && keyAgain(row.key) === name));
  const row = found();
  if (!row) return;
  for (const each of document.querySelectorAll("tr.cited")) each.classList.remove("cited");
  row.classList.add("cited");
  row.scrollIntoView({ block: "center" });
  row.querySelector(".cite")?.focus({ preventScroll: true });
}

// A browser may have written letters of an address as bytes, or bytes as letters.
function keyAgain(key) {
  try {
    return key.split("+").map(decodeURIComponent).join("+");
  } catch {
    return key;
  }
}

// Of a long table the first rows are shown: what is sought is searched for.
function soughtIn(part, row) {
  const search = part.rows?.querySelector("input.search");
  if (!row || !search) return;
  search.value = String(row.values[0]);
  search.dispatchEvent(new Event("input"));
}
