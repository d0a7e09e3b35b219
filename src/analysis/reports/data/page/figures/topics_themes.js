// Which themes are told, and by whom more than by others? And which swell?

const size = (view) => view.meta.themes.length;

const themes = {
  count(view) {
    const { themes: table, articles } = view.data;
    const outlets = view.meta.outlets.length;
    const [mask, all] = [view.without("theme"), view.without("theme", "outlet")];
    const found = articlesOf(table, mask, size(view));
    const by = articlesBy(table, all, size(view), articles.outlet, outlets);
    return { items: ranking({ found, size: sum(mask), by, sizes: sizesOf(all, articles.outlet, outlets) }), size: sum(mask) };
  },

  finding(view, { items, size: articles }) {
    if (articles < FEWEST_A_STEP || !items.length) return say("too_few_to_tell");
    const [apart] = items.filter(above).sort((one, other) => above(one).p - above(other).p || above(other).z - above(one).z);
    if (!apart) return say("themes.most", { theme: isolated(view.themeName(items[0].item)), articles: say("count_of", { some: items[0].articles, n: articles }) });
    const { outlet, share } = above(apart);
    return say("themes.apart", { theme: isolated(view.themeName(apart.item)), outlet: isolated(view.outletName(outlet)), share: percent(share), rest: percent(elsewhere(apart)) });
  },

  draw: (view, box, { items, size: articles }) => drawRanking(view, box, items, articles, shown(view)),
  rows: (view, { items }) => rankingTable(view, items, "theme", shown(view)),
  note: (view, { items }) => say(items.some((each) => each.outlets.length > 1) ? "themes.note" : "themes.alone"),
};

const shown = (view) => ({
  label: say("themes"),
  name: view.themeName,
  id: (theme) => view.data.meta.themes[theme].id,
  chosen: (theme) => view.filter.theme === theme,
  open: (theme, node) => view.open({ title: view.themeName(theme), items: ofTheme(view, theme, view.without("theme")) }, node),
  openOutlet(theme, outlet, node) {
    const mask = view.without("theme", "outlet").map((kept, row) => Number(kept && view.data.articles.outlet[row] === outlet));
    view.open({ title: `${view.themeName(theme)} · ${view.outletName(outlet)}`, items: ofTheme(view, theme, mask) }, node);
  },
});

const swelling = {
  always: true,

  count: (view) => laneCounts(view, view.data.themes, size(view), view.without("days", "theme"), { most: 10, chosen: view.filter.theme }),

  finding(view, counted) {
    if (!counted.lanes.length || !counted.dated) return say("none_fit");
    const burst = strongest(counted);
    if (!burst) return say(counted.lanes[0].cells.filter((cell) => cell.of).length < 3 ? "too_few_to_tell" : "swelling.none");
    const overall = sum(counted.lanes.find((lane) => lane.item === burst.item).cells.map((cell) => cell.articles)) / counted.dated;
    return say("swelling.most", { theme: isolated(view.themeName(burst.item)), step: nameOfStep(view, burst.step), share: percent(burst.share), overall: percent(overall) });
  },

  draw: (view, box, counted) => drawLanes(view, box, counted, lanes(view), true),
  rows: (view, counted) => laneTable(view, counted, "theme", lanes(view)),
  note: (view, counted) => laneNote(view, counted, "lanes.one"),
};

const lanes = (view) => ({
  label: say("swelling"),
  name: view.themeName,
  id: (theme) => view.data.meta.themes[theme].id,
  open(theme, step, node) {
    const mask = view.without("days", "theme").map((kept, row) => Number(kept && view.time.stepOf[row] === step));
    view.open({ title: `${isolated(view.themeName(theme))} · ${nameOfStep(view, step)}`, items: ofTheme(view, theme, mask) }, node);
  },
});

figure("topics-themes", themes);
figure("topics-trend", swelling);
