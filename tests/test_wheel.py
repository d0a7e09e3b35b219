"""What is handed on: the wheel and the source distribution carry the licences of all that is in them."""

import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FONTS = "src/analysis/reports/data/page/fonts"
FACES = ("IBM-Plex-Sans-Arabic", "Noto-Naskh-Arabic")
TEXTS = ("LICENSE", "LICENSES/CC-BY-SA-4.0.txt", *(f"{FONTS}/LICENSE-{face}.txt" for face in FACES))

build = pytest.importorskip("hatchling.build", reason="needs hatchling (make test installs it)")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        with zipfile.ZipFile(folder / build.build_wheel(str(folder))) as archive:
            yield archive


def test_the_wheel_declares_its_licences_and_carries_their_texts(wheel: zipfile.ZipFile):
    (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    told = message_from_bytes(wheel.read(metadata))
    assert told["License-Expression"] == "MIT AND CC-BY-SA-4.0 AND OFL-1.1"
    assert sorted(told.get_all("License-File", [])) == sorted(TEXTS)
    for text in TEXTS:
        shipped = wheel.read(metadata.replace("METADATA", f"licenses/{text}"))
        assert shipped == (ROOT / text).read_bytes()


def test_the_wheel_tells_where_its_models_and_tables_come_from(wheel: zipfile.ZipFile):
    names = [name for name in wheel.namelist() if name.endswith(".crfsuite")]
    assert len(names) == 2
    told = wheel.read(str(Path(names[0]).with_name("README.md"))).decode()
    assert "CC BY-SA 4.0" in told and "CC BY-NC-SA 4.0" in told


def test_the_wheel_carries_the_fonts_of_its_pages(wheel: zipfile.ZipFile):
    faces = [name for name in wheel.namelist() if name.endswith(".woff2")]
    assert len(faces) == 3
    folder = Path(faces[0]).parent
    for face in FACES:
        assert "SIL OPEN FONT LICENSE Version 1.1" in wheel.read(str(folder / f"LICENSE-{face}.txt")).decode()


def test_the_source_distribution_carries_all_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(ROOT)
    with tarfile.open(tmp_path / build.build_sdist(str(tmp_path))) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    assert held >= {*TEXTS, "README.md", "pyproject.toml", "src/analysis/names/data/README.md"}


def test_the_licence_of_the_models_is_the_whole_legal_code():
    text = (ROOT / "LICENSES/CC-BY-SA-4.0.txt").read_text(encoding="utf-8")
    assert text.startswith("Attribution-ShareAlike 4.0 International")
    sections = (
        "Definitions",
        "Scope",
        "License Conditions",
        "Sui Generis Database Rights",
        "Disclaimer of Warranties and Limitation of Liability",
        "Term and Termination",
        "Other Terms and Conditions",
        "Interpretation",
    )
    places = [text.index(f"Section {number} -- {title}.") for number, title in enumerate(sections, 1)]
    assert places == sorted(places)
    assert text.rstrip().endswith("Creative Commons may be contacted at creativecommons.org.")
