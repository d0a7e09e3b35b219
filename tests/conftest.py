"""What the tests share: the sample corpus, and the shared material where it is there."""

from pathlib import Path

import pytest

import analysis

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def sample() -> analysis.Corpus:
    return analysis.read()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"needs {SHARED.name}/ beside the checkout, which is not there")
    return SHARED


@pytest.fixture(scope="session")
def seven(shared: Path) -> analysis.Corpus:
    return analysis.read(shared / "articles")


@pytest.fixture
def folder(tmp_path: Path):
    """Return a function that writes pages (name -> text) to a folder and returns it."""

    def write(**pages: str) -> Path:
        for name, text in pages.items():
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        return tmp_path

    return write
