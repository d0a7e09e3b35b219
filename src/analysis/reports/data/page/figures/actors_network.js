// Who appears with whom? A network with a panel that tells the same, and a matrix.

const MOST_LINES = 64; // lines at first sight
const MOST_CELLS = 200; // of the matrix, on either side of the diagonal
const state = { least: null, pin: null };

const network = {
  cites: "actors-cooccurrence",
  forms: [["network", "tab.network"], ["matrix", "tab.matrix"]],

  // Pairs by sentences, and by independent texts: [{one, other, sentences, articles, npmi}], the most sentences first.
  count(view) {
    const { pairs, actors, articles } = view.data;
    const mask = view.without("actor");
    const size = actors.id.length;
    const found = new Map();
    const texts = Array.from({ length: size }, () => new Set());
    const all = new Set();
    for (let row = 0; row < pairs.article.length; row++) {
      const article = pairs.article[row];
      if (!mask[article]) continue;
      const text = articles.text ? articles.text[article] : article;
      const within = [...pairs.idx.slice(pairs.at[row], pairs.at[row + 1])].sort((one, other) => one - other);
      all.add(text);
      within.forEach((one, place) => {
        texts[one].add(text);
        for (const other of within.slice(place + 1)) {
          const key = one * size + other;
          if (!found.has(key)) found.set(key, { one, other, sentences: 0, articles: new Set(), texts: new Set() });
          const pair = found.get(key);
          pair.sentences++;
          pair.articles.add(article);
          pair.texts.add(text);
        }
      });
    }
    const list = [...found.values()].sort((a, b) => b.sentences - a.sentences || a.one - b.one || a.other - b.other);
    for (const pair of list) {
      const [joint, left, right] = [pair.texts.size, texts[pair.one].size, texts[pair.other].size];
      Object.assign(pair, { npmi: association(joint, left, right, all.size).npmi, articles: pair.articles.size });
    }
    return { pairs: list, found: articlesOf(actors, mask, size) };
  },

  // What stands together more than chance lets expect comes before what is frequent: the tie of the front page.
  finding(view, { pairs }) {
    if (!pairs.length) return say("network.none");
    const [tie] = surprising(view, "tie");
    if (tie) return say("network.tie", { one: isolated(view.actorName(tie.few)), other: isolated(view.actorName(tie.many)), some: tie.count, n: tie.ofFew });
    const [{ one, other, sentences }] = pairs;
    return say("network.most", { one: isolated(view.actorName(one)), other: isolated(view.actorName(other)), sentences: say("sentences", { n: sentences }) });
  },

  draw(view, box, counted, form) {
    if (form === "matrix") drawMatrix(view, box, counted);
    else drawNetwork(view, box, counted);
  },

  rows(view, { pairs }) {
    const columns = [{ name: "first", kind: "name" }, { name: "second", kind: "name" }, { name: "sentences", kind: "number" }, { name: "articles", kind: "number" }, { name: "npmi", kind: "decimal" }];
    const rows = pairs.map((pair) => ({ values: [view.actorName(pair.one), view.actorName(pair.other), pair.sentences, pair.articles, pair.npmi], open: (node) => openPair(view, pair, node), key: keyOf(...[pair.one, pair.other].map((actor) => view.data.actors.id[actor]).sort()) }));
    return { columns, rows };
  },

  note: () => say("network.note"),
};

function openPair(view, { one, other }, node) {
  const title = say("network.with", { one: isolated(view.actorName(one)), other: isolated(view.actorName(other)) });
  view.open({ title, items: ofActors(view, [one, other], view.without("actor")) }, node);
}

// The least threshold that leaves MOST_LINES lines, and three sentences where there is room.
function startOf(pairs) {
  const counts = pairs.map((pair) => pair.sentences);
  return counts.length > MOST_LINES ? counts[MOST_LINES] + 1 : 1;
}

