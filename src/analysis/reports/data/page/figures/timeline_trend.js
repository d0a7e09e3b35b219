// Who comes when? Lanes of the actors that most articles name.

const trend = {
  always: true,

  // What rises is what the front page finds, by one test: where it tells of an actor, that has a lane.
  count(view) {
    const rises = surprising(view, "day");
    const chosen = view.filter.actor ?? rises[0]?.actor ?? null;
    const counted = laneCounts(view, view.data.actors, view.data.actors.id.length, view.without("days", "actor"), { chosen });
    for (const { item, cells } of counted.lanes) {
      for (const cell of cells) {
        const rise = rises.find((each) => each.actor === item && each.step === cell.step);
        Object.assign(cell, { burst: Boolean(rise), g2: rise?.g2 ?? 0 });
      }
    }
    return counted;
  },

  finding(view, counted) {
    const { lanes, dated } = counted;
    if (!lanes.length || !dated) return say("none_fit");
    const burst = strongest(counted);
    if (burst) return say("trend.burst", { actor: isolated(view.actorName(burst.item)), step: nameOfStep(view, burst.step), some: burst.articles, n: burst.all });
    const [first] = lanes;
    const collected = first.cells.filter((cell) => cell.of).length;
    if (collected < 3) return say("too_few_to_tell");
    const there = first.cells.filter((cell) => cell.articles).length;
    return there >= 0.8 * collected ? say("trend.throughout", { actor: isolated(view.actorName(first.item)), articles: say("count_of", { some: sum(first.cells.map((cell) => cell.articles)), n: dated }) }) : say("trend.none");
  },

  draw: (view, box, counted) => drawLanes(view, box, counted, shown(view)),
  rows: (view, counted) => laneTable(view, counted, "actor", shown(view)),
  note: (view, counted) => laneNote(view, counted, "trend.note"),
};

const shown = (view) => ({
  label: say("trend"),
  name: view.actorName,
  id: (actor) => view.data.actors.id[actor],
  type: (actor) => view.data.actors.type[actor],
  open(actor, step, node) {
    const mask = view.without("days", "actor").map((kept, row) => Number(kept && view.time.stepOf[row] === step));
    view.open({ title: `${isolated(view.actorName(actor))} · ${nameOfStep(view, step)}`, items: ofActors(view, [actor], mask) }, node);
  },
});

figure("timeline-trend", trend);
