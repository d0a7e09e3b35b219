import pandas as pd
import pytest

from analysis.text import tables
from analysis.text.folding import normalize
from analysis.voices import by_gender
from analysis.voices.genders import gender


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("فاطمة الحامد", "women"),
        ("عبد الله الحامد", "men"),
        ("نور الحامد", "unknown"),
        ("الشركة", "unknown"),
        ("", "unknown"),
    ],
)
def test_only_a_sure_given_name_tells(name, who) -> None:
    assert gender(name) == who


def test_no_name_is_in_both_lists() -> None:
    table = tables.table("voices/data/genders.yml")
    assert not {normalize(name) for name in table["women"]} & {normalize(name) for name in table["men"]}


def test_shares_are_of_those_of_whom_it_is_known() -> None:
    names = ["ريم العلي", "سامي الدالي", "خالد الحامد", "وزارة النقل"]
    table = pd.DataFrame({"speaker": names, "name": names, "quotations": [2, 1, 1, 9], "words": [20, 10, 5, 90]})
    found = by_gender(table).set_index("who")
    assert found["speakers"].to_dict() == {"women": 1, "men": 2, "unknown": 1}
    assert found.loc["women", "share"] == pytest.approx(1 / 3) and found.loc["women", "words"] == 20
    assert found["share"].isna().to_dict() == {"women": False, "men": False, "unknown": True}


def test_of_nobody_nothing_is_known() -> None:
    table = pd.DataFrame({"speaker": [], "name": [], "quotations": [], "words": []})
    assert by_gender(table)["speakers"].tolist() == [0, 0, 0] and by_gender(table)["share"].isna().all()


def test_many_of_whom_nothing_is_known_raise_no_warning(recwarn) -> None:
    names = ["سامي الدالي", *(f"هيئة {number}" for number in range(40))]
    table = pd.DataFrame({"speaker": names, "name": names, "quotations": 1, "words": 3})
    found = by_gender(table).set_index("who")
    assert found.loc["unknown", ["share", "low", "high"]].isna().all() and not recwarn.list
