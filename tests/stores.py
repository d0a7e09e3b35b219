"""What tests of stores share: pages to make them of, and how two are compared."""

import os
from pathlib import Path

import pandas as pd

import analysis
from analysis.base.frames import SCHEMA
from analysis.corpus import annotate

FRAMES = ("articles", "sentences", "tokens", "mentions", "dates")

PAGE = """{title}
{day} مارس 2022
{body}"""

BODY = (
    "وصل وفد من الأمم المتحدة إلى كابل لبحث توزيع المساعدات الشتوية على الأسر النازحة في الأقاليم الشمالية.\n"
    "وقال متحدث باسم الوفد إن المحادثات ستتناول فتح الطرق أمام القوافل، وإن باكستان وعدت بتسهيل مرورها."
)

OTHER = (
    "افتتح وزير التعليم مدرسة جديدة في ضاحية المدينة يحضر فيها ثلاثمئة تلميذ دروس الصباح والمساء.\n"
    "وأضاف الوزير أن بناء المدرسة استغرق عامين، وأن مدرستين أخريين ستفتحان أبوابهما في الخريف المقبل."
)


def made(source, out, **options) -> analysis.Corpus:
    return annotate(source, out, lemmatizer="simple", **options)


def assert_same(one: Path, other: Path) -> None:
    """Check that two stores have the same frames, and the same bytes in each file of them."""
    for name in SCHEMA:
        pd.testing.assert_frame_equal(*(getattr(analysis.Corpus.load(each), name) for each in (one, other)))
    for name in FRAMES:
        files, others = (sorted((root / f"{name}.parquet").iterdir()) for root in (one, other))
        assert [path.name for path in files] == [path.name for path in others]
        assert all(path.read_bytes() == twin.read_bytes() for path, twin in zip(files, others, strict=True))
    assert not (other / ".next").exists()


def written(root: Path, *pattern: str) -> dict[str, int]:
    """Return when the files of a store were written."""
    paths = [path for each in pattern or ("**/*",) for path in root.glob(each) if path.is_file()]
    return {path.relative_to(root).as_posix(): path.stat().st_mtime_ns for path in paths}


def rewritten(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in after if before.get(name) != after[name]}


def tree(*roots: Path) -> dict[str, tuple]:
    """Return all that lies in folders: modes, content, where links lead; not when it was read."""
    found = {}
    for root in roots:
        for path in [root, *sorted(root.rglob("*"))]:
            link, plain = path.is_symlink(), path.is_file()
            held = os.readlink(path) if link else path.read_bytes() if plain else b""
            found[str(path)] = (path.lstat().st_mode, path.lstat().st_mtime_ns if plain else 0, held)
    return found


def only(folder: Path, pattern: str) -> Path:
    """Return the one path of a folder that fits a pattern."""
    (path,) = folder.glob(pattern)
    return path


def page(folder: Path, name: str, title: str = "وفد أممي يصل إلى كابل", day: int = 3, body: str = BODY) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.txt").write_text(PAGE.format(title=title, day=day, body=body), encoding="utf-8")
    return folder
