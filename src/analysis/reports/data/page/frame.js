// Figures: their registry, their tabs, and the view that they draw from.

const FIGURES = {};

// Register how a figure is drawn; see docs in figures/front-volume.js. `name` is that of data-figure.
function figure(name, drawing) {
  FIGURES[name] = drawing;
}

// What a figure draws from. `mask` are the articles of the filter; `without("outlet")` those of the filter without the
// dimension that the figure draws itself; `set({outlet: 3})` changes the filter; `open(evidence)` opens the drawer.
function viewOf(data, filter, change) {
  const masks = new Map();
  const view = {
    data, filter, meta: data.meta, language: LANGUAGE, time: stepsOf(data),
    filtered: isFiltered(filter),
    without(...names) {
      const key = names.sort().join(" ");
      if (!masks.has(key)) masks.set(key, masked(data, filter, ...names));
      return masks.get(key);
    },
    set: (changed) => change({ ...filter, ...changed }),
    open: (evidence, from) => openDrawer(view, evidence, from),
    outletName: (row) => (row >= 0 ? nameIn(data.meta.outlets[row]) : say("no_outlet")),
    themeName: (row) => nameIn(data.meta.themes[row]),
    actorName: (row) => nameOf(data.actors, row),
  };
  view.mask = view.without();
  view.count = sum(view.mask);
  return view;
}

const shown = []; // the figures of the page: {section, chart, drawing, tabs}

// Give a section its tabs: Chart (and further forms), Table, Sources, and the button that saves the table.
function dress(section, live) {
  const name = section.dataset.figure;
  const drawing = live ? FIGURES[name] : null;
  const part = { section, name, drawing, form: null, panels: {}, stale: true };
  part.finding = section.querySelector(":scope > .finding");
  part.note = section.querySelector(":scope > .note");
  if (drawing?.bare) return bare(part);
  const head = html("div", { class: "head" });
  const said = html("div", { class: "said" }, ...section.querySelectorAll(":scope > .question, :scope > .finding"));
  section.prepend(head);
  head.append(said);
  const chart = filled(section.querySelector(":scope > .chart"), live);
  const rows = filled(unfolded(section.querySelector(":scope > .rows")), live);
  const sources = unfolded(section.querySelector(":scope > .sources"));
  Object.assign(part, { chart, rows, fallback: chart ? [...chart.childNodes] : [] });
  const tabs = [];
  const forms = drawing?.forms || [["chart", drawing?.tab || "tab.chart"]];
  if (chart) for (const [form, label] of forms) tabs.push({ form, label: say(label), panel: chart });
  if (rows) tabs.push({ form: "table", label: say("tab.table"), panel: rows });
  if (sources) tabs.push({ form: "sources", label: say("tab.sources"), panel: sources });
  const cite = tabs.length ? citeButton(() => ofFigure(section)) : null;
  if (tabs.length) head.append(tabList(part, tabs, section.id));
  if (cite) head.lastElementChild.append(cite);
  if (drawing?.rows) {
    const button = html("button", { type: "button", class: "csv", text: "CSV", title: say("csv"), onclick: () => save(`${name}.csv`, csvOf(part.view.meta, drawing.rows(part.view, part.counted), drawing.cites || name)) });
    head.lastElementChild.insertBefore(button, cite);
  }
  shown.push(part);
  return part;
}

// A figure without a head of its own: neither question nor tabs.
function bare(part) {
  const { section } = part;
  section.setAttribute("aria-label", section.querySelector(":scope > .question")?.textContent || part.name);
  for (const each of section.querySelectorAll(":scope > :not(.chart)")) each.remove();
  section.classList.add("bare");
  Object.assign(part, { chart: section.querySelector(":scope > .chart"), finding: null, note: null });
  part.fallback = [...part.chart.childNodes];
  shown.push(part);
  return part;
}

// A part that holds nothing, and that nothing will be drawn into, is no tab.
function filled(panel, live) {
  return panel && (live || panel.childElementCount) ? panel : null;
}

