// The filter bar: a strip of volume with a brush, outlet, actor, theme, words; how many articles are left; Clear.

function filterBar(bar, data, change) {
  if (!bar) return { show() {} };
  const strip = html("div", { class: "strip" });
  const { outlets, themes } = data.meta;
  const outlet = choice("outlet", "all_outlets", ranked(outlets.map((each, row) => [nameIn(each), row])), outlets.length > 1);
  const actor = choice("actor", "any_actor", data.actors ? data.actors.id.map((_, row) => [nameOf(data.actors, row), row]) : [], data.actors);
  const theme = choice("theme", "any_theme", ranked((themes || []).map((each, row) => [nameIn(each), row])), data.themes);
  const words = html("input", { type: "search", class: "words", placeholder: say("words"), "aria-label": say("words") });
  const clear = html("button", { type: "button", class: "clear", text: say("clear"), onclick: () => change({ ...NO_FILTER }) });
  const count = html("output", { class: "count", role: "status" });
  const fields = html("div", { class: "fields", id: "filter-fields" }, strip, outlet, actor, theme, data.meta.mode === "all" ? words : null, clear);
  const toggle = html("button", { type: "button", class: "toggle", "aria-expanded": "false", "aria-controls": "filter-fields", text: say("filter"), onclick: () => {
    const open = bar.classList.toggle("open");
    toggle.setAttribute("aria-expanded", open);
    if (open) drawStrip();
  } });
  bar.setAttribute("aria-label", say("filter"));
  bar.replaceChildren(html("div", { class: "bar-in" }, toggle, fields, count));
  let view = null;
  let waiting = 0;
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => change({ ...view.filter, words: words.value.trim() || null }), 200);
  });

  function choice(name, all, options, wanted) {
    if (!wanted || !options.length) return null;
    const list = html("select", { class: name, "aria-label": say(all), onchange: () => change({ ...view.filter, [name]: list.value === "" ? null : Number(list.value) }) },
      html("option", { value: "", text: say(all) }), ...options.map(([text, row]) => html("option", { value: row, text })));
    return list;
  }

  function drawStrip() {
    const held = heldFocus(strip);
    strip.replaceChildren();
    if (data.meta.days) volumeStrip(strip, view);
    else strip.hidden = true;
    held?.();
  }

  return {
    show(next) {
      view = next;
      const { filter } = view;
      for (const [list, value] of [[outlet, filter.outlet], [actor, filter.actor], [theme, filter.theme]]) {
        if (!list) continue;
        list.value = value === null ? "" : String(value);
        list.classList.toggle("on", value !== null);
      }
      if (document.activeElement !== words) words.value = filter.words || "";
      words.classList.toggle("on", Boolean(filter.words));
      clear.hidden = !view.filtered;
      const all = sum(data.articles.counted || new Array(data.size).fill(1));
      count.replaceChildren(...bold(view.filtered ? say("count_of", { n: all, some: number(view.count) }) : say("articles", { n: all }), number(view.filtered ? view.count : all)));
      toggle.classList.toggle("on", view.filtered);
      drawStrip();
    },
  };
}

function ranked(options) {
  return options.sort((one, other) => ORDER.compare(one[0], other[0]));
}

// A phrase with its first number in bold.
function bold(phrase, figure) {
  const at = phrase.indexOf(figure);
  if (at < 0) return [phrase];
  return [phrase.slice(0, at), html("b", { text: figure }), phrase.slice(at + figure.length)];
}

// Bars of time at the width of a box: all articles in pale, those of the filter in colour, what was chosen shaded.
function volumeStrip(box, view) {
  const { steps, stepOf } = view.time;
  const pad = canvas(box, { height: 34, width: Math.max(box.clientWidth, 160), label: say("volume") });
  const all = sizesOf(masked(view.data, NO_FILTER), stepOf, steps.length);
  const some = sizesOf(view.without("days"), stepOf, steps.length);
  const highest = Math.max(...all, 1);
  const wide = pad.width / steps.length;
  const { days } = view.filter;
  steps.forEach((step, place) => {
    const x = place * wide;
    const bar = (value, name) => pad.bar(x, 32 - (value / highest) * 30, wide - (wide > 4 ? 1 : 0), (value / highest) * 30, name);
    if (!step.collected) pad.bar(x, 2, wide, 30, "gap").setAttribute("fill", `url(#${hatching(pad.root)})`);
    else if (view.filtered) bar(all[place], "bar pale");
    const inside = !days || (step.to >= days[0] && step.from <= days[1]);
    bar(some[place], inside ? "bar" : "bar faded");
  });
  pad.line(0, 32.5, pad.width, 32.5, "axis");
  const chosen = steps.map((step, place) => ({ ...step, x: place * wide, wide, label: stepName(view.meta, view.time.grain, step), tip: [`${stepName(view.meta, view.time.grain, step)}: ${say("articles", { n: some[place] })}`] }));
  brush(pad, { steps: chosen, y: 0, high: 34, filter: view.filter, choose: (picked) => view.set({ days: picked }), label: say("brush") });
}
