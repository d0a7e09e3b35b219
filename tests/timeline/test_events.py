import json
from itertools import combinations
from math import log, sqrt
from pathlib import Path

import pandas as pd
import pytest
from wordfreq import word_frequency

import analysis
from analysis import timeline, topics
from analysis.base.frames import SCHEMA
from analysis.base.notes import InputError
from told_stories import corpus_of

QUAKE = [
    "ضرب زلزال قوي ولاية هرات غربي أفغانستان أمس السبت وقتل مئات السكان في قرى دمرت بالكامل.",
    "قتل مئات السكان في زلزال قوي ضرب أمس السبت قرى ولاية هرات الأفغانية ودمر معظمها.",
    "وكان زلزال قوي قد ضرب ولاية هرات في أفغانستان يوم 7 أكتوبر 2023 ودمر قرى وقتل مئات السكان.",
]
TALKS = "وصل وزير الخارجية الباكستاني إلى بكين يوم 7 أكتوبر 2023 في زيارة رسمية تستغرق يومين."
LATER = "ضرب زلزال قوي ولاية هرات غربي أفغانستان في 11 أكتوبر 2023 وقتل مئات السكان في قرى دمرت بالكامل."
PAD = "يقول مراقبون إن أسعار القمح ارتفعت في الأسواق بعد موسم جفاف طويل أصاب حقول الشمال."


