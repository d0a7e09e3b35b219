from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import networks, timeline, topics
from analysis.base.frames import SCHEMA
from analysis.base.places import bundled
from analysis.sources import InputError
from corpora import corpus_of

STORY = """وفد أممي يصل إلى كابل لبحث المساعدات
{date}
وصل وفد من الأمم المتحدة إلى كابل لبحث توزيع المساعدات الشتوية على الأسر النازحة في الأقاليم الشمالية.
وقال متحدث باسم الوفد إن المحادثات ستتناول فتح الطرق أمام القوافل، وإن باكستان وعدت بتسهيل مرورها."""


def test_frames_have_the_columns_of_the_design(sample: analysis.Corpus) -> None:
    for name, columns in SCHEMA.items():
        frame = getattr(sample, name)
        assert list(frame.columns) == list(columns)
        for column, kind in columns.items():
            assert str(frame[column].dtype) == kind, f"{name}.{column}"


def test_offsets_point_into_the_parts(sample: analysis.Corpus) -> None:
    parts = sample.articles.set_index("article_id")
    for name, column in (("sentences", "text"), ("tokens", "form"), ("mentions", "surface"), ("dates", "surface")):
        for row in getattr(sample, name).itertuples():
            assert parts.at[row.article_id, row.part][row.start : row.end] == getattr(row, column)


def test_rows_are_numbered_within_their_sentence(sample: analysis.Corpus) -> None:
    keys = ["article_id", "part", "sentence"]
    numbers = sample.tokens.groupby(keys)["token"].agg(["min", "max", "size"])
    assert (numbers["min"] == 0).all() and (numbers["max"] == numbers["size"] - 1).all()
    spans = sample.sentences.set_index(keys)
    for name in ("mentions", "dates"):
        table = getattr(sample, name).join(spans[["start", "end"]].add_prefix("sentence_"), on=keys)
        assert (table["start"] >= table["sentence_start"]).all() and (table["end"] <= table["sentence_end"]).all()


def test_tokens_say_what_part_of_speech_they_are(sample: analysis.Corpus) -> None:
    assert sample.tokens["pos"].cat.categories.tolist() == ["noun", "other", "verb"]
    kinds = sample.tokens.groupby("form", observed=True)["pos"].agg(lambda pos: pos.value_counts().idxmax())
    told = {"الحكومة": "noun", "السودان": "noun", "يبدأ": "verb", "أعلنت": "verb", "في": "other", "التي": "other"}
    assert kinds.reindex(list(told)).dropna().to_dict() == {form: pos for form, pos in told.items() if form in kinds}


def test_words_are_the_tokens_of_an_article(sample: analysis.Corpus) -> None:
    counts = sample.tokens.groupby("article_id").size()
    assert sample.counted.set_index("article_id")["words"].to_dict() == counts.to_dict()


def test_reading_twice_and_with_more_processes_gives_the_same_frames(tmp_path: Path, monkeypatch) -> None:
    # Some of the sample: the tests of the store compare all of it.
    for path in sorted(bundled("sample").glob("*.txt"))[:8]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    one = analysis.read(tmp_path, jobs=1)
    monkeypatch.setattr("analysis.corpus.store.build.SLICE", 3)
    monkeypatch.setattr("analysis.corpus.store.build.BATCH", 8_000)
    other = analysis.read(tmp_path, jobs=2)
    assert len(one) >= 8
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_save_and_load_give_the_frames_back(sample: analysis.Corpus, tmp_path: Path) -> None:
    sample.save(tmp_path)
    loaded = analysis.Corpus.load(tmp_path)
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(sample, name), getattr(loaded, name))
    assert loaded.info == sample.info
    with pytest.raises(InputError, match="analysis annotate"):
        analysis.Corpus.load(tmp_path / "nowhere")


def test_the_outlets_of_the_sample_are_named(sample: analysis.Corpus) -> None:
    assert sample.articles["source"].nunique() == 6 and sample.articles["source"].notna().mean() > 0.85


def test_a_missing_title_is_none(folder) -> None:
    body = STORY.splitlines()[2] + "\n" + STORY.splitlines()[3]
    corpus = analysis.read(folder(page=body))
    assert corpus.articles["title"][0] is None
    assert pd.isna(corpus.articles["published"][0]) and corpus.articles["published_from"][0] == "none"