function drawNetwork(view, box, { pairs, found }) {
  const { net, actors } = view.data;
  const placed = pairs.filter(({ one, other }) => net.x[one] !== null && net.x[other] !== null);
  const highest = placed[0]?.sentences || 1;
  const least = Math.min(state.least ?? startOf(placed), highest);
  const pin = view.filter.actor ?? state.pin;
  const lines = placed.filter((pair) => pair.sentences >= least || pair.one === pin || pair.other === pin);
  const nodes = [...actors.id.keys()].filter((actor) => net.x[actor] !== null && found[actor]);
  const left = html("div", { class: "canvas" });
  const panel = html("div", { class: "beside" });
  box.append(controls(view, box, { least, highest, nodes }), html("div", { class: "network" }, left, panel));
  const picture = drawGraph(view, left, { nodes, lines, found, pin, repaint: () => repaint(view, box) });
  fillPanel(view, panel, { pairs, lines, found, pin, repaint: () => repaint(view, box), point: picture.point });
}

function repaint(view, box) {
  box.replaceChildren();
  network.draw(view, box, network.count(view), "network");
}

function controls(view, box, { least, highest, nodes }) {
  const names = nodes.map((actor) => [view.actorName(actor), actor]);
  const find = html("input", { type: "search", class: "search", placeholder: say("network.find"), "aria-label": say("network.find"), list: "network-names" });
  find.addEventListener("change", () => {
    const wanted = folded(find.value.trim());
    const hit = wanted && (names.find(([name]) => folded(name) === wanted) || names.find(([name]) => folded(name).includes(wanted)));
    if (!hit) return;
    state.pin = hit[1];
    repaint(view, box);
    box.querySelector("input")?.focus();
  });
  const told = html("span", { text: say("network.least", { n: least }) });
  const slider = html("input", { type: "range", min: 1, max: highest, value: least, "aria-label": say("network.least", { n: least }) });
  slider.addEventListener("change", () => { state.least = Number(slider.value); repaint(view, box); box.querySelector("input[type=range]")?.focus(); });
  slider.addEventListener("input", () => { told.textContent = say("network.least", { n: Number(slider.value) }); });
  const options = html("datalist", { id: "network-names" }, ...names.map(([name]) => html("option", { value: name })));
  return html("div", { class: "controls" }, find, options, slider, told, legend(nodes.map((actor) => view.data.actors.type[actor])));
}

function drawGraph(view, box, { nodes, lines, found, pin, repaint }) {
  const { net, actors } = view.data;
  const wide = Math.max(box.clientWidth, 240);
  const ends = (values) => [Math.min(...values), Math.max(...values)];
  const [xs, ys] = [ends(nodes.map((actor) => net.x[actor])), ends(nodes.map((actor) => net.y[actor]))];
  const ratio = Math.min(1, (wide - 120) / (xs[1] - xs[0] || 1));
  const height = Math.max(Math.min((ys[1] - ys[0]) * Math.max(ratio, 0.62) + 90, 640), 220);
  const pad = canvas(box, { height, label: say("network") });
  const [x, y] = [linear(xs, [64, wide - 64]), linear(ys, [36, height - 48])];
  const at = new Map(nodes.map((actor) => [actor, [x(net.x[actor]), y(net.y[actor])]]));
  const radius = linear([0, Math.sqrt(Math.max(...nodes.map((actor) => found[actor]), 1))], [4, 15]);
  hulls(pad, nodes, at, net.community);
  const thick = linear([0, Math.sqrt(Math.max(...lines.map((pair) => pair.sentences), 1))], [0.6, 8]);
  const edges = lines.map((pair) => {
    const node = pad.line(...at.get(pair.one), ...at.get(pair.other), "edge");
    node.setAttribute("stroke-width", thick(Math.sqrt(pair.sentences)));
    return { ...pair, node };
  });
  const discs = nodes.map((actor) => ({ actor, r: radius(Math.sqrt(found[actor])), at: at.get(actor) }));
  const texts = labels(view, pad, discs);
  const marks = new Map();
  const point = (actor) => {
    const near = new Set([actor, ...edges.filter((each) => each.one === actor || each.other === actor).flatMap((each) => [each.one, each.other])]);
    pad.root.classList.toggle("pointed", actor !== null);
    for (const each of edges) each.node.classList.toggle("near", each.one === actor || each.other === actor);
    for (const [each, node] of marks) node.classList.toggle("near", near.has(each));
    for (const [each, { node, hidden }] of texts) {
      node.classList.toggle("near", near.has(each));
      node.toggleAttribute("hidden", hidden && (actor === null || !near.has(each)));
    }
  };
  for (const { actor, r, at: [cx, cy] } of discs) {
    const node = pad.glyph(actors.type[actor], cx, cy, r);
    marks.set(actor, node);
    pad.mark(node, {
      tip: [`${view.actorName(actor)}: ${say("articles", { n: found[actor] })}`], enter: () => point(actor), leave: () => point(pin),
      open: () => { state.pin = state.pin === actor ? null : actor; repaint(); },
    });
  }
  for (const { node } of texts.values()) pad.root.append(node);
  point(pin ?? null);
  return { point: (actor) => point(actor ?? pin ?? null) };
}

