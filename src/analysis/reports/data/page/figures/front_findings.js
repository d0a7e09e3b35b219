// What is surprising here? Up to five cards, one of a kind, each with a picture and its evidence.

figure("front-findings", {
  tab: "tab.findings",
  count: surprises,

  finding(view, found) {
    return say(`stand.${Math.min(leading(found).length, 5)}`);
  },

  draw(view, box, found) {
    const cards = html("div", { class: "cards" });
    box.append(cards);
    const first = leading(found);
    for (const each of first) {
      const told = SAID[each.kind](view, each);
      const picture = html("span", { class: "picture", "aria-hidden": "true" });
      const card = html("button", { type: "button", class: "card mark", onclick: (event) => view.open(evidence(view, each, told), event.currentTarget) },
        html("span", { class: "kicker", text: say(`kind.${each.kind}`) }), html("span", { class: "told", text: told }), picture, html("span", { class: "key", text: say(`key.${each.kind}`, { unit: say(`grain.${view.time.grain}`) }) }));
      cards.append(card);
      PICTURES[each.kind](view, picture, each);
    }
    if (first.length < 4) box.append(html("p", { class: "note", text: say(first.length ? "stand.others" : "stand.none") }));
  },

  rows(view, found) {
    const columns = [{ name: "finding", kind: "text" }, { name: "kind", kind: "text" }, { name: "g2", kind: "decimal" }, { name: "p", kind: "decimal" }];
    const rows = found.map((each) => {
      const told = SAID[each.kind](view, each);
      return { values: [told, say(`kind.${each.kind}`), each.g2, each.p], open: (node) => view.open(evidence(view, each, told), node) };
    });
    return { columns, rows };
  },
});

const SAID = {
  outlet: (view, { outlet, theme, share, others }) => say("said.outlet", { theme: isolated(view.themeName(theme)), outlet: isolated(view.outletName(outlet)), share: percent(share), others: percent(others) }),
  day: (view, { actor, step, count, total }) => say("said.day", { actor: isolated(view.actorName(actor)), count, n: total, day: stepName(view.meta, view.time.grain, view.time.steps[step]) }),
  tie: (view, { few, many, count, ofFew }) => say("said.tie", { count, n: ofFew, few: isolated(view.actorName(few)), many: isolated(view.actorName(many)) }),
  copies: (view, { story, outlets, count, size }) => say("said.copies", { headline: quoted(cut(view.data.stories.headline[story], 60)), outlets: say("outlets", { n: outlets }), count, n: size }),
  relation: (view, { from, to, count, answered }) => say(answered ? "said.relation" : "said.unanswered", { from: isolated(view.actorName(from)), to: isolated(view.actorName(to)), n: count, answered }),
};

function cut(text, most) {
  if (text.length <= most) return text;
  return `${text.slice(0, most + 1).replace(/\s+\S*$/, "")}…`;
}

function evidence(view, each, title) {
  const { data } = view;
  const inside = (rows) => Uint8Array.from({ length: data.size }, (_, row) => Number(rows.includes(row)));
  if (each.kind === "outlet") return { title, items: ofTheme(view, each.theme, inside(each.articles())) };
  if (each.kind === "day") return { title, items: ofActors(view, [each.actor], inside(each.articles())) };
  if (each.kind === "tie") return { title, items: ofActors(view, [each.few, each.many]) };
  if (each.kind === "copies") return { title, items: ofArticles(view, each.rows) };
  return { title, items: ofRows(view, "relations", each.rows, [each.from, each.to]) };
}

