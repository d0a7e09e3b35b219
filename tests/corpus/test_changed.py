"""What is read again after a change is what a fresh reading makes; and only what the change touches is made anew."""

import shutil
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import analysis
from analysis.actors.registry import Registry
from analysis.actors.registry import registry_of as load_registry
from analysis.base.frames import SCHEMA
from analysis.corpus import annotation, articles
from analysis.corpus import cache as caching
from analysis.corpus.store import build as store
from stores import BODY, OTHER, PAGE

DAY = "أعلنت الحكومة، اليوم الثلاثاء 8 مارس، خطة لإعادة إعمار المدارس التي تضررت منذ عام 2020 في الأقاليم الجنوبية."
MARKET = (
    "ارتفعت أسعار الخبز في أسواق المدينة أمس بعد أن قل الدقيق الوارد من روسيا وأوكرانيا.\n"
    "وحذرت القوافل التجارية من أن الطريق الساحلي سيغلق أسبوعين، وقال وزير التجارة إن الحكومة ستعوض الخبازين."
)
SITE = "نشرة الضاحية | أخبار المدينة\n"  # a line at the edge of pages: furniture from the third on
TEXTS = (
    PAGE.format(title="وفد أممي يصل إلى كابل", day=3, body=BODY),
    PAGE.format(title="مدرسة جديدة", day=1, body=OTHER),
    PAGE.format(title="الخبز", day=9, body=MARKET),
    SITE + PAGE.format(title="الخبز يغلو", day=7, body=MARKET.replace("روسيا", "إيران")),
    SITE + PAGE.format(title="وفد من الأمم المتحدة", day=2, body=BODY),  # a copy of the first, told before it
    f"خطة لإعمار المدارس\n{DAY}\n{OTHER}",  # without a day: told from the text, and from the newest day of all
    PAGE.format(title="خبر متأخر", day=5, body=DAY).replace("2022", "2034"),
    "Nothing here in Arabic.",
)
REGISTRIES: tuple[list[dict], ...] = (
    [],
    [{"id": "caravans", "ar": "القوافل", "en": "Caravans", "type": "organisation"}],
    [{"id": "ministry_of_trade", "ar": "وزير التجارة", "en": "Minister of trade", "type": "person"}],
)
NAMES = tuple(f"{letter}.txt" for letter in "abcdefg")
EDITS = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("remove"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("registry"), st.sampled_from(REGISTRIES), st.none()),
    st.tuples(st.just("metadata"), st.sampled_from(NAMES), st.sampled_from(["2022-03-04", "2021-01-05"])),
    st.tuples(st.just("correction"), st.sampled_from(["title", "published", "duplicate_of", "actor"]), st.none()),
    st.tuples(st.just("plain"), st.none(), st.none()),
)
READ = import_module("analysis.corpus.read")  # the file; `analysis.corpus.read` is the function


@cache
def registry_of(actors: str) -> Registry:
    with tempfile.NamedTemporaryFile(suffix=".yml") as file:
        Path(file.name).write_text(actors, encoding="utf-8")
        return load_registry(file.name)


def read(root: Path) -> analysis.Corpus:
    registry = registry_of((root / "actors.yml").read_text(encoding="utf-8"))
    return analysis.read(root / "source", registry=registry, lemmatizer="simple")


def begun(root: Path) -> Path:
    """Make a source of six files, and a registry."""
    (root / "source").mkdir(parents=True)
    for name, text in zip(NAMES, TEXTS[:6], strict=False):
        (root / "source" / name).write_text(text, encoding="utf-8")
    registry(root, REGISTRIES[0])
    return root


def registry(root: Path, actors: list[dict]) -> None:
    (root / "actors.yml").write_text(yaml.safe_dump(actors, allow_unicode=True), encoding="utf-8")


def edit(root: Path, corpus: analysis.Corpus, kind: str, what, more) -> None:
    source = root / "source"
    if kind == "write":
        (source / what).write_text(more, encoding="utf-8")
    elif kind == "remove" and len(list(source.glob("*.txt"))) > 2:
        (source / what).unlink(missing_ok=True)
    elif kind == "registry":
        registry(root, what)
    elif kind == "metadata":
        (source / "metadata.csv").write_text(f"file,source,published\n{what},نشرة,{more}\n", encoding="utf-8")
    elif kind == "correction":
        first = corpus.articles["article_id"].iloc[-1]
        value = {"title": "عنوان مصحح", "published": "2022-03-09"}.get(what, "")
        row = corpus.mentions.iloc[-1] if len(corpus.mentions) else None
        place = f"{first},," if what != "actor" or row is None else f"{row.article_id},{row.start},{row.end}"
        text = f"article_id,start,end,field,value\n{place},{what},{value}\n"
        (source / "corrections.csv").write_text(text, encoding="utf-8")
    elif kind == "plain":
        for name in ("metadata.csv", "corrections.csv"):
            (source / name).unlink(missing_ok=True)


