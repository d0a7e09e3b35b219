"""The files of a source: archives, links, names of every sort."""

import gzip
import os
import re
import zipfile
from pathlib import Path

import pytest

from analysis.sources import read_raw
from story import MARKUP, PAGE, read_beside, zipped


def test_what_to_do_with_kinds_that_are_not_read(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.mhtml", "c.xls", "d.rar"):
        (tmp_path / name).write_bytes(b"x")
    assert [note.action.removeprefix("skipped; ") for note in read_beside(tmp_path)] == [
        "save its text as .docx or .txt",
        "save the page as HTML only",
        "save as .xlsx or .csv",
        "unpack it, or pack as .zip",
    ]


def test_entries_that_lead_out_of_an_archive_are_refused(tmp_path: Path) -> None:
    page = PAGE.encode()
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in (
            "../up.txt",
            "/root.txt",
            "C:\\disk.txt",
            "in/../../up.txt",
            "in/good.txt",
            "in/zip.zip",
            ".hidden.txt",
        ):
            archive.writestr(name, page)
        archive.writestr(link, "/etc/hostname")
    raw, notes = read_raw(tmp_path)
    assert [each.file for each in raw] == ["a.zip/in/good.txt"]
    told = {note.file.removeprefix("a.zip/"): (note.what, note.action.split(";")[0]) for note in notes}
    out = ("name that leads out of the archive", "refused")
    assert told == {
        "../up.txt": out,
        "/root.txt": out,
        "C:\\disk.txt": out,
        "in/../../up.txt": out,
        "in/zip.zip": ("archive in an archive", "refused"),
        ".hidden.txt": ("hidden", "skipped"),
        "link.txt": ("link in an archive", "refused"),
    }


def test_a_broken_entry_leaves_the_others(tmp_path: Path) -> None:
    data = zipped(**{"a.txt": os.urandom(3000), "b.txt": PAGE.encode()})
    (tmp_path / "a.zip").write_bytes(data[:100] + b"\xff" * 50 + data[150:])
    raw, notes = read_raw(tmp_path)
    assert [each.file for each in raw] == ["a.zip/b.txt"]
    assert [(note.file, note.level) for note in notes] == [("a.zip/a.txt", "error")]


@pytest.mark.parametrize("kind", ["zip", "txt.gz", "docx", "xlsx"])
def test_archives_that_unpack_to_too_much_are_refused(tmp_path: Path, kind: str) -> None:
    zeros = b" " * (12 << 20)
    (tmp_path / f"bomb.{kind}").write_bytes(gzip.compress(zeros) if kind == "txt.gz" else zipped(**{"a.txt": zeros}))
    (note,) = read_beside(tmp_path)
    assert (note.file, note.level) == (f"bomb.{kind}", "error")
    assert re.search(r"unpacks from \d+ KiB to \d+ MiB or more; at most 2,048 MiB, large files 200:1", note.what)
    assert note.action.startswith("refused")


def test_archives_are_limited_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSIS_MOST_BYTES", "20000")
    (tmp_path / "a.zip").write_bytes(zipped(**{f"{n}.txt": os.urandom(900) * 10 for n in range(3)}))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(os.urandom(900) * 30))
    (tmp_path / "c.txt").write_bytes(b" " * 20_001)
    assert [(note.file, note.action.split()[0]) for note in read_beside(tmp_path)] == [
        ("a.zip", "refused;"),
        ("b.txt.gz", "refused;"),
        ("c.txt", "refused;"),
    ]


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "locked").mkdir()
    read_bytes, scandir = Path.read_bytes, os.scandir

    def guarded_bytes(path: Path) -> bytes:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    def guarded_scan(path: Path):
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(Path, "read_bytes", guarded_bytes)
    monkeypatch.setattr(os, "scandir", guarded_scan)
    notes = read_beside(tmp_path)
    assert [(note.file, note.level, note.what) for note in notes] == [
        ("locked", "error", "folder cannot be read: Permission denied"),
        ("locked.txt", "error", "cannot be read: Permission denied"),
    ]


def test_links_are_told_and_not_followed(tmp_path: Path) -> None:
    source, outside = tmp_path / "source", tmp_path / "outside"
    (source / "sub").mkdir(parents=True)
    outside.mkdir()
    (outside / "far.txt").write_text(PAGE, encoding="utf-8")
    for name, target in {
        "sub/loop": source,
        "away": outside,
        "away.txt": outside / "far.txt",
        "gone.txt": source / "none.txt",
        "self.txt": source / "self.txt",
        "twice.txt": source / "z.txt",
    }.items():
        (source / name).symlink_to(target)
    notes = read_beside(source)
    assert {note.file: note.what for note in notes} == {
        "away": "link that leaves the source",
        "away.txt": "link that leaves the source",
        "gone.txt": "link to nothing, or in a circle",
        "self.txt": "link to nothing, or in a circle",
        "sub/loop": "link in a circle: to a folder that it lies in",
        "twice.txt": "link to z.txt, read there",
    }
    assert len(read_raw(source)[0]) == 1


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert [note.what for note in read_beside(tmp_path)] == ["neither a file nor a folder"]


def test_names_of_files_of_every_sort(tmp_path: Path) -> None:
    names = ["a b.txt", "خبر عاجل.txt", "quote'\".txt", "line\nbreak.txt", "star*?.txt", "back\\slash.txt"]
    for name in names:
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    (tmp_path / "empty\n.txt").write_bytes(b"")
    Path(os.fsdecode(bytes(tmp_path) + b"/\xe3\xe1.txt")).write_text(PAGE, encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    told = [name.replace("\n", "\\n") for name in names]
    assert sorted(each.file for each in raw) == sorted([*told, "\\xe3\\xe1.txt"])
    assert [note.file for note in notes] == ["empty\\n.txt"]


def test_what_is_plainly_no_article_is_passed_over(tmp_path: Path) -> None:
    for name in ("README.md", ".gitkeep", "Thumbs.db", ".git/config.txt", "~$page.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert read_beside(tmp_path) == []
    for name in (".draft.txt", "page.html", "page_files/ad.html", "pictures/a.jpg", "pictures/b.jpg"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(MARKUP, encoding="utf-8")
    assert [(note.file, note.level, note.what) for note in read_beside(tmp_path)] == [
        (".draft.txt", "info", "hidden"),
        ("page_files", "info", "what a saved page is made of"),
        ("pictures", "info", "pictures, styles or scripts: 2 .jpg"),
    ]


def test_the_log_of_a_file_stays_short(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,id\n" + "نص\n" * 500, encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    assert len(raw) == 500
    assert len([note for note in notes if note.row is not None]) == 100
    assert notes[-1].what == "400 more rows with remarks"
