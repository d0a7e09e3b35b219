// Which actors belong together? The groups of the whole corpus; under the filter, how often their members meet.

const MOST = 9; // members shown of a group

const communities = {
  // {members: [{actor, within, beyond}], within, beyond}: sentences that name a member with one of its own group, or not.
  count(view) {
    const { community } = view.data.net;
    const pairs = pairsOf(view.data, view.without("actor")).filter(([one, other]) => community[one] !== null && community[other] !== null);
    const members = new Map();
    for (const [one, other, count] of pairs) {
      for (const actor of [one, other]) {
        if (!members.has(actor)) members.set(actor, { actor, within: 0, beyond: 0 });
        members.get(actor)[community[one] === community[other] ? "within" : "beyond"] += count;
      }
    }
    const groups = new Map();
    for (const each of members.values()) {
      const key = community[each.actor];
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(each);
    }
    const total = (rows, key) => sum(rows.map((each) => each[key]));
    return [...groups.values()].filter((rows) => rows.length > 1 && total(rows, "within"))
      .map((rows) => ({ members: rows.sort((one, other) => other.within - one.within || one.actor - other.actor), within: total(rows, "within") / 2, beyond: total(rows, "beyond") }))
      .sort((one, other) => other.within - one.within || one.members[0].actor - other.members[0].actor);
  },

  finding(view, groups) {
    if (!groups.length) return say("communities.none");
    const [first] = groups;
    const names = first.members.slice(0, 3).map((each) => isolated(view.actorName(each.actor))).join(say("comma"));
    const inside = sum(groups.map((each) => each.within));
    return say("communities.around", { n: groups.length, names, share: percent(inside / (inside + sum(groups.map((each) => each.beyond)) / 2)) });
  },

  draw(view, box, groups) {
    const highest = Math.max(...groups.flatMap((group) => group.members.map((each) => each.within + each.beyond)), 1);
    box.append(html("div", { class: "groups" }, ...groups.map((group) => card(view, group, highest))));
    if (!groups.length) box.firstChild.remove();
  },

  rows(view, groups) {
    const columns = [{ name: "actor", kind: "name" }, { name: "group", kind: "name" }, { name: "within", kind: "number" }, { name: "beyond", kind: "number" }];
    const rows = groups.flatMap((group) => group.members.map((each) => ({
      values: [view.actorName(each.actor), view.actorName(group.members[0].actor), each.within, each.beyond],
      open: (node) => open(view, each.actor, node),
    })));
    return { columns, rows };
  },

  note: () => say("communities.note"),
};

// A group: its members, each with a bar of the sentences that name it with another, those of its group dark.
function card(view, group, highest) {
  const rows = group.members.slice(0, MOST).map((each) => {
    const told = say("communities.tip", { within: each.within, n: each.within + each.beyond });
    const bar = html("span", { class: "meter", "aria-hidden": "true" }, html("span", { class: "part" }), html("span", { class: "part rest" }));
    [each.within, each.beyond].forEach((count, place) => { bar.children[place].style.width = `${(100 * count) / highest}%`; });
    return html("li", {}, html("button", { type: "button", class: "opens", title: told, onclick: (event) => open(view, each.actor, event.currentTarget) },
      sign(view, each.actor), html("span", { text: view.actorName(each.actor) })), bar, html("span", { class: "count", text: number(each.within) }));
  });
  const more = group.members.length - rows.length;
  return html("section", { class: "group" }, html("ol", {}, ...rows), more > 0 ? html("p", { class: "note", text: say("communities.more", { n: more }) }) : null);
}

const sign = (view, actor) => svg("svg", { width: 14, height: 14, "aria-hidden": "true" }, glyph(view.data.actors.type[actor], 7, 7, 5));

function open(view, actor, node) {
  view.open({ title: view.actorName(actor), items: ofActors(view, [actor], view.without("actor")) }, node);
}

figure("actors-cooccurrence", communities);
