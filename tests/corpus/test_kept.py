"""A table is made once of the same rows; and never is one given that is of others, or broken."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import stories, topics, voices
from analysis.corpus import cache
from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import MOST, kept, key_of
from analysis.relations import relations

TABLE = pd.DataFrame({"name": ["كابل", None], "count": [1, 2], "day": pd.to_datetime(["2023-06-04", None])})
TABLE = TABLE.astype({"name": "str", "count": "int32", "day": "datetime64[s]"})


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANALYSIS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


class Maker:
    """Makes a table, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> pd.DataFrame:
        self.times += 1
        return TABLE


def test_a_table_is_made_once_of_the_same_rows(place: Path) -> None:
    make = Maker()
    for _ in range(3):
        pd.testing.assert_frame_equal(kept("test", [TABLE, "simple"], make), TABLE)
    assert make.times == 1
    assert cache.clear() > 0 and not list(place.rglob("*.parquet"))


@pytest.mark.parametrize(
    "other",
    [
        [TABLE.assign(count=[2, 1]), "simple"],
        [TABLE.iloc[::-1], "simple"],
        [TABLE.iloc[:1], "simple"],
        [TABLE, "camel"],
        [TABLE],
        [TABLE, TABLE, "simple"],
    ],
    ids=["values", "order", "rows", "option", "none", "twice"],
)
def test_of_other_rows_and_options_it_is_made_anew(place: Path, other: list) -> None:
    make = Maker()
    kept("test", [TABLE, "simple"], make)
    kept("test", other, make)
    assert make.times == 2


def test_other_code_makes_it_anew(place: Path, monkeypatch) -> None:
    make = Maker()
    kept("test", [TABLE], make)
    monkeypatch.setattr(cache, "version", lambda: "other code")
    kept("test", [TABLE], make)
    assert make.times == 2


def test_where_the_cache_is_off_nothing_is_kept(place: Path, monkeypatch) -> None:
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    make = Maker()
    for _ in range(2):
        kept("test", [TABLE], make)
    assert make.times == 2 and not place.exists()


def test_a_cache_that_cannot_be_written_is_done_without(place: Path) -> None:
    place.write_text("a file in its place", encoding="utf-8")
    pd.testing.assert_frame_equal(kept("test", [TABLE], Maker()), TABLE)
    assert place.is_file()


@pytest.mark.parametrize("how", ["half", "flipped", "empty"])
def test_a_broken_table_is_made_anew(place: Path, how: str) -> None:
    make = Maker()
    kept("test", [TABLE], make)
    (file,) = place.rglob("*.parquet")
    data = bytearray(file.read_bytes())
    data[data.index("كابل".encode())] ^= 4
    file.write_bytes({"half": data[: len(data) // 2], "flipped": data, "empty": b""}[how])
    for _ in range(2):
        pd.testing.assert_frame_equal(kept("test", [TABLE], make), TABLE)
    assert make.times == 2


def test_what_was_used_longest_ago_goes(place: Path) -> None:
    for number in range(MOST + 3):
        kept("test", [str(number)], Maker())
    assert len(list(place.rglob("*.parquet"))) == MOST


@given(st.lists(st.sampled_from(["كابل", "هرات", "ر"]), max_size=5), st.lists(st.sampled_from(["كابل", "هرات", "ر"])))
def test_text_as_categories_is_known_as_the_same_text(one: list[str], other: list[str]) -> None:
    first, second = (pd.DataFrame({"word": pd.Series(each, dtype="str")}) for each in (one, other))
    assert key_of([first]) == key_of([first.astype("category")])
    assert (key_of([first]) == key_of([second])) == (one == other)


@pytest.mark.parametrize(
    "make", [stories.pairs, stories.members, topics.collocations, topics.theme_matches, voices.quotations]
)
def test_what_is_kept_is_what_is_made(place: Path, monkeypatch, make) -> None:
    corpus = analysis.read()
    made, again = make(corpus), make(corpus)
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    plain = make(corpus)
    for table in (made, again):
        if isinstance(plain, pd.DataFrame):
            pd.testing.assert_frame_equal(table, plain)
        else:
            assert list(table) == list(plain)
    assert len(plain)


TABLES = [stories.pairs, stories.members, topics.collocations, topics.theme_matches, voices.quotations, relations]


def test_what_lies_on_disk_is_known_without_reading_it(place: Path, tmp_path: Path, monkeypatch) -> None:
    analysis.read().save(tmp_path / "store")
    made = [make(Corpus.load(tmp_path / "store")) for make in TABLES]
    monkeypatch.setattr("analysis.corpus.store.reading.read_frame", lambda *_: pytest.fail("a frame was read"))
    for make, table in zip(TABLES, made, strict=True):
        again = make(Corpus.load(tmp_path / "store"))
        assert again.equals(table) if isinstance(table, pd.DataFrame) else list(again) == list(table)


def test_another_part_and_other_frames_are_known_by_another_key(tmp_path: Path) -> None:
    analysis.read().save(tmp_path / "store")

    def key(corpus: Corpus) -> str:
        return key_of(each.known("tokens", ["lemma", "stop"]) for each in corpus.slices())

    corpus, held = Corpus.load(tmp_path / "store"), Corpus.load(tmp_path / "store")
    ids, tokens = corpus.columns("articles", ["article_id"])["article_id"], held.tokens
    corpora = [corpus, corpus.of(ids[:9]), corpus.of(ids[1:9]), held, held.replace(tokens=tokens.iloc[::-1])]
    corpora += [topics.merge(corpus, ["كوريا الشمالية"]), topics.merge(corpus, ["كوريا الجنوبية"])]
    assert len({key(each) for each in corpora}) == len(corpora)
    assert key(corpora[1]) == key(Corpus.load(tmp_path / "store").of(ids[:9]))
    before = key(held)
    held.tokens["stop"] = ~held.tokens["stop"]  # what somebody has got hold of is known by its content
    assert key(held) != before


def test_an_actor_more_leaves_what_no_mention_is_part_of(place: Path, tmp_path: Path, monkeypatch) -> None:
    for number in range(3):
        text = f"نشرة {number}\nوصلت القوافل إلى المدينة {number} أمس. وقال وزير التجارة إن الطريق آمن منذ أيام."
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    with_actor = tmp_path / "actors.yml"
    with_actor.write_text("- {id: caravans, ar: القوافل, en: Caravans, type: organisation}", encoding="utf-8")
    for make in TABLES:
        make(analysis.read(tmp_path))
    edited = analysis.read(tmp_path, registry=with_actor)
    assert set(edited.mentions["actor"]) - set(analysis.read(tmp_path).mentions["actor"]) == {"caravans"}
    made: list[str] = []
    monkeypatch.setattr("analysis.corpus.kept._write", lambda path, table: made.append(path.name.partition("-")[0]))
    for make in TABLES:
        make(edited)
    assert made == ["members", "quotations", "relations"]