def test_a_story_told_twice_is_counted_once(folder) -> None:
    root = folder(a=STORY.format(date="3 مارس 2022"), b=STORY.format(date="2 مارس 2022"))
    corpus = analysis.read(root)
    first, second = corpus.articles.itertuples()
    assert first.duplicate_of == second.article_id and second.duplicate_of is None
    assert len(corpus.counted) == 1 and set(corpus.tokens["article_id"]) == {second.article_id}
    assert corpus.log["what"].str.contains("same text").sum() == 1
    both = analysis.read(root, keep_duplicates=True)
    assert len(both.counted) == 2 and both.info["keep_duplicates"]
    for name in ("sentences", "tokens", "mentions"):
        copy, original = (table for _, table in getattr(both, name).groupby("article_id"))
        assert len(copy) == len(original) == len(getattr(corpus, name))


def test_the_day_is_inferred_only_where_one_year_fits(folder) -> None:
    undated = (
        "أعلنت الحكومة، اليوم الثلاثاء 8 مارس، خطة لإعادة إعمار المدارس التي تضررت منذ عام 2020 في الأقاليم الجنوبية.\n"
        "وقال الوزير إن الخطة ستنفذ على مراحل، وإن العمل فيها سيبدأ حين تصل الأموال."
    )
    newest = STORY.format(date="1 يناير 2024")
    corpus = analysis.read(folder(a=undated, b=newest))
    story = corpus.articles.iloc[0]
    assert (story["published"], story["published_from"]) == (pd.Timestamp("2022-03-08"), "inferred")
    assert story["published_after"] == pd.Timestamp("2020-01-01")
    assert corpus.log.loc[corpus.log["file"] == "a.txt", "action"].tolist() == ["published 2022-03-08"]


def test_filter_by_span_and_word(sample: analysis.Corpus) -> None:
    year = sample.filter("2022-01-01", "2022-12-31")
    assert year.articles["published"].dt.year.eq(2022).all() and 0 < len(year) < len(sample)
    assert set(year.tokens["article_id"]) == set(year.articles["article_id"])
    assert year.log["what"].str.contains("have no date").any()
    quakes = sample.filter(query="زلزال")
    assert 0 < len(quakes) < len(sample)
    assert len(sample.filter("1990-01-01", "1990-12-31")) == 0
    with pytest.raises(InputError, match="start"):
        sample.filter("yesterday-ish")


@pytest.fixture
def five() -> analysis.Corpus:
    """Articles of three outlets around a turn of the year, one undated, one without an outlet."""
    corpus = corpus_of(*[["iran said"]] * 5, days=["2021-12-30", "2021-12-31", "2022-01-01", "2022-01-02", ""])
    return corpus.replace(articles=corpus.articles.assign(source=["east", "west", "east", None, "south"]))


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("east", [0, 2]),
        (["west"], [1]),
        (["south", "east"], [0, 2, 4]),
        ("", [0, 1, 2, 3, 4]),
        ([], [0, 1, 2, 3, 4]),
    ],
)
def test_filter_by_outlet(five: analysis.Corpus, wanted: str | list[str], kept: list[int]) -> None:
    some = five.filter(outlet=wanted)
    assert some.articles["article_id"].tolist() == [f"article00{number}" for number in kept]
    assert some.tokens["article_id"].unique().tolist() == some.articles["article_id"].tolist()
    assert some.log.empty


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ({"author": "سالم"}, [0, 3]),
        ({"author": ["سالم", None]}, [0, 1, 3, 4]),
        ({"source": None}, [3]),
        ({"words": 2}, [0, 1, 2, 3, 4]),
        ({"ordinal": 0, "outlet": "east", "author": "هدى"}, [2]),
        ({"actor": "iran"}, [0, 1, 3]),
        ({"actor": "ايران"}, [0, 1, 3]),
        ({"actor": ["Oman", "iran"]}, [0, 1, 2, 3]),
        ({"actor": "name:سمير", "outlet": "south"}, [4]),
        ({"actor": "pakistan"}, []),
        ({"mask": [True, False, False, True, False]}, [0, 3]),
    ],
)
def test_filter_by_author_actor_column_and_mask(five: analysis.Corpus, wanted: dict, kept: list[int]) -> None:
    assert named(five).filter(**wanted).articles["article_id"].tolist() == [f"article00{number}" for number in kept]


def named(five: analysis.Corpus) -> analysis.Corpus:
    """The five, with authors, another actor in the third and a name beyond the registry in the last."""
    articles = five.articles.assign(author=["سالم", None, "هدى", "سالم", None])
    mentions = five.mentions.copy()
    mentions.loc[2, ["actor", "surface"]] = "oman"
    mentions.loc[4, ["actor", "method", "actor_type"]] = ["name:سمير", "entity", "person"]
    return five.replace(articles=articles, mentions=mentions)


