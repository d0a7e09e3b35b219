"""What the tests share: the sample corpus, and the shared material where it is there."""

from pathlib import Path

import pytest
from hypothesis import settings

import analysis

# A machine that is busy is no fault of the code.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory):
    """Keep what the tests read apart from the user's own cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


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
