"use strict";
// Tables that sort and search, and rows that open the sentences they count. Without this script nothing is lost: the
// rows lead to their sentences below the table.
document.addEventListener("DOMContentLoaded", () => {
  const language = document.documentElement.lang;
  const say = JSON.parse(document.getElementById("words").textContent);
  const order = new Intl.Collator(language === "ar" ? "ar" : ["en", "ar"], { numeric: true });

  const keyOf = (cell) => (cell && cell.dataset.value !== undefined ? Number(cell.dataset.value) : null);
  const textOf = (cell) => (cell ? cell.textContent.trim() : "");

  function rowsOf(body) {
    return [...body.rows].filter((row) => !row.classList.contains("opened"));
  }

  function sort(table, place, header) {
    const down = header.getAttribute("aria-sort") === "descending";
    const number = header.classList.contains("number");
    const first = header.getAttribute("aria-sort") ? (down ? 1 : -1) : number ? -1 : 1;
    const rows = rowsOf(table.tBodies[0]);
    const compare = (one, other) => {
      const [a, b] = [one.cells[place], other.cells[place]];
      if (number) {
        const [x, y] = [keyOf(a), keyOf(b)];
        if (x === null || y === null) return (x === null) - (y === null);
        return first * (x - y);
      }
      const [x, y] = [textOf(a), textOf(b)];
      if (!x || !y) return !x - !y;
      return first * order.compare(x, y);
    };
    rows.sort(compare);
    for (const row of rows) {
      const opened = row.nextElementSibling;
      table.tBodies[0].append(row);
      if (opened && opened.classList.contains("opened")) table.tBodies[0].append(opened);
    }
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", first > 0 ? "ascending" : "descending");
  }

  // As the library compares spellings: no marks, nothing invisible, one alef, one ya, one kaf, one set of digits.
  function fold(text) {
    return text.toLowerCase().normalize("NFKD").replace(/[\p{Mn}\p{Cf}\u0640]/gu, "")
      .replace(/\u0671/g, "\u0627").replace(/[\u0649\u06cc]/g, "\u064a").replace(/[\u0629\u06c1\u06d5]/g, "\u0647")
      .replace(/\u06a9/g, "\u0643").replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) % 16)
      .replace(/\s+/g, " ");
  }

  function searchable(table) {
    const box = document.createElement("input");
    box.type = "search";
    box.className = "search";
    box.placeholder = say.search;
    box.setAttribute("aria-label", say.search);
    const told = document.createElement("span");
    told.className = "note";
    told.setAttribute("role", "status");
    const tools = document.createElement("div");
    tools.className = "tools";
    tools.append(box, told);
    table.parentElement.before(tools);
    const held = new Map(rowsOf(table.tBodies[0]).map((row) => [row, fold(row.textContent)]));
    box.addEventListener("input", () => {
      const wanted = fold(box.value.trim());
      let count = 0;
      for (const row of rowsOf(table.tBodies[0])) {
        const hit = held.get(row).includes(wanted);
        row.hidden = !hit;
        count += hit;
        const opened = row.nextElementSibling;
        if (opened && opened.classList.contains("opened")) opened.hidden = !hit;
      }
      told.textContent = wanted ? say.found.replace("{count}", count) : "";
    });
  }

  function toggle(link) {
    const row = link.closest("tr");
    const next = row.nextElementSibling;
    if (next && next.classList.contains("opened")) {
      document.getElementById(link.dataset.home).append(next.cells[0].firstElementChild);
      next.remove();
      link.setAttribute("aria-expanded", "false");
      return;
    }
    const section = document.getElementById(link.hash.slice(1));
    link.dataset.home = section.parentElement.id;
    const opened = row.parentElement.insertRow(row.sectionRowIndex + 1);
    opened.className = "opened";
    const cell = opened.insertCell();
    cell.colSpan = row.cells.length;
    cell.append(section);
    opened.hidden = row.hidden;
    link.setAttribute("aria-expanded", "true");
  }

  let homes = 0;
  for (const home of document.querySelectorAll("details.contexts")) {
    home.id = home.id || `contexts-${homes++}`;
    home.classList.add("scripted");
  }
  for (const table of document.querySelectorAll(".table table")) {
    [...table.tHead.rows[0].cells].forEach((header, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => sort(table, place, header));
    });
    if (table.tBodies[0].rows.length > 7) searchable(table);
  }
  for (const link of document.querySelectorAll("td a.evidence")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => { event.preventDefault(); toggle(link); });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); toggle(link); }
    });
  }
  // A label of a figure opens the row of its table.
  for (const label of document.querySelectorAll("svg a.evidence")) {
    const link = document.querySelector(`td a.evidence[href="${label.getAttribute("href")}"]`);
    if (!link) continue;
    label.addEventListener("click", (event) => {
      event.preventDefault();
      if (link.getAttribute("aria-expanded") === "false") toggle(link);
      link.focus();
      link.closest("tr").scrollIntoView({ block: "center" });
    });
  }
});
