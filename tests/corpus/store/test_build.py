"""The store: the same frames from whoever makes them, taken up where it was cut off, added to, and never half done."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml
from upath import UPath

import analysis
from analysis.base.frames import SCHEMA
from analysis.base.places import bundled
from analysis.corpus.store import build as store
from analysis.corpus.store import files, layout
from analysis.corpus.store.stages import annotate_slice
from analysis.sources import InputError
from stores import BODY, FRAMES, OTHER, PAGE, assert_same, made, only, page, rewritten, tree, written

UNDATED = (
    "أعلنت الحكومة، اليوم الثلاثاء 8 مارس، خطة لإعادة إعمار المدارس التي تضررت منذ عام 2020 في الأقاليم الجنوبية.\n"
    "وقال الوزير إن الخطة ستنفذ على مراحل، وإن العمل فيها سيبدأ حين تصل الأموال."
)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SLICE", 4)
    monkeypatch.setattr(store, "PART", 25_000)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, annotated at one go in one process."""
    out = tmp_path_factory.mktemp("store") / "whole"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "SLICE", 4)
        patch.setattr(store, "PART", 25_000)
        made(bundled("sample"), out)
    assert len(analysis.Corpus.load(out)._slices) > 10
    return out


# The same frames, whoever makes them


def test_two_processes_write_the_bytes_of_one(whole: Path, tmp_path: Path) -> None:
    made(bundled("sample"), tmp_path / "two", jobs=2)
    assert_same(whole, tmp_path / "two")


def test_the_size_of_parts_and_slices_changes_no_frame(whole: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(store, "SLICE", 1000)
    monkeypatch.setattr(store, "PART", 4 << 20)
    at_once = made(bundled("sample"), tmp_path / "large")
    assert len(at_once._slices) == 1
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(analysis.Corpus.load(whole), name), getattr(at_once, name))


def test_frames_are_plain_parquet(whole: Path) -> None:
    corpus = analysis.Corpus.load(whole)
    for name in FRAMES:
        table = pd.read_parquet(whole / f"{name}.parquet")
        assert list(table.columns) == list(SCHEMA[name]) and len(table) == len(getattr(corpus, name))


def test_columns_and_slices_are_read_without_the_rest(whole: Path) -> None:
    corpus = analysis.Corpus.load(whole)
    lemmas = corpus.columns("tokens", ["lemma"])["lemma"]
    assert not any(isinstance(frame, pd.DataFrame) for frame in corpus._frames.values())
    slices = list(corpus.slices())
    assert len(slices) > 10 and sum(len(each.tokens) for each in slices) == len(lemmas)
    assert lemmas.tolist() == corpus.tokens["lemma"].tolist()


def test_any_address_that_fsspec_knows(whole: Path, tmp_path: Path) -> None:
    for path in bundled("sample").iterdir():
        (UPath("memory://articles") / path.name).write_bytes(path.read_bytes())
    corpus = made("memory://articles", "memory://store", jobs=2)
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(analysis.Corpus.load(whole), name), getattr(corpus, name))
    (UPath("memory://articles") / "new.txt").write_text(PAGE.format(title="خبر", day=1, body=OTHER), encoding="utf-8")
    assert len(made("memory://articles", "memory://store")) == len(corpus.articles) + 1


# Cut off and taken up

SLOW = """
import sys, time
from analysis.corpus.store import build as store
from analysis.cli import main
store.SLICE, store.PART = 4, 25_000
annotate = store.annotate_slice
def slow(*task):
    annotate(*task)
    time.sleep(0.3)
store.annotate_slice = slow
main()
"""


