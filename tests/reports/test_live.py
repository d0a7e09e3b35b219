"""What a page leaves out of figures that its script draws."""

from analysis.reports.live import lightened, live_figures
from analysis.reports.sections import front_section

TABLE = (
    '<div class="table" data-name="actors-mentions"><table><tr><td><a class="evidence" href="#actors-mentions-0">'
    '<bdi>a</bdi></a></td></tr></table></div><details class="contexts"><summary>s</summary>'
    '<section class="contexts" id="actors-mentions-0"><h4>a</h4></section></details>'
)
CHART = '<svg><a class="evidence" href="#actors-mentions-0"><text/></a><use href="#shape"/></svg>'


def test_sentences_are_left_to_the_script_and_no_link_leads_nowhere() -> None:
    live = front_section("front-stories", "en", tables=[TABLE])._replace(name="actors-mentions")
    other = front_section("front-stories", "en", charts=[CHART], tables=[TABLE])._replace(name="own")
    first, second = lightened([live, other], "en")
    assert "contexts" not in first.tables[0] and "<bdi>a</bdi>" in first.tables[0] and 'href="#' not in first.tables[0]
    assert "tables/actors-mentions-evidence.csv" in first.tables[0]
    assert second.charts == [CHART.replace("#actors-mentions-0", "#fig-own")] and second.tables == [TABLE]


def test_figures_of_all_pages_are_live_and_what_fits_some_alone_is_not() -> None:
    assert {"actors-mentions", "timeline-volume", "overview-stories", "actors-changes"} <= live_figures()
    assert "topics-concordance" not in live_figures()