def assert_as_fresh(root: Path, monkeypatch: pytest.MonkeyPatch) -> analysis.Corpus:
    """Check that what is read from the cache is what is read without it; return it."""
    corpus = read(root)
    with monkeypatch.context() as patch:
        patch.setenv("ANALYSIS_CACHE", "off")
        fresh = read(root)
    for name in SCHEMA:
        one, other = getattr(corpus, name), getattr(fresh, name)
        pd.testing.assert_frame_equal(one, other)
        assert one.to_csv().encode() == other.to_csv().encode()
    assert corpus.info == fresh.info
    return corpus


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source and a registry, a cache of their own, batches of a few files and slices of two articles."""
    monkeypatch.setenv("ANALYSIS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(store, "SLICE", 2)
    monkeypatch.setattr(store, "BATCH", 1_500)
    return tmp_path


FIXED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@settings(max_examples=6, **FIXED)
@given(edits=st.lists(EDITS, min_size=1, max_size=4))
def test_edits_give_what_a_fresh_reading_gives(root: Path, monkeypatch, edits: list[tuple]) -> None:
    tried(root, monkeypatch, edits)


@pytest.mark.slow
@settings(max_examples=60, **FIXED)
@given(edits=st.lists(EDITS, min_size=2, max_size=6))
def test_many_edits_give_what_a_fresh_reading_gives(root: Path, monkeypatch, edits: list[tuple]) -> None:
    tried(root, monkeypatch, edits)


def tried(root: Path, monkeypatch: pytest.MonkeyPatch, edits: list[tuple]) -> None:
    """Check a source after each of these edits."""
    for name in ("source", "cache"):
        shutil.rmtree(root / name, ignore_errors=True)
    begun(root)
    corpus = assert_as_fresh(root, monkeypatch)
    for each in edits:
        edit(root, corpus, *each)
        corpus = assert_as_fresh(root, monkeypatch)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What is made anew: the files that are read, and those of the articles whose words and mentions are told."""
    told: dict[str, list[str]] = {"read": [], "words": [], "mentions": []}

    def told_of(name: str, function, files):
        def counted(first, *rest):
            told[name] += files(first)
            return function(first, *rest)

        return counted

    def of_articles(articles) -> list[str]:
        return [each["file"] for each in articles]

    def of_raw(raw) -> list[str]:
        return [each.file for each in raw]

    monkeypatch.setattr(annotation, "word_frames", told_of("words", annotation.word_frames, of_articles))
    monkeypatch.setattr(annotation, "mention_frame", told_of("mentions", annotation.mention_frame, of_articles))
    monkeypatch.setattr(articles, "collect", told_of("read", articles.collect, of_raw))
    return told


def test_one_file_is_read_and_annotated_alone(root: Path, made: dict[str, list[str]]) -> None:
    corpus = read(begun(root))
    for each in made.values():
        each.clear()
    edit(root, corpus, "write", "cc.txt", TEXTS[2].replace("الخبز", "السكر"))
    assert read(root).articles["file"].tolist() == ["a.txt", "b.txt", "c.txt", "cc.txt", "d.txt", "e.txt", "f.txt"]
    assert made == {"read": ["cc.txt"], "words": ["cc.txt"], "mentions": ["cc.txt"]}


def test_another_registry_tells_mentions_alone(root: Path, made: dict[str, list[str]]) -> None:
    corpus = read(begun(root))
    for each in made.values():
        each.clear()
    edit(root, corpus, "registry", REGISTRIES[1], None)
    assert "caravans" in set(read(root).mentions["actor"])
    assert made["read"] == made["words"] == [] and set(made["mentions"]) == set(corpus.counted["file"])


def test_a_row_of_metadata_and_a_correction_touch_their_articles_alone(root: Path, made: dict[str, list[str]]) -> None:
    corpus = read(begun(root))
    for kind, what, more in (("metadata", "d.txt", "2022-03-08"), ("correction", "title", None)):
        for each in made.values():
            each.clear()
        edit(root, corpus, kind, what, more)
        corpus = read(root)
        file = what if kind == "metadata" else corpus.articles["file"].iloc[-1]
        assert made["words"] == made["mentions"] == [file]


def test_who_has_a_corpus_open_keeps_it_whole(root: Path) -> None:
    corpus = read(begun(root))  # nothing of it is loaded yet
    edit(root, corpus, "registry", REGISTRIES[1], None)
    edit(root, corpus, "remove", "a.txt", None)
    assert "caravans" in set(read(root).mentions["actor"])
    assert "a.txt" in set(corpus.articles["file"]) and "caravans" not in set(corpus.mentions["actor"])


@pytest.mark.parametrize("name", ["part-00000.json", "part-00000-000.json", "part-00000.parquet", "furniture.json"])
def test_what_only_a_writer_reads_may_be_broken(root: Path, monkeypatch, name: str) -> None:
    corpus = read(begun(root))
    (path,) = (root / "cache").glob(f"*/_parts/{name}")
    path.write_bytes(path.read_bytes()[:-40])
    edit(root, corpus, "write", "a.txt", TEXTS[3])
    assert_as_fresh(root, monkeypatch)


def test_files_that_two_corpora_share_take_their_room_once(root: Path) -> None:
    corpus = read(begun(root))
    before = sum(path.stat().st_size for path in (root / "cache").rglob("*.*") if path.is_file())
    edit(root, corpus, "write", "f.txt", TEXTS[6])
    read(root)
    after = sum(path.stat().st_size for path in (root / "cache").rglob("*.*") if path.is_file())
    assert before < caching.clear() < after
    assert not list((root / "cache").iterdir())