function hulls(pad, nodes, at, community) {
  const groups = new Map();
  for (const actor of nodes) if (community[actor] >= 0) (groups.get(community[actor]) || groups.set(community[actor], []).get(community[actor])).push(at.get(actor));
  for (const points of groups.values()) {
    if (points.length < 3) continue;
    const path = pad.path(around(points), "hull");
    path.setAttribute("d", `${path.getAttribute("d")}Z`);
  }
}

// The convex hull of points (Andrew 1979).
function around(points) {
  const order = [...points].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const turn = ([ax, ay], [bx, by], [cx, cy]) => (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  const half = (list) => list.reduce((kept, point) => {
    while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
    return [...kept, point];
  }, []).slice(0, -1);
  return [...half(order), ...half(order.reverse())];
}

// Names below, right, left or above their nodes, by least overlap; what still collides shows when it is pointed at.
function labels(view, pad, discs) {
  const taken = discs.map(({ at: [x, y], r }) => [x - r, y - r, x + r, y + r]);
  const over = ([a, b, c, d]) => sum(taken.map(([e, f, g, h]) => Math.max(0, Math.min(c, g) - Math.max(a, e)) * Math.max(0, Math.min(d, h) - Math.max(b, f))));
  const found = new Map();
  for (const { actor, r, at: [x, y] } of [...discs].sort((one, other) => other.r - one.r)) {
    const text = fitted(view.actorName(actor), 170, 12, 600);
    const wide = widthOf(text, 12, 600);
    const places = [[x, y + r + 15, "middle", x - wide / 2], [x + r + 5, y + 4, "start", x + r + 5], [x - r - 5, y + 4, "end", x - r - 5 - wide], [x, y - r - 5, "middle", x - wide / 2]]
      .map(([tx, ty, anchor, from]) => ({ tx, ty, anchor, box: [from, ty - 11, from + wide, ty + 3] }))
      .map((place) => ({ ...place, over: over(place.box) + (place.box[0] < 0 || place.box[2] > pad.width || place.box[3] > pad.height ? 1e6 : 0) }));
    const best = places.reduce((least, place) => (place.over < least.over ? place : least));
    const hidden = best.over > 12;
    if (!hidden) taken.push(best.box);
    const node = pad.text(best.tx, best.ty, text, { anchor: best.anchor, name: "label strong node" });
    node.toggleAttribute("hidden", hidden);
    found.set(actor, { node, hidden });
  }
  return found;
}

// The same in words: the neighbours of the pinned actor, else the pairs. It is the way in without a mouse.
function fillPanel(view, panel, { pairs, found, pin, repaint, point }) {
  const name = (actor) => view.actorName(actor);
  const entry = (actors, pair, text) => html("li", {}, html("button", { type: "button", class: "opens", onclick: (event) => openPair(view, pair, event.currentTarget),
    onfocus: () => point(actors[0]), onblur: () => point(null) },
  svg("svg", { width: 14, height: 14, "aria-hidden": "true" }, glyph(view.data.actors.type[actors[0]], 7, 7, 5)), html("bdi", { text })),
  html("span", { class: "count", text: number(pair.sentences) }));
  if (pin === null || pin === undefined) {
    panel.append(html("h3", { text: say("network.pairs") }), html("ol", {}, ...pairs.slice(0, 12).map((pair) =>
      entry([pair.one], pair, say("network.with", { one: isolated(name(pair.one)), other: isolated(name(pair.other)) })))));
    return;
  }
  const near = pairs.filter((pair) => pair.one === pin || pair.other === pin);
  const told = [say("articles", { n: found[pin] }), say("network.neighbours", { n: near.length })].join(say("comma"));
  const other = LANGUAGE === "ar" ? "" : view.data.actors.ar[pin];
  panel.append(html("h3", {}, html("bdi", { text: name(pin) }), other && other !== name(pin) ? html("bdi", { class: "arabic", text: ` · ${other}` }) : null), html("p", { class: "note", text: told }),
    html("ol", {}, ...near.slice(0, 16).map((pair) => entry([pair.one === pin ? pair.other : pair.one], pair, name(pair.one === pin ? pair.other : pair.one)))));
  const all = html("button", { type: "button", class: "clear", text: say("network.all"), onclick: (event) => view.open({ title: name(pin), items: ofActors(view, [pin], view.without("actor")) }, event.currentTarget) });
  const loose = html("button", { type: "button", class: "clear", text: say("network.unpin"), onclick: () => { state.pin = null; view.filter.actor === null ? repaint() : view.set({ actor: null }); } });
  panel.append(html("p", {}, all, loose));
}

function drawMatrix(view, box, { pairs }) {
  const { community } = view.data.net;
  const degree = new Map();
  for (const { one, other, sentences } of pairs) for (const actor of [one, other]) degree.set(actor, (degree.get(actor) || 0) + sentences);
  const ranks = [...degree.keys()].sort((one, other) => degree.get(other) - degree.get(one) || one - other);
  const narrow = box.clientWidth < 640;
  let kept = ranks.slice(0, narrow ? 10 : 24);
  const within = () => pairs.filter(({ one, other }) => kept.includes(one) && kept.includes(other));
  while (within().length > MOST_CELLS) kept = kept.slice(0, -1);
  const group = (actor) => (community[actor] >= 0 ? community[actor] : 1e9);
  kept.sort((one, other) => group(one) - group(other) || degree.get(other) - degree.get(one));
  const names = narrow ? 120 : 190;
  const head = 110;
  const cell = Math.min(28, (box.clientWidth - names - 40) / Math.max(kept.length, 1));
  const pad = canvas(box, { height: head + kept.length * cell + 8, label: say("network.matrix") });
  kept.forEach((actor, place) => {
    const middle = head + place * cell + cell / 2;
    pad.text(names - 8, middle + 4, fitted(view.actorName(actor), names - 12), { anchor: "end" });
    const text = pad.text(names + place * cell + cell / 2 + 4, head - 6, fitted(view.actorName(actor), 108, 12), { name: "label muted" });
    text.setAttribute("transform", `rotate(${RTL ? 62 : -62} ${text.getAttribute("x")} ${head - 6})`);
    pad.bar(names, head + place * cell, kept.length * cell, cell - 1, "bar panel");
    pad.bar(names + place * cell, head + place * cell, cell - 1, cell - 1, "bar pale");
  });
  const shade = linear([0, Math.sqrt(pairs[0]?.sentences || 1)], [0.18, 1]);
  for (const pair of within()) {
    const places = [kept.indexOf(pair.one), kept.indexOf(pair.other)];
    for (const [row, column] of [places, [...places].reverse()]) {
      const deep = shade(Math.sqrt(pair.sentences));
      const node = pad.bar(names + column * cell, head + row * cell, cell - 1, cell - 1, "bar");
      node.style.opacity = deep;
      if (pair.sentences >= 3) pad.text(names + column * cell + (cell - 1) / 2, head + row * cell + cell / 2 + 4, number(pair.sentences), { anchor: "middle", name: deep > 0.6 ? "label over on-bar" : "label over" });
      const tip = `${say("network.with", { one: isolated(view.actorName(kept[row])), other: isolated(view.actorName(kept[column])) })}: ${say("sentences", { n: pair.sentences })}`;
      pad.mark(node, { tip: [tip], open: (from) => openPair(view, pair, from) });
    }
  }
}

figure("actors-network", network);
