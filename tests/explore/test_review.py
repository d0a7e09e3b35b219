"""The buttons that tell what a name is."""

import pandas as pd

import analysis
from analysis import explore


def test_names_are_told_by_buttons(tmp_path) -> None:
    names = pd.DataFrame(
        {
            "name": ["رابطة الناسجين", "نهر الشمال", "المنظمة الكونية", "<b>باكستان</b>"],
            "guess": ["", "", "united_nations", ""],
            "articles": [3, 2, 1, 1],
            "sentences": [["قالت <b>رابطة الناسجين</b> كلمتها."], [], [], []],
        }
    )
    own = tmp_path / "own.yml"
    review = explore.Review(names, registry=own)
    assert "&lt;b&gt;رابطة" in review.sentences.value
    review.buttons["accept"].click()
    assert review.name.value == "نهر الشمال" and "رابطة الناسجين" in review.told.value
    review.buttons["ignore"].click()
    assert review.into.value == "united_nations"
    review.into.value = "nobody_here"
    review.buttons["merge"].click()
    assert "nobody_here" in review.told.value and review.name.value == "المنظمة الكونية"
    review.into.value = "united_nations"
    review.buttons["merge"].click()
    registry = analysis.actors.load_registry(own)
    assert registry.merged == {} and "rabita_al_nasijin" in registry.actors and len(registry.ignored) == 1
    assert "المنظمة الكونية" in registry.actors["united_nations"].aliases
    review.buttons["ignore"].click()
    assert review.name.value is None and "<b>باك" not in review.told.value
    review.buttons["accept"].click()  # with nothing left, nothing happens
