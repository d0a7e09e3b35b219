from pathlib import Path

import pytest

from analysis.sources import InputError, locate, read_pages


def test_pages_come_sorted_with_paths_relative_to_the_source(folder) -> None:
    root = folder(b="نص ثان", a="نص أول")
    (root / "sub").mkdir()
    (root / "sub" / "c.txt").write_text("نص ثالث", encoding="utf-8")
    pages, notes = read_pages(root)
    assert [page.file for page in pages] == ["a.txt", "b.txt", "sub/c.txt"]
    assert notes == []


def test_what_is_not_read_is_told(folder) -> None:
    root = folder(a="نص")
    (root / "empty.txt").write_bytes(b" \n")
    (root / "scan.pdf").write_bytes(b"%PDF-1.4")
    pages, notes = read_pages(root)
    assert [page.file for page in pages] == ["a.txt"]
    assert [(note.file, note.level, note.action) for note in notes] == [
        ("empty.txt", "warning", "skipped"),
        ("scan.pdf", "warning", "skipped"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_encodings_give_the_same_text(tmp_path: Path, encoding: str) -> None:
    text = "قال متحدث باسم الحكومة إن المحادثات ستبدأ في كابل الأسبوع المقبل، وإن الوفد وصل إلى المطار صباحا.\n" * 3
    (tmp_path / "page.txt").write_bytes(text.encode(encoding))
    (page,), _ = read_pages(tmp_path)
    assert page.text == text


def test_a_missing_source_is_named() -> None:
    with pytest.raises(InputError, match="no-such-folder"):
        locate("no-such-folder")


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="empty"):
        read_pages(tmp_path)


def test_no_source_is_the_sample() -> None:
    assert locate("").name == "sample"
