"""A store is added to: only what is new or changed is made, and everything that hangs on it."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.base.frames import SCHEMA
from analysis.base.places import bundled
from analysis.corpus.store import build as store
from stores import BODY, FRAMES, OTHER, PAGE, made, page, rewritten, written

pytestmark = pytest.mark.usefixtures("small_batches")


UNDATED = (
    "أعلنت الحكومة، اليوم الثلاثاء 8 مارس، خطة لإعادة إعمار المدارس التي تضررت منذ عام 2020 في الأقاليم الجنوبية.\n"
    "وقال الوزير إن الخطة ستنفذ على مراحل، وإن العمل فيها سيبدأ حين تصل الأموال."
)


def test_new_files_are_added_without_reading_the_old(tmp_path: Path) -> None:
    source = shutil.copytree(bundled("sample"), tmp_path / "source")
    out = tmp_path / "out"
    old = made(source, out)
    articles, tokens, before = old.articles, old.tokens, written(out)
    page(source, "0-first-by-name", body=OTHER)
    new = made(source, out)
    changed = rewritten(before, written(out))
    assert {name.split("/")[0] for name in changed} == {
        *(f"{name}.parquet" for name in FRAMES),
        "_parts",
        "corpus.json",
        "log.parquet",
    }
    assert not before.keys() - written(out).keys() - {name for name in before if name.startswith("log.parquet")}
    pd.testing.assert_frame_equal(new.articles.head(len(articles)), articles)
    assert new.articles["file"].tolist()[-1] == "0-first-by-name.txt"
    assert len(new.tokens) == len(tokens) + new.articles["words"].iloc[-1]


def test_a_run_with_nothing_new_writes_no_frame(tmp_path: Path) -> None:
    made(page(tmp_path / "source", "a"), tmp_path / "out")
    before = written(tmp_path / "out")
    made(tmp_path / "source", tmp_path / "out")
    changed = rewritten(before, written(tmp_path / "out"))
    assert {name.split("-")[0] for name in changed} == {"corpus.json", "_parts/registry", "log.parquet/part"}
    assert before.keys() == written(tmp_path / "out").keys()


def test_changed_and_removed_files_are_read_anew_with_their_part_alone(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(store, "BATCH", 1)  # a batch a file
    source, out = tmp_path / "source", tmp_path / "out"
    for name, day in (("a", 1), ("b", 2), ("c", 3)):
        page(
            source, name, title=f"العنوان {name}", day=day, body=f"{BODY}\n{OTHER}" if name == "b" else BODY[:-9] + name
        )
    made(source, out)
    before = written(out)
    page(source, "b", title="عنوان آخر", day=2, body=OTHER)
    (source / "c.txt").unlink()
    corpus = made(source, out)
    assert corpus.articles["file"].tolist() == ["a.txt", "b.txt"]
    assert corpus.articles["title"].tolist() == ["العنوان a", "عنوان آخر"]
    assert set(corpus.tokens["article_id"]) == set(corpus.articles["article_id"])
    assert {name for name in before if "part-00000" in name} <= written(out).keys() - rewritten(before, written(out))
    assert not list(out.glob("*/part-00002*"))


def test_originals_stay_originals_over_two_additions(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    first = made(page(source, "b", day=3), out).articles["article_id"].item()
    for name, day in (("a", 2), ("c", 1)):  # told earlier, added later
        corpus = made(page(source, name, day=day), out)
        others = corpus.articles[corpus.articles["article_id"] != first]
        assert set(others["duplicate_of"]) == {first} and set(corpus.tokens["article_id"]) == {first}
    assert made(source, tmp_path / "anew").articles["duplicate_of"].notna().tolist() == [True, True, False]


def test_a_copy_counts_once_its_original_is_gone(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(store, "BATCH", 1)
    source, out = tmp_path / "source", tmp_path / "out"
    made(page(page(source, "a", day=1), "b", day=2), out)
    (source / "a.txt").unlink()
    corpus = made(source, out)
    assert corpus.articles["duplicate_of"].tolist() == [None]
    assert set(corpus.tokens["article_id"]) == set(corpus.mentions["article_id"]) == set(corpus.articles["article_id"])


def test_a_later_day_takes_back_what_was_inferred(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    page(source, "b", day=1)
    (source / "a.txt").write_text(UNDATED, encoding="utf-8")
    (source / "b.txt").write_text(PAGE.format(title="خبر", day=1, body=BODY).replace("2022", "2023"), encoding="utf-8")
    old = made(source, out).articles.set_index("file")["published"]
    assert old["a.txt"] == pd.Timestamp("2022-03-08")
    late = PAGE.format(title="خبر آخر", day=1, body=OTHER).replace("2022", "2034")
    (source / "c.txt").write_text(late, encoding="utf-8")
    new, full = made(source, out), made(source, tmp_path / "anew")
    assert pd.isna(new.articles.set_index("file")["published"]["a.txt"])
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(new, name), getattr(full, name))


def test_another_registry_makes_only_mentions_anew(tmp_path: Path) -> None:
    source, out, file = page(tmp_path / "source", "a"), tmp_path / "out", tmp_path / "actors.yml"
    corpus = made(source, out)
    assert "relief_group" not in set(corpus.mentions["actor"])
    before = written(out, "*.parquet/*")
    actor = {
        "id": "relief_group",
        "type": "organisation",
        "ar": "القوافل",
        "en": "Relief Group",
        "aliases": ["القوافل"],
    }
    file.write_text(yaml.safe_dump([actor], allow_unicode=True), encoding="utf-8")
    corpus = made(source, out, registry=file)
    assert "relief_group" in set(corpus.mentions["actor"])
    assert {name.split(".")[0] for name in rewritten(before, written(out, "*.parquet/*"))} == {
        "mentions",
        "articles",
        "log",
    }


def test_another_lemmatizer_makes_only_words_anew(tmp_path: Path, monkeypatch) -> None:
    source, out = page(tmp_path / "source", "a"), tmp_path / "out"
    made(source, out)
    before = written(out, "*.parquet/*")
    monkeypatch.setattr("analysis.corpus.store.plan.describe_lemmas", lambda name: "the next version")
    made(source, out)
    changed = {name.split(".")[0] for name in rewritten(before, written(out, "*.parquet/*"))}
    assert changed == {"sentences", "tokens", "articles", "log"}


def test_corrections_and_metadata_change_their_own_slices_and_can_be_taken_back(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(store, "BATCH", 1)
    source, out = tmp_path / "source", tmp_path / "out"
    page(page(source, "a"), "b", title="مدرسة جديدة", body=OTHER)
    plain = made(source, out)
    frames = {name: getattr(plain, name) for name in SCHEMA}
    row = plain.mentions[plain.mentions["part"] == "body"].iloc[0]
    before = written(out, "*.parquet/*")
    rows = [
        f"{row.article_id},{row.start},{row.end},actor,",
        f"{row.article_id},,,title,عنوان مصحح",
        f"{row.article_id},,,published,2022-03-09",
    ]
    (source / "corrections.csv").write_text("article_id,start,end,field,value\n" + "\n".join(rows), encoding="utf-8")
    (source / "metadata.csv").write_text("file,source\nb.txt,صحيفة\n", encoding="utf-8")
    for again in range(2):  # the second time there is nothing to do, and nothing is applied twice
        corpus = made(source, out)
        assert corpus.articles["title"].tolist()[:2] == ["عنوان مصحح", "مدرسة جديدة"]
        assert corpus.articles["source"].tolist()[:2] == [None, "صحيفة"]
        assert (row.article_id, row.start) not in set(corpus.mentions[["article_id", "start"]].itertuples(index=False))
        assert not corpus.log["action"].str.contains("not applied").any()
        page(source, f"new-{again}", title=f"خبر {again}", body=f"{OTHER[:-9]}{again} {BODY[::2]}")
    first = {name for name in before if name.startswith("mentions.parquet/part-00000-000")}
    assert first and not first & written(out, "*.parquet/*").keys()
    for name in ("corrections.csv", "metadata.csv", "new-0.txt", "new-1.txt"):
        (source / name).unlink()
    back = made(source, out)
    for name, table in frames.items():
        pd.testing.assert_frame_equal(getattr(back, name), table)


def test_what_a_site_repeats_is_known_of_pages_that_come_alone(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    for name in "abcd":
        page(
            source,
            name,
            title=f"اقرأ المزيد هنا\nعنوان الخبر {name}",
            body=f"{BODY} {name * 9} {OTHER[: 40 + ord(name)]}",
        )
    old = made(source, out)
    page(source, "e", title="اقرأ المزيد هنا\nعنوان الخبر الأخير", body=OTHER)
    new = made(source, out)
    assert set(new.articles["title"]) == {*old.articles["title"], "عنوان الخبر الأخير"}
