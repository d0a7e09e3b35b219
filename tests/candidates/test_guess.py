"""Who a name may be."""

import pytest

from analysis.actors import load_registry
from analysis.candidates.guess import guesser
from analysis.candidates.variants import key_of


@pytest.mark.parametrize(
    ("name", "kind", "id"),
    [
        ("أنطونيو غوتيريش", "PERS", "antonio_guterres"),
        ("أنطونيو جوتيريس", "PERS", "antonio_guterres"),
        ("محمود رضا عباس", "PERS", "mahmoud_abbas"),
        ("لافروف", "PERS", "sergey_lavrov"),
        ("حركة المقاومة الإسلامية الفلسطينية", "ORG", "hamas"),
        # one name in common is nobody
        ("محمود", "PERS", ""),
        ("محمود الشلبوني", "PERS", ""),
        ("بنك باكستان الأهلي", "ORG", ""),
        ("رابطة الناسجين", "ORG", ""),
        ("", "ORG", ""),
    ],
)
def test_guess(name: str, kind: str, id: str) -> None:
    assert guesser(load_registry())(key_of(name), kind) == id
