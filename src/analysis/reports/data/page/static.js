// Tables as the notebooks wrote them: they sort and search, and rows open the sentences that they count. Without this
// script nothing is lost: the rows lead to their sentences below the table.

let homes = 0;

function enliven(section) {
  for (const home of section.querySelectorAll("details.contexts")) {
    home.id ||= `contexts-${homes++}`;
    home.classList.add("scripted");
  }
  for (const table of section.querySelectorAll(".table table")) {
    [...table.tHead.rows[0].cells].forEach((header, place) => {
      const button = html("button", { type: "button" }, ...header.childNodes);
      header.append(button);
      button.addEventListener("click", () => sortRows(table, place, header));
    });
    if (table.tBodies[0].rows.length > 7) searchable(table);
    citable(table.tBodies[0].rows);
  }
  for (const link of section.querySelectorAll("td a.evidence")) {
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => { event.preventDefault(); toggleRow(link); });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") { event.preventDefault(); toggleRow(link); }
    });
  }
  for (const label of section.querySelectorAll("svg a.evidence")) {
    const target = label.getAttribute("href");
    label.addEventListener("click", (event) => { event.preventDefault(); openRow(target); });
  }
}

function plainRows(body) {
  return [...body.rows].filter((row) => !row.classList.contains("opened"));
}

function sortRows(table, place, header) {
  const down = header.getAttribute("aria-sort") === "descending";
  const numeric = header.classList.contains("number");
  const way = header.getAttribute("aria-sort") ? (down ? 1 : -1) : numeric ? -1 : 1;
  const order = new Intl.Collator(LANGUAGE === "ar" ? "ar" : ["en", "ar"], { numeric: true });
  const key = (row) => {
    const cell = row.cells[place];
    if (numeric) return cell && cell.dataset.value !== undefined ? Number(cell.dataset.value) : null;
    return (cell && cell.textContent.trim()) || null;
  };
  const rows = plainRows(table.tBodies[0]).map((row) => [row, key(row)]);
  rows.sort(([, one], [, other]) => {
    if (one === null || other === null) return (one === null) - (other === null);
    return way * (numeric ? one - other : order.compare(one, other));
  });
  for (const [row] of rows) {
    const opened = row.nextElementSibling;
    table.tBodies[0].append(row);
    if (opened && opened.classList.contains("opened")) table.tBodies[0].append(opened);
  }
  for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
}

function searchable(table) {
  const told = html("span", { class: "note", role: "status" });
  const held = new Map(plainRows(table.tBodies[0]).map((row) => [row, folded(row.textContent)]));
  const box = html("input", { type: "search", class: "search", placeholder: say("search_shown"), "aria-label": say("search_shown") });
  box.addEventListener("input", () => {
    const wanted = folded(box.value.trim());
    let count = 0;
    for (const row of plainRows(table.tBodies[0])) {
      row.hidden = !held.get(row).includes(wanted);
      count += !row.hidden;
      const opened = row.nextElementSibling;
      if (opened && opened.classList.contains("opened")) opened.hidden = row.hidden;
    }
    told.textContent = wanted ? say("rows_found", { n: count }) : "";
  });
  table.parentElement.before(html("div", { class: "tools" }, box, told));
}

function toggleRow(link) {
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

// A label of a figure opens the row of its table, in the tab of the table.
function openRow(target) {
  const link = document.querySelector(`td a.evidence[href="${target}"]`);
  if (!link || !link.closest("section").querySelector("details.contexts.scripted")) return false; // a live table
  const panel = link.closest("[role=tabpanel]");
  if (panel && panel.hidden) document.querySelector(`[role=tab][aria-controls="${panel.id}"]`)?.click();
  if (link.getAttribute("aria-expanded") === "false") toggleRow(link);
  link.focus();
  link.closest("tr").scrollIntoView({ block: "center" });
  return true;
}

// Labels whose rows went with a static table point to their own figure: no link leads nowhere.
function relinked() {
  for (const label of document.querySelectorAll("svg a.evidence")) {
    if (!document.getElementById(label.getAttribute("href").slice(1))) label.setAttribute("href", `#${label.closest("section").id}`);
  }
}
