"""Names that are told from the lab, and the file that they are written into."""

import pytest

import analysis
from analysis import explore


def test_names_are_told_by_hand(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("notebooks", "data"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")  # as JupyterLab starts one
    explore.accept("رابطة الناسجين")
    explore.accept("شركة البنائين", name_en="Masons")
    explore.ignore("نهر الشمال")
    registry = explore.merge("المنظمة الكونية", into="united_nations")
    assert registry == analysis.actors.load_registry(tmp_path / "actors.yml")
    assert {"masons", "rabita_al_nasijin"} <= set(registry.actors) and registry.ignored
    found = analysis.actors.find_mentions("بين رابطة الناسجين والمنظمة الكونية", registry)
    assert found["actor"].tolist() == ["rabita_al_nasijin", "united_nations"]
    with pytest.raises(ValueError, match="one by one"):
        explore.accept("رابطة كذا", "رابطة أخرى", name_en="League")
    with pytest.raises(analysis.actors.RegistryError, match="claimed by"):
        explore.accept("باكستان", registry="own.yml")
    assert not (tmp_path / "own.yml").exists()
