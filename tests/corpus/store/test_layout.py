"""A store is never half done: commits cut off, disks full, files broken."""

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.base.frames import SCHEMA
from analysis.base.places import bundled
from analysis.corpus.store import files, layout
from analysis.sources import InputError
from stores import OTHER, assert_same, made, only, page, tree, written

pytestmark = pytest.mark.usefixtures("small_batches")


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
