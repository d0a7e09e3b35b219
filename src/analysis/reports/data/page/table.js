// The table of a figure: all rows are sorted and searched, the first 300 of what is left are shown; and its CSV.
// A table is {columns: [{name, kind}], rows: [{values, open, key}]}; with a key, a row can be cited. Kinds: name, text, arabic, number, share, decimal, day.

const SHOWN = 300;

function shownValue(meta, value, kind) {
  if (value === null || value === undefined) return "";
  if (kind === "number") return number(value);
  if (kind === "date") return dayName(dateOf(meta.day0, value), { ...DAY, year: "numeric" });
  if (kind === "decimal") return number(value, 2);
  if (kind === "share") return percent(value, value < 0.1 ? 1 : 0);
  return kind === "day" ? dayOf(meta, value) : String(value);
}

function plainValue(meta, value, kind) {
  if (value === null || value === undefined) return "";
  if (kind === "day" || kind === "date") return kind === "date" || value >= 0 ? dateOf(meta.day0, value).toISOString().slice(0, 10) : "";
  return typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value);
}

function columnLabel(column) {
  return column.label || (knows(`column.${column.name}`) ? say(`column.${column.name}`) : column.name);
}

function isNumeric(kind) {
  return ["number", "share", "decimal", "day", "date"].includes(kind);
}

function showTable(box, meta, { columns, rows }, label) {
  const texts = rows.map((row) => folded(row.values.map((value, place) => shownValue(meta, value, columns[place].kind)).join(" ")));
  let order = rows.map((_, place) => place);
  let sorted = null;
  const body = html("tbody");
  const told = html("span", { class: "note", role: "status" });
  const search = html("input", { type: "search", class: "search", placeholder: say("search"), "aria-label": say("search"), oninput: fill });
  const heads = columns.map((column, place) => html("th", { scope: "col", class: isNumeric(column.kind) ? "number" : null },
    html("button", { type: "button", text: columnLabel(column), onclick: () => sort(place) })));
  const table = html("table", {}, html("thead", {}, html("tr", {}, ...heads)), body);
  const scroll = html("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, table);
  box.replaceChildren(html("div", { class: "tools" }, search, told), scroll);
  fill();

  function sort(place) {
    const numeric = isNumeric(columns[place].kind);
    const down = sorted && sorted.place === place ? !sorted.down : numeric;
    sorted = { place, down };
    const value = (at) => rows[at].values[place];
    const empty = (at) => value(at) === null || value(at) === undefined || value(at) === "";
    const compare = (a, b) => (numeric ? value(a) - value(b) : ORDER.compare(value(a), value(b)));
    order.sort((a, b) => empty(a) - empty(b) || (empty(a) ? 0 : (down ? -1 : 1) * compare(a, b)) || a - b);
    heads.forEach((head, at) => (at === place ? head.setAttribute("aria-sort", down ? "descending" : "ascending") : head.removeAttribute("aria-sort")));
    fill();
  }

  function fill() {
    const wanted = folded(search.value.trim());
    const found = wanted ? order.filter((at) => texts[at].includes(wanted)) : order;
    body.replaceChildren(...found.slice(0, SHOWN).map((at) => tableRow(meta, columns, rows[at])));
    const counts = { n: found.length, shown: Math.min(found.length, SHOWN), all: rows.length };
    told.textContent = found.length > SHOWN ? say("rows_shown", counts) : wanted ? say("rows_found", counts) : "";
  }
}

function tableRow(meta, columns, row) {
  const cells = row.values.map((value, place) => {
    const { kind } = columns[place];
    const text = shownValue(meta, value, kind);
    const opens = place === 0 && row.open;
    const inside = opens ? html("button", { type: "button", class: "opens", text, onclick: (event) => row.open(event.currentTarget) }) : text;
    return html(place ? "td" : "th", { scope: place ? null : "row", class: isNumeric(kind) ? "number" : kind === "arabic" ? "arabic" : null, dir: isNumeric(kind) ? null : "auto" }, inside);
  });
  if (row.key) cells[0].append(citeButton((node) => ofRow(node.closest("tr"))) || "");
  return html("tr", { "data-key": row.key }, ...cells);
}

// As UTF-8 with a mark at its beginning, so that spreadsheets read Arabic; no cell is a formula.
function csvOf(meta, { columns, rows }, name) {
  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const anchored = rows.some((row) => row.key);
  const lines = [[...columns.map((column) => cell(column.name)), ...(anchored ? ["anchor"] : [])]];
  for (const row of rows) {
    const cells = row.values.map((value, place) => cell(plainValue(meta, value, columns[place].kind)));
    lines.push(anchored ? [...cells, cell(row.key ? `${name}:${row.key}` : "")] : cells);
  }
  return `\ufeff${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
}

function save(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  html("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
