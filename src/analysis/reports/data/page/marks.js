// Marks: what a picture lets one point at, focus and open. One tab stop a picture; arrows go to the nearest mark.

const TIP = html("div", { id: "tip", "aria-hidden": "true", hidden: true });

// Make a node a mark. `tip`: lines that hover and focus show; `label`: what it is called (else the tip);
// `open`: what a click or Enter does; `enter`, `leave`: what else pointing does.
function mark(pad, node, { tip = [], label = tip.join(", "), open = null, enter = null, leave = null, area = 0 }) {
  const first = !pad.root.querySelector("[data-mark]");
  node.classList.add("mark");
  if (area) widen(node, area);
  for (const [name, value] of Object.entries({ role: open ? "button" : "img", tabindex: first ? 0 : -1, "aria-label": label, "data-mark": "" })) {
    node.setAttribute(name, value);
  }
  const show = (event) => { showTip(node, tip, event); enter?.(); };
  const hide = () => { TIP.hidden = true; leave?.(); };
  node.addEventListener("pointerenter", show);
  node.addEventListener("pointerleave", hide);
  node.addEventListener("focus", show);
  node.addEventListener("blur", hide);
  if (open) node.addEventListener("click", () => { if (!pad.dragged) open(node); });
  if (first) pad.root.addEventListener("keydown", (event) => steer(pad.root, event));
  return node;
}

// An unseen rectangle around a small mark: it can be hit by a finger. All are measured together, once all is drawn.
const narrow = [];
function widen(node, area) {
  narrow.push([node, area]);
  if (narrow.length > 1) return;
  queueMicrotask(() => {
    const measured = narrow.splice(0).filter(([each]) => each.isConnected).map(([each, least]) => [each, least, each.getBBox()]);
    for (const [each, least, box] of measured) {
      const [wide, high] = [Math.max(box.width, least), Math.max(box.height, least)];
      each.prepend(svg("rect", { class: "hit", x: box.x - (wide - box.width) / 2, y: box.y - (high - box.height) / 2, width: wide, height: high }));
    }
  });
}

const WAYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
function steer(root, event) {
  const node = event.target.closest("[data-mark]");
  if (!node) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    node.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  } else if (event.key === "Escape") {
    TIP.hidden = true;
  } else if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    const all = [...root.querySelectorAll("[data-mark]")];
    move(root, event.key === "Home" ? all[0] : all[all.length - 1]);
  } else if (WAYS[event.key] && !event.shiftKey) {
    event.preventDefault();
    const next = nearest(root, node, WAYS[event.key]);
    if (next) move(root, next);
  }
}

function move(root, node) {
  for (const each of root.querySelectorAll('[data-mark][tabindex="0"]')) each.setAttribute("tabindex", -1);
  node.setAttribute("tabindex", 0);
  node.focus();
}

// The mark that lies nearest in a direction: little aside, then little away.
function nearest(root, node, [right, down]) {
  const middle = (each) => { const box = each.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
  const [x, y] = middle(node);
  let best = null;
  let least = Infinity;
  for (const each of root.querySelectorAll("[data-mark]")) {
    const [dx, dy] = middle(each).map((value, place) => value - [x, y][place]);
    const ahead = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    if (ahead < 1 || each === node) continue;
    const far = ahead + 3 * aside;
    if (far < least) [best, least] = [each, far];
  }
  return best;
}

function showTip(node, lines, event) {
  if (!lines.length) return;
  TIP.replaceChildren(...lines.map((line) => html("div", { text: line })));
  TIP.hidden = false;
  const box = node.getBoundingClientRect();
  const own = TIP.getBoundingClientRect();
  const x = event?.pointerType ? event.clientX : box.x + box.width / 2;
  const left = Math.min(Math.max(x - own.width / 2, 8), document.documentElement.clientWidth - own.width - 8);
  const above = box.y - own.height - 8;
  TIP.style.left = `${left}px`;
  TIP.style.top = `${above > 8 ? above : Math.min(box.bottom + 8, innerHeight - own.height - 8)}px`;
}

// Choose a period on bars of time: drag, or arrows (Shift widens, Escape clears). `steps` are {from, to, x, wide} in
// pixels of the canvas; `choose` is told the days, or null.
function brush(pad, { steps, y, high, filter, choose, click = null, label }) {
  const place = (days) => [steps.findIndex((each) => each.to >= days[0]), steps.findLastIndex((each) => each.from <= days[1])];
  let [one, other] = filter.days ? place(filter.days) : [-1, -1];
  const shade = pad.bar(0, y, 0, high, "brush");
  const show = () => {
    const some = one >= 0 && other >= 0;
    shade.toggleAttribute("hidden", !some);
    const [low, top] = [Math.min(one, other), Math.max(one, other)];
    if (some) {
      const [from, to] = [steps[low].x, steps[top].x + steps[top].wide];
      shade.setAttribute("x", RTL ? pad.width - to : from);
      shade.setAttribute("width", to - from);
    }
    handle.setAttribute("aria-valuenow", some ? top : steps.length - 1);
    handle.setAttribute("aria-valuetext", some ? `${steps[low].label} – ${steps[top].label}` : say("all_days"));
  };
  const tell = () => choose(one < 0 ? null : [steps[Math.min(one, other)].from, steps[Math.max(one, other)].to]);
  const handle = pad.bar(0, y, pad.width, high, "handle");
  for (const [name, value] of Object.entries({ role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": 0, "aria-valuemax": steps.length - 1 })) {
    handle.setAttribute(name, value);
  }
  show();
  const stepAt = (event) => {
    const box = pad.root.getBoundingClientRect();
    const x = RTL ? box.right - event.clientX : event.clientX - box.left;
    const found = steps.findLastIndex((each) => each.x <= x);
    return Math.max(found, 0);
  };
  let start = null;
  handle.addEventListener("pointerdown", (event) => { start = stepAt(event); handle.setPointerCapture(event.pointerId); });
  handle.addEventListener("pointermove", (event) => {
    const at = stepAt(event);
    if (steps[at].tip) showTip(handle, steps[at].tip, event);
    if (start === null || (at === start && one < 0)) return;
    [one, other] = [start, at];
    pad.dragged ||= at !== start;
    if (pad.dragged) show();
  });
  handle.addEventListener("pointerleave", () => { TIP.hidden = true; });
  handle.addEventListener("pointerup", (event) => {
    const at = stepAt(event);
    const dragged = pad.dragged;
    const from = start;
    [start, pad.dragged] = [null, false];
    if (dragged) { [one, other] = [from, at]; tell(); } else if (click) click(steps[at], handle); else { [one, other] = [at, at]; tell(); }
  });
  handle.addEventListener("keydown", (event) => {
    const way = { ArrowRight: RTL ? -1 : 1, ArrowLeft: RTL ? 1 : -1, ArrowUp: 1, ArrowDown: -1 }[event.key];
    const inside = (at) => Math.min(Math.max(at, 0), steps.length - 1);
    if (event.key === "Escape" && one >= 0) [one, other] = [-1, -1];
    else if ((event.key === "Enter" || event.key === " ") && click && one >= 0) { event.preventDefault(); click(steps[other], handle); return; }
    else if (way && one < 0) one = other = way > 0 ? 0 : steps.length - 1;
    else if (way && event.shiftKey) other = inside(other + way);
    else if (way) one = other = inside(other + way);
    else return;
    event.preventDefault();
    event.stopPropagation();
    show();
    tell();
  });
  return handle;
}