def test_filter_takes_a_mask_of_its_own_articles(five: analysis.Corpus) -> None:
    assert len(five.filter(mask=five.articles["source"].isna())) == 1
    assert len(five.filter(mask=(five.articles["words"] > 2).to_numpy())) == 0
    for mask in ([True], [1, 0, 1, 0, 1], five.filter(outlet="east").articles["words"] > 1):
        with pytest.raises(InputError, match=r"mask: .*corpus\.articles"):
            five.filter(mask=mask)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"outlet": "eas"}, r"outlet='eas': no article has it \(did you mean east\?\)"),
        ({"outlet": "nobody"}, "no article has it; there are east, south, west"),
        ({"author": ["هدى", "سالمم"]}, r"author='سالمم': .*did you mean سالم\?"),
        ({"actor": "irann"}, r"actor='irann': no such actor \(did you mean iran"),
        ({"outlets": "east"}, r"outlets: no such column of articles \(did you mean outlet"),
        ({"headings": "x"}, "headings: no such column"),
        ({"words": 7}, "words=7: no article has it; there are 2"),
    ],
)
def test_filter_tells_what_is_not_there(five: analysis.Corpus, wanted: dict, says: str) -> None:
    with pytest.raises(InputError, match=says):
        named(five).filter(**wanted)


def test_an_empty_corpus_has_no_outlet_to_miss(five: analysis.Corpus) -> None:
    assert len(five.filter("1990-01-01", "1990-01-02").filter(outlet="east")) == 0


def test_groups_are_the_parts_of_a_corpus(five: analysis.Corpus) -> None:
    groups = [(value, part.articles["article_id"].tolist()) for value, part in five.groups("outlet")]
    ids = [f"article00{number}" for number in range(5)]
    assert groups == [("east", [ids[0], ids[2]]), ("south", [ids[4]]), ("west", [ids[1]]), (None, [ids[3]])]
    own = pd.Series({ids[0]: "b", ids[1]: "a", ids[2]: "b", ids[3]: "a", ids[4]: "a"})
    assert [(value, len(part)) for value, part in five.groups(own)] == [("a", 3), ("b", 2)]
    with pytest.raises(InputError, match="no such column"):
        next(five.groups("paper"))


MEASURES = {
    "frequency": lambda corpus, **more: topics.frequency(corpus, "form", top=3, stop_words=True, **more),
    "themes": topics.themes,
    "trend of words": lambda corpus, **more: topics.trend(corpus, ["said"], "year", **more),
    "trend of actors": lambda corpus, **more: timeline.trend(corpus, ["iran", "diplomacy"], "year", **more),
    "actors": networks.actors,
    "pairs": lambda corpus, **more: networks.cooccurrence(corpus, "article", **more),
}


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("by", ["outlet", "author", "series"])
def test_a_measure_by_group_is_that_of_each_part(five: analysis.Corpus, name: str, by: str) -> None:
    corpus, measure = named(five), MEASURES[name]
    articles = corpus.articles.set_index("article_id")
    column = articles["words"].rename("series") if by == "series" else articles["source" if by == "outlet" else by]
    table = measure(corpus, groups=column if by == "series" else by)
    assert table.columns[0] == by
    tables = []
    for value in [*sorted(column.dropna().unique()), *([None] if column.isna().any() else [])]:
        ids = column.index[column.isna() if value is None else column == value]
        part = measure(corpus.of(ids))
        part.insert(0, by, pd.Series([value] * len(part), dtype="object"))
        tables.append(part)
    pd.testing.assert_frame_equal(table, pd.concat(tables, ignore_index=True), check_flags=False)


@pytest.mark.parametrize(
    ("start", "end", "kept"),
    [
        ("2021-12-31", "2022-01-01", [1, 2]),
        ("2022-01-01", None, [2, 3]),
        (None, "2021-12-31", [0, 1]),
        ("1900-01-01", "2100-01-01", [0, 1, 2, 3]),
    ],
)
def test_filter_leaves_undated_articles_out_of_any_span(five: analysis.Corpus, start, end, kept: list[int]) -> None:
    some = five.filter(start, end)
    assert some.articles["article_id"].tolist() == [f"article00{number}" for number in kept]
    assert some.log[["level", "what", "action"]].values.tolist() == [
        ["warning", "1 articles have no date", "left out of the span"]
    ]
    dated = five.of(f"article00{number}" for number in range(4))
    assert dated.filter(start, end).log.empty


