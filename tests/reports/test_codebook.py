"""Codebooks: what was fixed before counting, and what has changed since."""

from hashlib import sha256
from pathlib import Path

import pytest
import yaml

import analysis
from analysis import checking
from analysis.base.notes import InputError
from analysis.reports import codebook

TOPICS = "crops: {ar: المحاصيل, en: Crops, lemmas: [قمح]}\n"


@pytest.fixture
def given(tmp_path: Path) -> dict:
    (tmp_path / "topics.yml").write_text(TOPICS, encoding="utf-8")
    return {"topics": {"source": "somewhere", "top": 30, "dictionary": str(tmp_path / "topics.yml")}}


def test_a_codebook_holds_every_choice_and_ones_own_files(given: dict, tmp_path: Path) -> None:
    hash = codebook.write(given, tmp_path / "codebook.yml", seed=7)
    data = (tmp_path / "codebook.yml").read_bytes()
    told = yaml.safe_load(data)
    assert hash == sha256(data).hexdigest() and told["seed"] == 7
    assert told["parameters"]["topics"]["top"] == 30 and told["parameters"]["topics"]["by"] == "lemma"
    assert told["own"] == {"dictionary": TOPICS} and str(tmp_path) not in data.decode()
    with pytest.raises(InputError, match="a codebook stays as it is"):
        codebook.write(given, tmp_path / "codebook.yml")


def test_what_has_changed_since_is_told(given: dict, tmp_path: Path) -> None:
    path = tmp_path / "codebook.yml"
    hash = codebook.write(given, path)
    same = codebook.since(path, {"topics": {**given["topics"], "source": "elsewhere", "language": "ar"}})
    assert same["sha256"] == hash and same["changed"] == []
    (tmp_path / "topics.yml").write_text(TOPICS.replace("قمح", "أرز"), encoding="utf-8")
    other = codebook.since(path, {"topics": {**given["topics"], "top": 40}, "actors": {}})
    assert other["changed"] == ["themes: other than fixed", "topics.top: 30, now 40", "actors: not in the codebook"]


def test_a_sample_of_another_seed_is_a_change(given: dict, sample: analysis.Corpus, tmp_path: Path) -> None:
    path, source = tmp_path / "codebook.yml", tmp_path / "articles"
    source.mkdir()
    codebook.write(given, path, seed=7)
    assert codebook.seed_of(path) == 7
    about = {"topics": {**given["topics"], "source": str(source)}}
    for seed, changed in ((7, []), (1, ["sample mentions --seed: 7, now 1"])):
        sheet = checking.sample_mentions(sample, n=3, seed=seed).assign(right="y")
        checking.save(checking.score(checking.write_sheet(sheet, tmp_path / f"sheet{seed}")[1]), source)
        assert codebook.since(path, about)["changed"] == changed
    (tmp_path / "none.yml").write_text(path.read_text("utf-8").replace("seed: 7", "seed: many"), encoding="utf-8")
    with pytest.raises(InputError, match=r"none\.yml: holds no seed of samples"):
        codebook.seed_of(tmp_path / "none.yml")


def test_what_is_no_codebook_is_told(given: dict, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("made: 2020-01-01\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.yml: is no codebook"):
        codebook.since(tmp_path / "a.yml", given)


def test_a_page_says_what_came_after_the_codebook_in_both_languages() -> None:
    book = {"sha256": "0f" * 32, "made": "2026-01-02", "changed": []}
    assert "nothing has changed since" in codebook.told(book, "en")[0] and "2026-01-02" in codebook.told(book, "ar")[0]
    changed = ["themes: other than fixed", "topics.top: 30, now 40", "actors: not in the codebook"]
    for language, words in (("en", "3 choices have changed"), ("ar", "تغيرت 3 خيارات")):
        first, *changes, last = codebook.told({**book, "changed": changed}, language)
        assert words in first and "0f0f" in last and len(changes) == 3
        assert ("30" in changes[1] and "40" in changes[1] and "now" not in "".join(changes)) or language == "en"