// The pictures: 58 pixels high, one idea each, what departs in the hot colour.
const PICTURES = {
  outlet(view, box, { outlet, shares: sharesOf, corpus, share }) {
    const pad = picture(box);
    const shares = sharesOf();
    const top = Math.max(...shares.filter((each) => each !== null)) * 1.05;
    const x = linear([0, top], [8, pad.width - 12]);
    pad.line(4, 32, pad.width - 4, 32, "rule");
    shares.forEach((each, row) => { if (each !== null && row !== outlet) pad.circle(x(each), 32, 4.5, "dot others"); });
    pad.line(x(corpus), 25, x(corpus), 39, "tick");
    pad.circle(x(share), 32, 5.5, "dot hot");
    pad.text(Math.max(x(share) + 6, widthOf(view.outletName(outlet), 12, 600)), 17, view.outletName(outlet), { anchor: "end", name: "label small strong hot" });
    pad.text(4, 54, number(0), { name: "label muted" });
    pad.text(pad.width - 4, 54, percent(share), { anchor: "end", name: "label muted" });
  },
  day(view, box, { bars, step, count }) {
    const pad = picture(box);
    const wide = pad.width / bars.length;
    const highest = Math.max(...bars);
    const gap = wide > 5 ? 2 : 0.5;
    bars.forEach((value, place) => {
      const high = (value / highest) * 28;
      if (!view.time.steps[place].collected) pad.bar(place * wide, 14, wide - gap, 28, "gap").setAttribute("fill", `url(#${hatching(pad.root)})`);
      pad.bar(place * wide, 42 - high, wide - gap, high, place === step ? "bar hot" : "bar grey");
    });
    pad.line(0, 42.5, pad.width, 42.5, "axis");
    const x = (step + 0.5) * wide;
    pad.text(x, 10, number(count), { anchor: "middle", name: "label small strong hot" });
    const name = stepName(view.meta, view.time.grain, view.time.steps[step]);
    const half = widthOf(name, 12) / 2;
    pad.text(Math.min(Math.max(x, half), pad.width - half), 56, name, { anchor: "middle", name: "label muted" });
  },
  tie(view, box, { few, many, count, ofFew, ofMany }) {
    const pad = picture(box);
    const x = linear([0, Math.max(ofFew, ofMany)], [0, pad.width]);
    [[few, ofFew], [many, ofMany]].forEach(([actor, all], place) => {
      const y = 8 + place * 24;
      pad.bar(0, y, x(all), 16, "bar pale");
      pad.bar(0, y, x(count), 16, "bar hot");
      const told = `${view.actorName(actor)} ${number(all)}`;
      const beside = x(count) + 6 + widthOf(told, 12) < pad.width;
      const shown = beside ? told : fitted(view.actorName(actor), x(count) - 14 - widthOf(` ${number(all)}`, 12), 12) + ` ${number(all)}`;
      pad.text(beside ? x(count) + 6 : x(count) - 6, y + 12, shown, { anchor: beside ? "start" : "end", name: `label small${beside ? "" : " on-bar"}` });
    });
  },
  copies(view, box, { rows }) {
    const pad = picture(box);
    const shown = [...rows].sort((one, other) => isCopy(view.data, one) - isCopy(view.data, other)).slice(0, 32);
    const space = Math.min(16, (pad.width - 8) / Math.min(shown.length, 16));
    shown.forEach((row, place) => {
      const [x, y] = [8 + (place % 16) * space, shown.length > 16 ? 20 + Math.floor(place / 16) * 18 : 30];
      pad.circle(x, y, Math.min(5.5, space / 2.6), isCopy(view.data, row) ? "ring hot" : "dot");
    });
  },
  relation(view, box, { from, to, count, answered }) {
    const pad = picture(box);
    const x = linear([0, count], [0, pad.width * 0.45]);
    [[from, to, count, "bar hot"], [to, from, answered, "bar grey"]].forEach(([one, other, value, name], place) => {
      const y = 8 + place * 24;
      pad.bar(0, y, Math.max(x(value), 1), 16, name);
      const arrow = RTL ? "←" : "→";
      const told = `${number(value)}  ${isolated(view.actorName(one))} ${arrow} ${isolated(view.actorName(other))}`;
      pad.text(x(value) + 6, y + 12, fitted(told, pad.width - x(value) - 6, 12), { name: "label small" });
    });
  },
};

function picture(box) {
  const pad = canvas(box, { height: 58, label: "" });
  pad.root.removeAttribute("role");
  pad.root.removeAttribute("aria-label");
  return pad;
}
