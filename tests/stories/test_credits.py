"""Which agencies an article credits."""

import pandas as pd
import pytest

from analysis.stories.credits import agency_of, credited


@pytest.mark.parametrize(
    ("author", "body", "agencies"),
    [
        ("جدة - واس", "وصل الوفد إلى المطار.", ["SPA"]),
        ("&nbsp;واس (جدة)", "وصل الوفد إلى المطار.", ["SPA"]),
        ("لندن: أ.ف.ب، رويترز", "وصل الوفد إلى المطار.", ["AFP", "Reuters"]),
        ("القدس - وكالات", "وصل الوفد إلى المطار.", ["agencies"]),
        (None, "باريس (أ ف ب) - وصل الوفد إلى المطار.", ["AFP"]),
        (None, "الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس\nوصل الوفد إلى المطار.", ["SPA"]),
        (None, "الشارقة في 3 مايو / وام / وصل الوفد إلى المطار.", ["WAM"]),
        (None, "وصل الوفد إلى المطار. (د ب أ)", ["dpa"]),
        (None, "وصل الوفد إلى المطار.\nرويترز", ["Reuters"]),
        (None, "وصل الوفد إلى المطار. (وكالة شرفة البحر)", ["وكالة شرفة البحر"]),
        (None, "وصل الوفد إلى المطار، وانتظرته وكالة شرفة البحر.", []),
        ("سعاد الحمد - تونس", "وقالت وكالة رويترز إن الوفد وصل إلى المطار عند الظهر ثم غادره.", []),
        (None, "قال ناطق بلسان الوزارة لوكالة الأنباء (كونا) إن الوفد وصل إلى المطار.", []),
        ("واسيني خليل", "وصل الوفد إلى المطار.", []),
    ],
)
def test_credits_stand_in_the_author_and_at_the_ends_of_the_text(
    author: str | None, body: str, agencies: list[str]
) -> None:
    table = pd.DataFrame([{"author": author, "body": body, "source": "صحيفة"}])
    assert credited(table) == [tuple(agencies)]


def test_an_outlet_may_be_an_agency() -> None:
    assert agency_of(pd.Series(["واس", "WAS", "النهار", None])) == ["SPA", "SPA", "", ""]
