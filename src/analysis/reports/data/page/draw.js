// Drawing: elements, scales, and a canvas whose x runs with the language of the page.

const SVG = "http://www.w3.org/2000/svg";

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) node.setAttribute(name, value);
  node.append(...children.filter((each) => each !== null));
  return node;
}

// An HTML element; `class`, `text`, and whatever begins with "on" are set as such, all else as attributes.
function html(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((each) => each !== null && each !== undefined));
  return node;
}

// From values to pixels, both as [from, to].
function linear([low, high], [from, to]) {
  const span = high - low || 1;
  return (value) => from + ((value - low) / span) * (to - from);
}

function logarithmic([low, high], range) {
  const scale = linear([Math.log(low), Math.log(high)], range);
  return (value) => scale(Math.log(value));
}

// Ticks from 0 to the highest value: steps of 1, 2, 2.5 or 5 x 10^n, five at most.
function ticks(highest, most = 5) {
  if (!(highest > 0)) return [0];
  const whole = highest > 1;
  for (let power = 10 ** Math.floor(Math.log10(highest / most)); ; power *= 10) {
    for (const factor of [1, 2, 2.5, 5]) {
      const step = factor * power;
      if (highest / step > most || (whole && step % 1)) continue;
      return Array.from({ length: Math.floor(highest / step + 1e-9) + 1 }, (_, place) => place * step);
    }
  }
}

const RULER = document.createElement("canvas").getContext("2d");
const WIDTHS = new Map();
function widthOf(text, size = 13, weight = 400) {
  const key = `${size} ${weight} ${text}`;
  if (!WIDTHS.has(key)) {
    RULER.font = `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
    WIDTHS.set(key, RULER.measureText(text).width);
  }
  return WIDTHS.get(key);
}

// A text that fits a width: whole, or cut at the end of a word.
function fitted(text, width, size = 13, weight = 400) {
  if (widthOf(text, size, weight) <= width) return text;
  const words = text.split(" ");
  while (words.length > 1) {
    words.pop();
    const cut = `${words.join(" ").replace(/[\s.,:;،؛]+$/, "")}…`;
    if (widthOf(cut, size, weight) <= width) return cut;
  }
  let cut = words[0];
  while (cut.length > 1 && widthOf(`${cut}…`, size, weight) > width) cut = cut.slice(0, -1);
  return `${cut}…`;
}

// Whether a text runs from right to left: by its first letter; without one as the page does.
function runsLeft(text) {
  const letter = /[A-Za-z\u00c0-\u024f\u0600-\u06ff\u0750-\u077f]/.exec(text);
  return letter ? letter[0] >= "\u0600" : RTL;
}

// The canvas of a figure: an SVG as wide as its box. `x` counts from where reading begins: on an Arabic page all is
// mirrored here and nowhere else. What it draws is added to `into` (the SVG, or a group).
function canvas(box, { height, label, width = Math.max(box.clientWidth, 240) }) {
  const root = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "live", role: "group", "aria-label": label });
  box.append(root);
  const at = (x) => (RTL ? width - x : x);
  const made = {
    root, width, height, at, into: root,
    narrow: width < 640,
    add(node) { this.into.append(node); return node; },
    bar(x, y, wide, high, name = "bar") {
      const from = RTL ? at(x) - wide : x;
      return this.add(svg("rect", { x: from, y, width: Math.max(wide, 0), height: Math.max(high, 0), class: name }));
    },
    // anchor: start, middle or end, in the direction of reading
    text(x, y, text, { anchor = "start", name = "label" } = {}) {
      const foreign = runsLeft(text) !== RTL; // its own direction turns start and end around
      const turned = foreign ? { start: "end", end: "start", middle: "middle" }[anchor] : anchor;
      return this.add(svg("text", { x: at(x), y, class: name, "text-anchor": turned, direction: foreign ? (RTL ? "ltr" : "rtl") : null }, text));
    },
    line(x1, y1, x2, y2, name = "grid") { return this.add(svg("line", { x1: at(x1), y1, x2: at(x2), y2, class: name })); },
    circle(x, y, r, name = "dot") { return this.add(svg("circle", { cx: at(x), cy: y, r, class: name })); },
    path(points, name = "area") {
      return this.add(svg("path", { d: points.map(([x, y], place) => `${place ? "L" : "M"}${at(x)} ${y}`).join(""), class: name }));
    },
    glyph(type, x, y, r = 5) { return this.add(glyph(type, at(x), y, r)); },
    // Draw what `make` draws into a group of its own, and return that.
    group(make, name = null) {
      const group = this.add(svg("g", { class: name }));
      const before = this.into;
      this.into = group;
      make(this);
      this.into = before;
      return group;
    },
    // A stretch of time that was not collected: hatched, and named where there is room.
    gap(x, y, wide, high) {
      this.bar(x, y, wide, high, "gap").setAttribute("fill", `url(#${hatching(root)})`);
      const told = say("not_collected");
      if (wide > widthOf(told, 12) + 8 && high > 16) {
        this.bar(x + wide / 2 - widthOf(told, 12) / 2 - 4, y + high / 2 - 9, widthOf(told, 12) + 8, 18, "plate");
        this.text(x + wide / 2, y + high / 2 + 4, told, { anchor: "middle", name: "label muted" });
      }
    },
    // A mark that is focused and opened; see marks.js.
    mark(make, options) { return mark(this, typeof make === "function" ? this.group(make) : make, options); },
  };
  return made;
}