def papers(folder: Path, texts: list[str], days: list[str]) -> analysis.Corpus:
    """Papers, each with a text of a day."""
    path = folder / "news.jsonl"
    rows = [
        {"title": f"خبر الصحيفة رقم {number}", "body": text, "published": day, "source": f"paper {number}"}
        for number, (text, day) in enumerate(zip(texts, days, strict=True), 1)
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return analysis.read(path)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> analysis.Corpus:
    """Five papers: three tell an earthquake, one other news of that day, one a second earthquake in the same words."""
    days = ["2023-10-08", "2023-10-08", "2023-10-12", "2023-10-08", "2023-10-12", "2023-10-12"]
    return papers(tmp_path_factory.mktemp("events"), [*QUAKE, TALKS, LATER, PAD], days)


def test_one_event_told_by_three_papers_is_one(corpus) -> None:
    events = timeline.events(corpus)
    quake = events[(events["earliest"] == "2023-10-07") & events["text"].str.contains("زلزال")]
    assert len(quake) == 3 and quake["event"].nunique() == 1 and (quake["told_by"] == 3).all()
    others = events.drop(quake.index)
    assert len(others) == 2 and (others["told_by"] == 1).all()
    assert not set(others["event"]) & set(quake["event"])


def test_papers_that_carry_one_text_are_one_witness(corpus) -> None:
    ids = corpus.articles.sort_values("ordinal")["article_id"].tolist()
    events = timeline.events(corpus, clusters=pd.Series({ids[0]: "release", ids[1]: "release"}))
    quake = events[(events["earliest"] == "2023-10-07") & (events["told_by"] == 3)]
    assert len(quake) == 3 and (quake["independent"] == 2).all()
    table = timeline.grouped_events(events)
    assert table.loc[table["articles"] == 3, "independent"].tolist() == [2]
    alone = timeline.events(corpus)
    assert alone["independent"].equals(alone["told_by"])


def test_the_grouped_event_tells_who_told_it(corpus) -> None:
    table = timeline.grouped_events(timeline.events(corpus))
    assert len(table) == 3 and table["earliest"].is_monotonic_increasing
    quake = table[table["articles"] == 3].iloc[0]
    assert quake["mentions"] == 3 and quake["sources"] == ["paper 1", "paper 2", "paper 3"]
    assert quake["first_published"] == pd.Timestamp("2023-10-08") and "afghanistan" in quake["actors"]
    first = corpus.articles.set_index("article_id").loc[quake["article_id"]]
    assert first["published"] == quake["first_published"]
    assert any(quake["label"].strip("… ") in text for text in QUAKE) and len(quake["label"]) < 100
    assert timeline.grouped_events(timeline.events(corpus), min_articles=2)["event"].tolist() == [quake["event"]]


def test_copies_are_not_independent(corpus) -> None:
    twice = pd.concat([corpus.articles, corpus.articles.iloc[[0]].assign(article_id="copy")], ignore_index=True)
    original = corpus.articles["article_id"].iloc[0]
    twice.loc[twice["article_id"] == "copy", "duplicate_of"] = original
    frames = {
        name: pd.concat([table, table[table["article_id"] == original].assign(article_id="copy")], ignore_index=True)
        for name, table in ((each, getattr(corpus, each)) for each in ("sentences", "tokens", "mentions", "dates"))
    }
    kept = corpus.replace(articles=twice, **frames)
    kept.info = corpus.info | {"keep_duplicates": True}
    events = timeline.events(kept)
    assert events.loc[events["article_id"] == "copy", "told_by"].tolist() == [3]
    assert timeline.grouped_events(events).set_index("articles").at[3, "mentions"] == 4


def test_the_order_of_rows_decides_nothing(sample) -> None:
    shuffled = sample.replace(dates=sample.dates.sample(frac=1, random_state=1).reset_index(drop=True))
    pd.testing.assert_frame_equal(timeline.events(sample), timeline.events(shuffled))


def weights(corpus, events) -> list[dict[str, float]]:
    """The words of each sentence with their weights, counted without a matrix."""
    dates = corpus.dates
    places = {(row.article_id, row.part, row.sentence) for row in events.dropna(subset="earliest").itertuples()}
    words: dict[tuple, set[str]] = {place: set() for place in places}
    for token in corpus.tokens.itertuples():
        place = (token.article_id, token.part, token.sentence)
        spans = dates[(dates["article_id"] == token.article_id) & (dates["part"] == token.part)]
        inside = ((spans["start"] <= token.start) & (token.start < spans["end"])).any()
        content = not token.stop or any(letter.isdigit() for letter in token.form)
        if place in words and content and not inside:
            words[place].add(token.lemma)
    share = {word: sum(word in each for each in words.values()) for each in words.values() for word in each}
    general = {word: 1000 * min(1, 20 * word_frequency(word, "ar")) for word in share}
    weight = {word: log((1000 + len(words)) / (count + general[word])) for word, count in share.items()}
    of = ((row.article_id, row.part, row.sentence) for row in events.itertuples())
    return [{word: weight[word] for word in words.get(place, ())} for place in of]


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    product = sum(one[word] * other[word] for word in one.keys() & other.keys())
    return product / sqrt(sum(each**2 for each in one.values()) * sum(each**2 for each in other.values()))


def test_the_cosines_decide_as_told(corpus) -> None:
    events = timeline.events(corpus)
    vectors = weights(corpus, events)

    def alike(a: int, b: int) -> bool:
        common = set(events["actors"].iloc[a]) & set(events["actors"].iloc[b])
        return a == b or cosine(vectors[a], vectors[b]) >= (0.30 if common else 0.42)

    groups = {event: rows.tolist() for event, rows in events.groupby("event").indices.items()}
    assert max(map(len, groups.values())) == 3
    for rows in groups.values():
        assert any(all(alike(centre, row) for row in rows) for centre in rows), "no sentence is like all others"
    for one, other in combinations(groups.values(), 2):
        if events["earliest"].iloc[one[0]] == events["earliest"].iloc[other[0]]:
            assert not any(alike(a, b) for a in one for b in other)


@pytest.mark.parametrize(("guest", "common", "told_by"), [("باكستان", ["pakistan"], 2), ("المنطقة", [], 1)])
def test_one_common_actor_makes_less_likeness_enough(tmp_path, guest: str, common: list[str], told_by: int) -> None:
    texts = [
        f"وصل وفد من {guest} يوم 7 أكتوبر 2023 إلى مدينة قندهار لبحث فتح المعبر الحدودي أمام الشاحنات المحملة بالقمح.",
        f"زار مسؤولون كبار من {guest} مدينة قندهار في 7 أكتوبر 2023 وناقشوا إعادة المعبر الحدودي إلى العمل "
        "ورسوم التجارة بعد أسابيع من التوتر.",
    ]
    corpus = papers(tmp_path, texts, ["2023-10-12", "2023-12-12"])  # months apart: no one story
    events = timeline.events(corpus)
    assert 0.30 <= cosine(*weights(corpus, events)) < 0.42
    assert events["actors"].tolist() == [common, common]
    assert events["told_by"].tolist() == [told_by, told_by]


def test_what_one_story_tells_of_one_day_is_one_event() -> None:
    fire = "أتلف حريق في سوق الخضار القديم بمدينة صفاقس أربعين متجرا"
    texts = [
        f"{fire} فجر 9 مارس 2021. ولم تعد الكهرباء إلى الحي إلا مساء 9 مارس 2021 بعد إصلاح المحول.",
        f"{fire} وفق الحماية المدنية. وزار الوالي التجار في 9 مارس 2021 ووعدهم بالتعويض. وكان السوق رمم في 2015.",
        "افتتحت بلدية سوسة معرض الكتاب في 9 مارس 2021 بحضور ناشرين من تونس والجزائر.",
    ]
    events = timeline.events(corpus_of(*texts))
    days = events[events["grain"] == "day"]
    fires, fair = days[~days["text"].str.contains("سوسة")], days[days["text"].str.contains("سوسة")]
    assert len(fires) == 3 and fires["event"].nunique() == 1  # three sentences that share hardly a word
    assert set(fires["told_by"]) == {2} and set(fair["told_by"]) == {1}
    assert fair["event"].iloc[0] != fires["event"].iloc[0]  # another story of the same day
    assert events.loc[events["grain"] == "year", "event"].iloc[0] not in set(days["event"])


def test_groups_hold_one_interval_and_are_numbered_in_order(sample, corpus) -> None:
    # The sample's days, and an event that three papers tell.
    frames = {name: pd.concat([getattr(sample, name), getattr(corpus, name)], ignore_index=True) for name in SCHEMA}
    events = timeline.events(sample.replace(**frames))
    resolved = events.dropna(subset="earliest")
    assert resolved.groupby("event").size().max() >= 3
    assert resolved["event"].notna().all() and events.loc[events["earliest"].isna(), "event"].isna().all()
    assert (resolved.groupby("event")[["earliest", "latest", "grain"]].nunique() == 1).all().all()
    assert resolved["event"].drop_duplicates().tolist() == list(range(resolved["event"].nunique()))
    table = timeline.grouped_events(events)
    assert table["mentions"].sum() == len(resolved)


def test_themes_of_a_sentence_are_those_of_theme_matches(sample) -> None:
    events = timeline.events(sample)
    matches = topics.theme_matches(sample)
    for row in events.itertuples():
        here = matches[(matches["article_id"] == row.article_id) & (matches["part"] == row.part)]
        assert row.themes == sorted(set(here.loc[here["sentence"] == row.sentence, "theme"]))


def test_a_selection_keeps_the_events_of_the_whole(sample) -> None:
    events = timeline.events(sample)
    some = timeline.events(sample, theme="diplomacy")
    assert 0 < len(some) < len(events) and all("diplomacy" in each for each in some["themes"])
    keys = ["article_id", "part", "start", "event", "told_by"]
    assert len(some[keys].merge(events[keys])) == len(some)
    with pytest.raises(ValueError, match="astrology"):
        timeline.events(sample, theme="astrology")


def test_labels_are_cut_around_the_date_at_words() -> None:
    text = " ".join(["كلمة"] * 40 + ["في", "15", "أغسطس", "2021"] + ["تتمة"] * 40)
    table = pd.DataFrame(
        {
            "earliest": [pd.Timestamp("2021-08-15")] * 2,
            "latest": [pd.Timestamp("2021-08-15")] * 2,
            "grain": "day",
            "surface": "15 أغسطس 2021",
            "text": [text, text],
            "part": "body",
            "article_id": ["a", "b"],
            "start": 0,
            "source": "x",
            "published": pd.NaT,
            "actors": [[], []],
            "themes": [[], []],
            "event": pd.Series([0, 0], dtype="Int64"),
            "told_by": pd.Series([2, 2], dtype="Int64"),
        }
    )
    (label,) = timeline.grouped_events(table)["label"]
    assert "15 أغسطس 2021" in label and label.startswith("… ") and label.endswith(" …")
    assert label.strip("… ") in text and len(label) <= 94
    assert set(label.strip("… ").split()) <= set(text.split())


def test_a_date_that_measures_or_files_is_no_event(tmp_path) -> None:
    texts = [
        "زار الوفد المصنع في 3 مايو 2024 وارتفعت المبيعات مقارنة بالفترة نفسها من عام 2023 في السنة المالية 2025.",
    ]
    corpus = papers(tmp_path, texts, ["2024-05-15"])
    assert corpus.dates["use"].tolist() == ["told", "comparison", "fiscal"]
    assert timeline.events(corpus)["surface"].tolist() == ["3 مايو 2024"]
    assert timeline.lags(corpus)["surface"].tolist() == ["3 مايو 2024"]


def test_an_actor_may_be_called_by_its_name_and_one_that_is_not_there_is_told(sample) -> None:
    assert timeline.events(sample, actor="باكستان").equals(timeline.events(sample, actor="pakistan"))
    assert set(timeline.trend(sample, ["باكستان", "diplomacy"], "year")["of"]) == {"pakistan", "diplomacy"}
    for call in (lambda: timeline.events(sample, actor="pakistn"), lambda: timeline.trend(sample, ["pakistn"])):
        with pytest.raises(InputError, match=r"'pakistn'.*\(did you mean pakistan"):
            call()
