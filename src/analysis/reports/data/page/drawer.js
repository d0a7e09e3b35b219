// The evidence drawer: the same on every page; focus goes in, Escape returns it to the mark.

const AT_A_TIME = 20;
const drawer = { box: null, from: null };

function openDrawer(view, { title, items, note = "" }, from = document.activeElement) {
  const articles = unique(items.map((item) => item.article)).length;
  const sentences = items.filter((item) => item.sentence >= 0).length;
  const told = view.data.sentences
    ? `${say("sentences", { n: sentences })}${say("comma")}${say("articles", { n: articles })}` : say("articles", { n: articles });
  if (!drawer.box) drawer.box = makeDrawer();
  const list = html("ol", { class: "evidence" });
  const more = html("button", { type: "button", class: "more", onclick: () => fill() });
  let shown = 0;
  function fill() {
    const part = items.slice(shown, shown + AT_A_TIME);
    const entries = part.map((item) => entry(view.data, item));
    list.append(...entries);
    const begun = shown > 0;
    shown += part.length;
    more.hidden = shown >= items.length;
    more.textContent = say("more", { n: Math.min(AT_A_TIME, items.length - shown) });
    if (begun) entries[0]?.querySelector("a, button, h3")?.focus();
  }
  fill();
  const close = html("button", { type: "button", class: "close", "aria-label": say("close"), text: "✕", onclick: closeDrawer });
  const head = html("div", { class: "drawer-head" }, html("h2", { id: "drawer-title", tabindex: -1, text: title }), close, html("p", { text: told }));
  const body = html("div", { class: "drawer-body", tabindex: 0, role: "region", "aria-labelledby": "drawer-title" },
    items.length ? null : html("p", { class: "empty", text: say("no_sentences") }), note ? html("p", { class: "note", text: note }) : null, list, more);
  drawer.box.replaceChildren(head, body);
  drawer.from = from;
  TIP.hidden = true;
  drawer.box.hidden = false;
  document.getElementById("drawer-title").focus();
}

function makeDrawer() {
  const box = html("div", { id: "drawer", role: "dialog", "aria-labelledby": "drawer-title", hidden: true,
    onkeydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); closeDrawer(); } } });
  document.body.append(box);
  document.addEventListener("pointerdown", (event) => { if (!box.hidden && !box.contains(event.target) && !event.target.closest(".mark, .handle, .opens, button")) closeDrawer(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !box.hidden) closeDrawer(); });
  return box;
}

function closeDrawer() {
  drawer.box.hidden = true;
  if (drawer.from?.isConnected) drawer.from.focus();
}

// A sentence of the drawer: who printed it, when, whether it is a copy; the headline; the sentence itself.
function entry(data, { article, sentence, spans }) {
  const { outlet, day, title, id } = data.articles;
  const source = outlet[article] >= 0 ? nameIn(data.meta.outlets[outlet[article]]) : say("no_outlet");
  const where = html("p", { class: "origin" }, html("bdi", { class: "outlet", text: source }), " ", html("span", { text: dayOf(data.meta, day[article]) }),
    isCopy(data, article) ? html("span", { class: "copy", text: say("copy") }) : null);
  const headline = title[article] || say("no_title");
  const place = sentence >= 0 ? `#${data.sentences.part[sentence]}-${data.sentences.number[sentence]}` : "";
  const named = data.meta.files ? html("a", { href: `articles/${id[article]}.html${place}`, text: headline }) : headline;
  const shown = html("h3", { dir: "auto" }, named);
  const isTitle = sentence >= 0 && data.sentences.part[sentence] === "title";
  const text = sentence >= 0 ? html("p", { class: "sentence", dir: "auto" }, ...marked(data.sentences.text[sentence], spans)) : null;
  return html("li", {}, where, isTitle && !data.meta.files ? null : shown, text);
}