@pytest.mark.parametrize(
    ("split", "earlier", "later"),
    [
        ("2022-01-01", [0, 1], [2, 3]),  # the day itself begins the later part
        ("2021-12-31", [0], [1, 2, 3]),
        ("2021-12-30", [], [0, 1, 2, 3]),
        ("2022-01-03", [0, 1, 2, 3], []),
        ("", [0, 1], [2, 3]),
    ],
)
def test_parts_are_cut_before_the_day(five: analysis.Corpus, split: str, earlier: list[int], later: list[int]) -> None:
    parts = five.split_at(split)
    assert [part.articles["file"].tolist() for part in parts] == [
        [f"{number}.txt" for number in numbers] for numbers in (earlier, later)
    ]


def test_the_seven_stories(seven: analysis.Corpus) -> None:
    articles = seven.articles
    assert len(articles) == 7
    assert articles["published"].notna().sum() == 1
    assert articles.loc[articles["published"].notna(), "published"].item() == pd.Timestamp("2023-12-15")
    assert articles["published_from"].value_counts().to_dict() == {"none": 6, "header": 1}
    bounds = articles.set_index(["file", "ordinal"])["published_after"]
    after = {key[0][:3] + str(key[1]): None if pd.isna(day) else f"{day:%Y-%m-%d}" for key, day in bounds.items()}
    assert after == {
        "0000": None,
        "0001": "2024-01-01",
        "0010": "2015-06-01",
        "0011": None,
        "0020": "2022-07-01",
        "0030": "2023-03-01",
        "0040": None,
    }


def test_both_talibans_and_the_short_name(seven: analysis.Corpus) -> None:
    mentions = seven.mentions
    assert {"afghan_taliban", "pakistani_taliban"} <= set(mentions["actor"])
    letter = mentions[mentions["surface"] == "كيم"]
    assert len(letter) >= 5 and set(letter["actor"]) == {"kim_jong_un"}


def test_nothing_readable_is_an_error(folder) -> None:
    with pytest.raises(InputError, match="no article"):
        analysis.read(folder(page="Only English here, no article at all."))


def test_metadata_says_what_pages_lack(folder) -> None:
    root = folder(a=STORY.replace("{date}\n", ""), b=STORY.format(date="2 مارس 2022").replace("كابل", "هرات"))
    metadata = "file,ordinal,published,source\na.txt,0,2023-05-10,مرصد\nb.txt,,,نشرة\nmissing.txt,,2020-01-01,\n"
    (root / "metadata.csv").write_text(metadata, encoding="utf-8")
    corpus = analysis.read(root, keep_duplicates=True)
    first, second = corpus.articles.itertuples()
    assert (first.published, first.published_from, first.source) == (pd.Timestamp("2023-05-10"), "metadata", "مرصد")
    assert (second.published, second.published_from, second.source) == (pd.Timestamp("2022-03-02"), "header", "نشرة")
    assert corpus.log.loc[corpus.log["file"] == "metadata.csv", "what"].str.contains("missing.txt").any()


def test_the_fingerprint_tells_of_days_metadata_and_corrections(folder) -> None:
    text = "أعلنت الوزارة افتتاح الميناء الجديد بعد أعمال دامت ثلاث سنوات كاملة في المدينة الساحلية الصغيرة."
    place = folder(one=text, two=text.replace("الميناء", "المطار"))
    marks = [analysis.read(place).info["fingerprint"]]
    for day in ("2024-05-03", "2024-05-04"):
        rows = "".join(f"{name}.txt,{day},صحيفة\n" for name in ("one", "two"))
        (place / "metadata.csv").write_text("file,published,source\n" + rows, encoding="utf-8")
        corpus = analysis.read(place)
        marks += [corpus.info["fingerprint"], analysis.read(place).info["fingerprint"]]
    id = corpus.articles["article_id"].iloc[0]
    row = f"article_id,start,end,field,value\n{id},,,published,2024-05-09\n"
    (place / "corrections.csv").write_text(row, encoding="utf-8")
    marks.append(analysis.read(place).info["fingerprint"])
    assert marks[1] == marks[2] and marks[3] == marks[4] and len(set(marks)) == 4


def test_the_day_of_an_address_or_a_file_name(tmp_path: Path) -> None:
    body = STORY.splitlines()[2]
    table = f'title,content,url\nعنوان أول للخبر,"{body}",https://site.example/2022/03/09/story\n'
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    (tmp_path / "2021-08-16-page.txt").write_text("عنوان آخر للخبر هنا\n" + STORY.splitlines()[3], encoding="utf-8")
    (tmp_path / "000_2461cca787d7b54b.txt").write_text("وفد ثالث يزور المدينة\n" + body[10:], encoding="utf-8")
    articles = analysis.read(tmp_path, keep_duplicates=True).articles.set_index("file")
    assert articles.loc["table.csv", ["published", "published_from"]].tolist() == [pd.Timestamp("2022-03-09"), "url"]
    assert articles.at["2021-08-16-page.txt", "published_from"] == "file"
    assert articles.at["000_2461cca787d7b54b.txt", "published_from"] == "none"