def test_a_killed_run_goes_on_with_what_it_lacks(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "cut"
    command = [
        sys.executable,
        "-c",
        SLOW,
        "annotate",
        str(bundled("sample")),
        "--out",
        str(out),
        "--lemmatizer",
        "simple",
    ]
    run = subprocess.Popen([*command, "--jobs", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _until(lambda: len(list(out.glob(".next/_parts/part-*-*.json"))) >= 3, run)
    run.send_signal(signal.SIGKILL)
    run.wait()
    with pytest.raises(InputError, match="unfinished; run `analysis annotate` again"):
        analysis.Corpus.load(out)
    done = {path.name.removesuffix(".json").removeprefix("part-") for path in out.glob(".next/_parts/part-*-*.json")}
    parts = written(out / ".next", "_parts/part-?????.*")
    before = {name: at for name, at in written(out / ".next").items() if name.rpartition("part-")[2][:9] in done}
    made(bundled("sample"), out)
    assert_same(whole, out)
    after = written(out)
    frames = {name: at for name, at in before.items() if not name.startswith("_raw")}
    assert len(frames) >= 3 * len(FRAMES) and not rewritten(after, {**frames, **parts})


def _until(true: Callable[[], bool], run: subprocess.Popen) -> None:
    end = time.monotonic() + 60
    while not true():
        assert run.poll() is None and time.monotonic() < end, "the run ended before it was cut off"
        time.sleep(0.02)


def annotate_and_die(task, making) -> None:
    """Annotate a slice; once, on the third, kill the worker that does it."""
    annotate_slice(task, making)
    mark = Path(making.root.path).parent / "died"
    if task.piece.endswith("-002") and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def annotate_and_always_die(task, making) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_process_is_replaced(whole: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(store, "annotate_slice", annotate_and_die)
    made(bundled("sample"), tmp_path / "two", jobs=2)
    assert (tmp_path / "died").exists()
    assert_same(whole, tmp_path / "two")


def test_processes_that_always_die_are_an_error_and_the_rest_is_kept(tmp_path: Path, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "annotate_slice", annotate_and_always_die)
        with pytest.raises(InputError, match="fewer jobs"):
            made(bundled("sample"), tmp_path / "two", jobs=2)
    assert list(tmp_path.glob("two/.next/_parts/part-00000.json"))


@pytest.mark.parametrize("moves", [0, 1, 7, 100])
def test_a_commit_that_was_cut_off_is_finished(whole: Path, tmp_path: Path, monkeypatch, moves: int) -> None:
    source = shutil.copytree(bundled("sample"), tmp_path / "source")
    out = tmp_path / "out"
    made(source, out)
    old = analysis.Corpus.load(out)
    count, (new, target) = len(old), (page(source, "new"), tmp_path / "full")
    shutil.copytree(out, target)
    left, move = [moves], layout.move

    def cut_off(*places) -> None:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        move(*places)

    with monkeypatch.context() as patch:
        patch.setattr(layout, "move", cut_off)
        try:
            made(source, out)
        except KeyboardInterrupt:
            assert (out / ".next" / "corpus.json").exists()
    before = tree(out)
    loaded = analysis.Corpus.load(out)  # the old corpus, or the new one, whole; and nothing is moved for it
    assert len(loaded) == count + (moves == 100) and set(loaded.tokens["article_id"]) <= set(
        loaded.articles["article_id"]
    )
    assert tree(out) == before
    finished = made(source, out)
    assert len(finished) == count + 1 and not (out / ".next").exists()
    made(new, target)
    assert_same(target, out)


# Added to


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
    monkeypatch.setattr(store, "PART", 1)  # a part a file
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
    monkeypatch.setattr(store, "PART", 1)
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
    monkeypatch.setattr(store, "PART", 1)
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


# Bad input


def unchanged(out: Path, act: Callable[[], object], match: str) -> None:
    """Check that an act fails with a message, and that the store holds what it held."""
    corpus = analysis.Corpus.load(out)
    frames = {name: getattr(corpus, name) for name in SCHEMA}
    with pytest.raises(InputError, match=match):
        act()
    for name, table in frames.items():
        pd.testing.assert_frame_equal(getattr(analysis.Corpus.load(out), name), table)


@pytest.mark.parametrize("after", [0, 3, 9])
def test_a_full_disk_leaves_the_store_as_it_was(tmp_path: Path, monkeypatch, after: int) -> None:
    source, out = page(tmp_path / "source", "a"), tmp_path / "out"
    made(source, out)
    page(source, "b", title="مدرسة", body=OTHER)
    left, write = [after], files._fill

    def full(path: Path, data: bytes) -> None:
        if not left[0]:
            write(path, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left[0] -= 1
        write(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(files, "_fill", full)
        unchanged(out, lambda: made(source, out), "out.*cannot be written.*make room")
    assert not list(out.rglob("*.tmp"))
    assert len(made(source, out)) == 2


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    source, out = page(tmp_path / "source", "a"), tmp_path / "out"
    out.write_text("my notes", encoding="utf-8")
    for place in (out, out / "below"):
        with pytest.raises(InputError, match=r"out.*cannot be written"):
            made(source, place)
    with pytest.raises(InputError, match="out"):
        analysis.Corpus.load(out)
    corpus = made(source, tmp_path / "good")
    with pytest.raises(InputError, match="cannot be written"):
        corpus.save(out)
    assert out.read_text(encoding="utf-8") == "my notes"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    source, out = page(tmp_path / "source", "a"), tmp_path / "out"
    made(source, out)
    page(source, "b", title="مدرسة", body=OTHER)
    out.chmod(0o500)
    try:
        unchanged(out, lambda: made(source, out), "cannot be written")
    finally:
        out.chmod(0o700)


def test_a_source_without_an_article_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(InputError, match="no article could be read"):
        made(tmp_path / "source", tmp_path / "out")
    assert not list((tmp_path / "out").rglob("*"))


@pytest.mark.parametrize("manifest", ['{"format": 2, "info": {}}', '{"format": 99}', '{"info": {}}', "[]", '{"form'])
def test_a_store_of_another_version_is_refused_and_kept(tmp_path: Path, manifest: str) -> None:
    source, out = page(tmp_path / "source", "a"), tmp_path / "out"
    corpus = made(source, out)
    (out / "corpus.json").write_text(manifest, encoding="utf-8")
    before = written(out)
    for act in (lambda: made(source, out), lambda: analysis.Corpus.load(out), lambda: corpus.save(out)):
        with pytest.raises(InputError, match="annotate again"):
            act()
    assert written(out) == before


@pytest.mark.parametrize("name", ["tokens", "articles", "dates"])
def test_a_half_written_partition_is_named_and_made_anew(whole: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    broken = only(out, f"{name}.parquet/part-00001-000-*")
    broken.write_bytes(broken.read_bytes()[:100])
    with pytest.raises(InputError, match=r"part-00001-000-\w+.parquet: broken.*delete it"):
        getattr(analysis.Corpus.load(out), name)
    broken.unlink()
    with pytest.raises(InputError, match=r"part-00001-000-\w+.parquet: missing; annotate the source again"):
        getattr(analysis.Corpus.load(out), name)
    made(bundled("sample"), out)
    assert_same(whole, out)


def test_a_part_of_which_nothing_is_told_is_read_anew(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(whole, out)
    (out / "_parts" / "part-00000-001.json").unlink()
    (out / "_parts" / "part-00001.parquet").unlink()
    (out / "_parts" / "part-00002.json").write_text('{"key', encoding="utf-8")
    with pytest.raises(InputError, match=r"part-00002.json: broken.*delete it"):
        made(bundled("sample"), out)
    (out / "_parts" / "part-00002.json").unlink()
    made(bundled("sample"), out)
    assert_same(whole, out)


def test_the_manifest_counts_ages(tmp_path: Path) -> None:
    source, out = page(tmp_path / "source", "a"), tmp_path / "out"
    for name in "abc":
        made(page(source, name, title=f"خبر {name}", body=f"{OTHER[:90]} {name}"), out)
    assert json.loads((out / "corpus.json").read_text(encoding="utf-8"))["age"] == 3
