"""Listed names in running words."""

from pathlib import Path

from analysis.names.lists import Lists, read_names, read_pairs, write_names, write_pairs

NAMES = {("بور", "سودان"): ("place6",), ("بور",): ("place5",), ("سالم",): ("given4", "family2")}


def told(stems: list[str]) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in stems]
    Lists(NAMES, "h").add(stems, rows)
    return rows


def test_the_longest_name_counts_and_its_neighbours_are_told() -> None:
    assert told(["في", "بور", "سودان", "امس"]) == [["+h=place6"], ["h=Bplace6"], ["h=Iplace6"], ["-h=place6"]]
    assert told(["في", "بور"]) == [["+h=place5"], ["h=Bplace5"]]
    assert told(["سالم"]) == [["h=Bgiven4", "h=Bfamily2"]]
    assert told(["سودان"]) == [[]] and told([]) == []


def test_tables_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_names(tmp_path / "a", NAMES)
    write_pairs(tmp_path / "b", {"كتاب": "3", "بيت": "2 LOCB4"})
    held = (tmp_path / "a").read_bytes()
    assert read_names(tmp_path / "a") == NAMES
    assert read_pairs(tmp_path / "b") == {"كتاب": "3", "بيت": "2 LOCB4"}
    write_names(tmp_path / "a", NAMES)
    assert (tmp_path / "a").read_bytes() == held