function unfolded(details) {
  if (!details || details.tagName !== "DETAILS") return details;
  details.querySelector(":scope > summary")?.remove();
  const panel = html("div", { class: details.className }, ...details.childNodes);
  details.replaceWith(panel);
  return panel;
}

function tabList(part, tabs, id) {
  const list = html("div", { class: "tablist", role: "tablist", "aria-label": say("views") });
  const buttons = tabs.map(({ form, label, panel }, place) => {
    panel.id ||= `${id}-${panel.className.split(" ")[0]}`;
    panel.setAttribute("role", "tabpanel");
    return html("button", { type: "button", role: "tab", id: `${id}-tab-${form}`, "aria-controls": panel.id, text: label,
      onclick: () => choose(place), onkeydown: (event) => step(event, place) });
  });
  function choose(place) {
    part.form = tabs[place].form;
    buttons.forEach((button, at) => {
      button.setAttribute("aria-selected", at === place);
      button.tabIndex = at === place ? 0 : -1;
    });
    for (const { panel } of tabs) panel.hidden = panel !== tabs[place].panel;
    tabs[place].panel.setAttribute("aria-labelledby", buttons[place].id);
    if (part.note) part.note.hidden = tabs[place].panel !== part.chart;
    if (part.view) paint(part);
  }
  function step(event, place) {
    const way = { ArrowRight: RTL ? -1 : 1, ArrowLeft: RTL ? 1 : -1 }[event.key];
    if (!way) return;
    const next = (place + way + tabs.length) % tabs.length;
    choose(next);
    buttons[next].focus();
  }
  list.append(...buttons);
  choose(0);
  return html("div", { class: "tabs" }, list);
}

// Count and draw what a figure shows under a view; what fails keeps its static form.
function redraw(part, view) {
  if (!part.drawing) return;
  const { drawing } = part;
  if (drawing.fits && !drawing.fits(view)) { // of this corpus the page holds too little: the static form stays
    part.drawing = null;
    part.section.querySelector(".csv")?.remove();
    enliven(part.section);
    return;
  }
  part.view = view;
  try {
    part.counted = drawing.count ? drawing.count(view) : null;
    const nothing = !view.count && !drawing.always;
    // What has nothing to show is one muted line.
    part.section.classList.toggle("silent", !nothing && Array.isArray(part.counted) && !part.counted.length);
    const said = nothing ? say("none_fit") : drawing.finding?.(view, part.counted);
    if (part.finding && said) part.finding.textContent = said;
    if (part.note && drawing.note) part.note.textContent = nothing ? "" : drawing.note(view, part.counted) || "";
    paint(part);
  } catch (error) {
    console.error(part.name, error);
    part.drawing = null;
    part.chart?.replaceChildren(...part.fallback);
  }
}

function paint(part) {
  const { drawing, view, counted } = part;
  if (!drawing || !view) return;
  if (part.form === "table" && drawing.rows) {
    showTable(part.rows, view.meta, drawing.rows(view, counted), part.finding?.textContent || part.name);
  } else if (part.form !== "table" && part.form !== "sources" && part.chart) {
    const held = heldFocus(part.chart);
    part.chart.replaceChildren();
    if (!view.count && !drawing.always) part.chart.append(html("p", { class: "empty", text: say("none_fit") }));
    else if (drawing.draw(view, part.chart, counted, part.form) === false) part.chart.replaceChildren(...part.fallback); // the static form is one of its own
    held?.();
  }
}

// A redrawn picture keeps the focus that it had: on its brush, or on the mark in the same place.
function heldFocus(box) {
  const node = document.activeElement;
  if (!box.contains(node)) return null;
  const kind = node.matches("[data-mark]") ? "[data-mark]" : node.matches("[role=slider]") ? "[role=slider]" : `${node.tagName}[class]`;
  const place = [...box.querySelectorAll(kind)].indexOf(node);
  return () => box.querySelectorAll(kind)[place]?.focus({ preventScroll: true });
}