def test_corrections_are_applied_and_told(folder) -> None:
    root = folder(a=STORY.format(date="3 مارس 2022"), b=STORY.format(date="2 مارس 2022"))
    before = analysis.read(root)
    copy = before.articles.loc[before.articles["duplicate_of"].notna(), "article_id"].item()
    mention = before.mentions[before.mentions["actor"] == "pakistan"].iloc[0]
    rows = [
        "article_id,start,end,field,value",
        f"{copy},,,duplicate_of,",
        f"{mention.article_id},{mention.start},{mention.end},actor,united_nations",
        f"{mention.article_id},0,3,actor,india",
        f"{mention.article_id},{mention.start},{mention.end},actor,nobody_known",
        "0000000000000000,,,source,x",
        f"{copy},,,colour,red",
    ]
    (root / "corrections.csv").write_text("\n".join(rows), encoding="utf-8")
    after = analysis.read(root)
    assert after.articles["duplicate_of"].isna().all() and len(after.counted) == 2
    changed = after.mentions[(after.mentions["article_id"] == mention.article_id)]
    assert changed.loc[changed["start"] == mention.start, ["actor", "actor_type"]].values.tolist() == [
        ["united_nations", "organisation"]
    ]
    notes = after.log[after.log["file"] == "corrections.csv"]
    assert notes["level"].value_counts().to_dict() == {"warning": 4, "info": 2}


@pytest.mark.parametrize(
    ("opening", "rest"),
    [
        ("كابل: ", "قال مسؤولون في الحكومة إن الطرق الجبلية فُتحت أمام القوافل بعد أيام من الثلوج."),
        ("إسلام آباد - وكالة الأفق: ", "وصل وفد أممي إلى العاصمة لبحث عودة اللاجئين قبل الشتاء."),
        ("(رويترز) - ", "انتهت جولة المحادثات في الدوحة من دون بيان مشترك بين الوفدين."),
        ("", "وأضاف الوزير: لن نقبل بأي اتفاق لا يضمن عودة اللاجئين إلى بيوتهم بسلام."),
        ("", "ثلاثة أسئلة: من يحكم المدينة ومن يدفع الرواتب ومن يفتح المعابر أمام الناس من التجار والمسافرين."),
    ],
)
def test_datelines_are_not_counted(folder, opening: str, rest: str) -> None:
    page = "عنوان طويل يكفي ليكون عنوانا\n" + opening + rest + "\nوتستمر المساعي يوم غد في العاصمة."
    corpus = analysis.read(folder(page=page))
    assert corpus.articles["body"][0].split("\n")[0] == rest


def test_language_share(folder) -> None:
    mixed = (
        "تقرير عن الشبكة اليوم\nThe network was down for most of the day and came back late in the evening نعم صحيح."
    )
    corpus = analysis.read(folder(a=STORY.format(date="3 مارس 2022"), b=mixed))
    assert corpus.filter(arabic=0.8).articles["file"].tolist() == ["a.txt"]


@pytest.mark.parametrize("text", ["body=Text, title=Head", {"body": "Text", "title": "Head"}])
def test_columns_by_name(tmp_path: Path, text) -> None:
    (tmp_path / "t.csv").write_text(f"Head,Text\nعنوان أول للخبر,{STORY.splitlines()[2]}\n", encoding="utf-8")
    corpus = analysis.read(tmp_path, columns=text)
    assert corpus.articles["title"].tolist() == ["عنوان أول للخبر"]
    with pytest.raises(InputError):
        analysis.read(tmp_path, columns="body")


@pytest.mark.slow
def test_the_newspaper_archive(shared: Path) -> None:
    from analysis import sources
    from analysis.corpus import articles
    from analysis.corpus.copies import find_copies

    raw, _ = sources.read_raw(shared / "corpora" / "saudinewsnet")
    found, _ = articles.collect(raw)
    copies = find_copies([each["body"] for each in found], articles.order_of(found))
    notes = articles.mark_copies(found, copies)
    assert len(found) > 15_000 and {article["published_from"] for article in found} <= {"collected", "url", "header"}
    exact = sum("the same text" in note.what for note in notes)
    assert 500 < exact < 700 and 800 < len(notes) - exact < 1000  # without datelines and bylines more are equal
