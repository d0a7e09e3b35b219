// Who is named, and by whom more than by others?

const mentions = {
  count(view) {
    const { actors, articles } = view.data;
    const [size, outlets] = [actors.id.length, view.meta.outlets.length];
    const [mask, all] = [view.without("actor"), view.without("actor", "outlet")];
    const counts = {
      found: articlesOf(actors, mask, size), size: sum(mask),
      by: articlesBy(actors, all, size, articles.outlet, outlets), sizes: sizesOf(all, articles.outlet, outlets),
    };
    return { items: ranking(counts), size: counts.size };
  },

  // What departs comes before what is frequent.
  finding(view, { items, size }) {
    if (size < FEWEST_A_STEP) return say("too_few_to_tell");
    const [apart] = items.slice(0, 18).filter(above).sort((one, other) => above(one).p - above(other).p || above(other).z - above(one).z);
    if (apart) {
      const { outlet, share } = above(apart);
      return say("actors.apart", { outlet: isolated(view.outletName(outlet)), actor: isolated(view.actorName(apart.item)), share: percent(share), rest: percent(elsewhere(apart)) });
    }
    const [first] = items;
    if (!first) return say("actors.nobody");
    const alike = items.slice(1).filter((each) => each.high >= first.low && each.share > 0.8 * first.share);
    const values = { actor: isolated(view.actorName(first.item)), articles: say("count_of", { some: first.articles, n: size }) };
    return alike.length ? say("actors.close", { ...values, other: isolated(view.actorName(alike[0].item)) }) : say("actors.most", values);
  },

  draw(view, box, { items, size }) {
    const shownItems = items.slice(0, 18);
    const types = shownItems.map((each) => view.data.actors.type[each.item]);
    box.append(legend(types));
    drawRanking(view, box, shownItems, size, shown(view));
  },

  rows: (view, { items }) => rankingTable(view, items, "actor", shown(view)),

  note: (view, { items }) => say(items.some((each) => each.outlets.length > 1) ? "actors.mentions_note" : "actors.mentions_alone"),
};

const shown = (view) => ({
  label: say("actors.mentions"),
  name: view.actorName,
  id: (actor) => view.data.actors.id[actor],
  type: (actor) => view.data.actors.type[actor],
  chosen: (actor) => view.filter.actor === actor,
  open: (actor, node) => view.open({ title: view.actorName(actor), items: ofActors(view, [actor], view.without("actor")) }, node),
  openOutlet(actor, outlet, node) {
    const mask = view.without("actor", "outlet").map((kept, row) => Number(kept && view.data.articles.outlet[row] === outlet));
    view.open({ title: `${view.actorName(actor)} · ${view.outletName(outlet)}`, items: ofActors(view, [actor], mask) }, node);
  },
});

figure("actors-mentions", mentions);
