"""What the recogniser of names is trained with."""

from analysis.names.training import listed_names


def test_names_of_all_lists_are_known() -> None:
    names = listed_names()
    assert {"given", "surname", "body", "city", "outlet"} <= {kind for kinds in names.values() for kind in kinds}
    assert "given" in names[("محمد",)] and "city" in names[("الرياض",)]
