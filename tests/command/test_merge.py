"""The command `analysis merge`: what it prints, and how it ends."""

from pathlib import Path

ROWS = "article_id,start,end,field,value\n"


def corrections(place: Path, rows: str) -> None:
    place.mkdir()
    (place / "corrections.csv").write_text(ROWS + rows, encoding="utf-8")


def test_conflicts_are_told_and_it_ends_with_1(run, tmp_path: Path) -> None:
    corrections(tmp_path / "mine", "e1,6,13,actor,iran\n")
    corrections(tmp_path / "theirs", "e1,6,13,actor,\n")
    done = run("merge", "mine", "theirs", "--out", "out")
    assert done.code == 1 and "e1, 6-13, actor: iran | nothing" in done.out and "0 decisions, 1 conflict" in done.out
    assert "out/conflicts.csv" in done.err
    done = run("merge", "mine", "mine", "--out", "same")
    assert done.code == 0 and "1 decision, 0 conflicts" in done.out
    assert run("merge", "mine", "nowhere", "--out", "more").code == 2


def test_what_one_took_out_since_is_taken_out(run, tmp_path: Path) -> None:
    corrections(tmp_path / "begun", "e1,6,13,actor,iran\ne2,1,5,actor,iraq\n")
    corrections(tmp_path / "mine", "e1,6,13,actor,iran\n")
    corrections(tmp_path / "theirs", "e1,6,13,actor,turkiye\ne2,1,5,actor,iraq\n")
    assert run("merge", "mine", "theirs", "--base", "begun", "--out", "out").code == 0
    assert (tmp_path / "out" / "corrections.csv").read_text("utf-8-sig") == ROWS + "e1,6,13,actor,turkiye\n"