let hatchings = 0;
function hatching(root) {
  const known = root.querySelector("pattern");
  if (known) return known.id;
  const id = `hatch-${hatchings++}`;
  const line = svg("path", { d: "M-1 7L7 -1M0 0", class: "hatch" });
  root.append(svg("defs", {}, svg("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse" }, line)));
  return id;
}

// The shape of a type of actor: colour never stands alone.
const SHAPES = { state: "●", armed_group: "◆", organisation: "■", person: "▲" };
function kindOf(type) {
  return type === "government" ? "state" : SHAPES[type] ? type : "other";
}

function glyph(type, x, y, r) {
  const kind = kindOf(type);
  const name = `glyph ${kind}`;
  if (kind === "armed_group") return svg("path", { d: `M${x} ${y - r * 1.25}L${x + r * 1.25} ${y}L${x} ${y + r * 1.25}L${x - r * 1.25} ${y}Z`, class: name });
  if (kind === "organisation") return svg("rect", { x: x - r * 0.9, y: y - r * 0.9, width: r * 1.8, height: r * 1.8, class: name });
  if (kind === "person") return svg("path", { d: `M${x} ${y - r * 1.15}L${x + r * 1.15} ${y + r * 0.85}L${x - r * 1.15} ${y + r * 0.85}Z`, class: name });
  return svg("circle", { cx: x, cy: y, r, class: name });
}

// The legend of the types that a figure shows.
function legend(types) {
  const items = [...new Set(types.map(kindOf))].map((type) => {
    const sign = svg("svg", { width: 14, height: 14, "aria-hidden": "true" }, glyph(type, 7, 7, 5));
    return html("li", {}, sign, html("span", { text: say(`type.${type}`) }));
  });
  return html("ul", { class: "legend" }, ...items);
}

// The names of steps of time under their bars ({x, wide, from, to, collected}), as many as there is room for.
function timeAxis(pad, view, bars, y) {
  let end = -Infinity;
  let before = null;
  for (const bar of bars) {
    if (!bar.collected) continue;
    const text = stepName(view.meta, view.time.grain, bar, before);
    const middle = bar.x + bar.wide / 2;
    const half = widthOf(text, 12) / 2;
    if (middle - half < end + 8 || middle - half < -2 || middle + half > pad.width + 2) continue;
    pad.text(middle, y, text, { anchor: "middle", name: "label muted" });
    [end, before] = [middle + half, bar];
  }
}
