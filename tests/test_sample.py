"""The sample holds what its card plans: lengths, days, bursts, copies, and events that outlets tell differently."""

import re
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import timeline
from analysis.text import normalize

CARD = Path(__file__).parents[1] / "data" / "README.md"
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]

# The stories that were written to a plan, as file:ordinal, with the days of their publication.
DAYS = {
    "page-046.txt:0": "2023-01-30",
    "page-047.txt:0": "2023-01-30",
    "2023-01-31-peshawar.txt:0": "2023-01-31",
    "page-046.txt:1": "2023-01-31",
    "page-048.txt:0": "2023-01-31",
    "suhub-2023-01-31.html:0": "2023-01-31",
    "page-049.txt:0": "2023-02-01",
    "page-050.txt:0": "2023-02-02",
    "page-051.txt:0": "2023-02-03",
    "page-052.txt:0": "2023-09-07",
    "page-053.txt:0": "2023-09-07",
    "page-054.txt:0": "2023-09-07",
    "2023-09-09-torkham.txt:0": "2023-09-09",
    "page-055.txt:0": "2023-09-09",
    "suhub-2023-09-10.html:0": "2023-09-10",
    "page-052.txt:1": "2023-09-16",
    "page-056.txt:0": "2023-09-16",
    "qaws-briefs.jsonl:0": "2024-03-22",
    "page-057.txt:0": "2024-03-23",
    "page-058.txt:0": "2024-03-24",
    "qaws-briefs.jsonl:1": "2024-11-09",
    "2024-11-10-quetta.txt:0": "2024-11-10",
    "page-059.txt:0": "2024-11-10",
    "qaws-briefs.jsonl:2": "2024-12-11",
    "page-060.txt:0": "2024-12-12",
    "page-060.txt:1": "2024-12-26",
    "page-061.txt:0": "2024-12-26",
    "2024-12-27-barmal.txt:0": "2024-12-27",
    "2025-01-14-kursk.txt:0": "2025-01-14",
    "page-062.txt:0": "2025-01-14",
    "qaws-briefs.jsonl:3": "2025-01-14",
    "suhub-2025-01-14.html:0": "2025-01-14",
    "page-063.txt:0": "2025-04-18",
    "page-064.txt:0": "2025-04-18",
    "page-053.txt:1": None,
    "page-065.txt:0": None,
}

BANDS = {(60, 110): 8, (110, 250): 10, (250, 400): 10, (400, 600): 8}  # words of a story: how many there are at least

# The first and the last day, a word that all of its stories hold, and how many there are, copies with them.
BURSTS = {
    "mosque": ("2023-01-30", "2023-02-05", "بيشاور", 10),
    "crossing": ("2023-09-07", "2023-09-16", "طورخم", 8),
}

THEMES = {"mosque": "domestic_politics", "crossing": "borders"}  # what bursts while the stories do

COPIES = {"suhub-2023-01-31.html:0": "page-046.txt:1", "page-055.txt:0": "2023-09-09-torkham.txt:0"}

# Pairs of different outlets that share a passage, and the words that it has at least and at most.
SHARED = {
    ("page-046.txt:1", "suhub-2023-01-31.html:0"): (220, 250),
    ("page-046.txt:1", "page-049.txt:0"): (150, 180),
    ("page-049.txt:0", "suhub-2023-01-31.html:0"): (150, 180),
    ("2023-09-09-torkham.txt:0", "page-055.txt:0"): (230, 260),
    ("2023-09-09-torkham.txt:0", "suhub-2023-09-10.html:0"): (50, 80),
    ("page-055.txt:0", "suhub-2023-09-10.html:0"): (50, 80),
    ("2024-11-10-quetta.txt:0", "page-059.txt:0"): (50, 80),
    ("2024-12-27-barmal.txt:0", "page-039.txt:0"): (50, 80),
    ("2025-01-14-kursk.txt:0", "suhub-2025-01-14.html:0"): (120, 150),
}

# What each story of an event says of the same thing; no other story of the event says it.
EVENTS = {
    "mosque": {
        "2023-01-31-peshawar.txt:0": "92 قتيلاً",
        "page-046.txt:1": "بلغت 95",
        "page-048.txt:0": "بلغ مئة قتيل",
        "page-019.txt:0": "عشرات القتلى",
    },
    "toll of the mosque": {"page-050.txt:0": "إنه 101", "page-051.txt:0": "من 101 قتيل إلى 84"},
    "crossing": {
        "page-052.txt:0": "اثنين من حرس الحدود الأفغان جُرحا",
        "page-053.txt:0": "مقتل أحد أفراد حرس الحدود وإصابة ثلاثة",
        "page-054.txt:0": "ثلاثة جرحى من الجانبين",
    },
    "opening": {"page-052.txt:1": "370 شاحنة", "page-056.txt:0": "٤٣٠ شاحنة"},
    "concert hall": {
        "qaws-briefs.jsonl:0": "40 شخصا",
        "page-057.txt:0": "إلى 115",
        "page-058.txt:0": "بلغ 137",
        "page-032.txt:0": "أكثر من 130 شخصاً",
    },
    "station": {
        "qaws-briefs.jsonl:1": "قُتل 24 شخصا",
        "page-059.txt:0": "إلى 25 قتيلا",
        "2024-11-10-quetta.txt:0": "26 شخصاً",
    },
    "minister": {
        "qaws-briefs.jsonl:2": "واثنان من مرافقيه",
        "page-060.txt:0": "ومعه ستة أشخاص",
        "page-038.txt:0": "وعدد من مرافقيه",
    },
    "air strikes": {
        "page-039.txt:0": "46 شخصا، معظمهم نساء",
        "page-060.txt:1": "أن 50 شخصاً",
        "page-061.txt:0": "ما لا يقل عن 20 مسلحاً",
    },
    "losses": {
        "2025-01-14-kursk.txt:0": "بنحو 300 قتيل و2700 جريح",
        "page-062.txt:0": "قرابة 4000",
        "suhub-2025-01-14.html:0": "ثلاثة آلاف جندي",
    },
}

# An actor that one story leaves out and others of the same event name.
LEFT_OUT = {
    "afghan_taliban": ("page-048.txt:0", ["2023-01-31-peshawar.txt:0", "page-050.txt:0"]),
    "unama": ("page-061.txt:0", ["page-060.txt:1", "page-039.txt:0"]),
    "ukraine": ("page-057.txt:0", ["qaws-briefs.jsonl:0", "page-058.txt:0"]),
    "united_states": ("page-063.txt:0", ["page-041.txt:0", "page-064.txt:0"]),
    "india": ("page-059.txt:0", ["2024-11-10-quetta.txt:0"]),
}


@pytest.fixture(scope="module")
def stories(sample: analysis.Corpus) -> pd.DataFrame:
    """Return the articles of the sample by file and ordinal."""
    articles = sample.articles
    return articles.set_index(articles["file"] + ":" + articles["ordinal"].astype("str"))


@pytest.fixture(scope="module")
def words(stories: pd.DataFrame) -> dict[str, list[str]]:
    """Return the words of each body, spelling evened out."""
    return {key: re.findall(r"[^\W_]+", normalize(body)) for key, body in stories["body"].items()}


def test_lengths_are_spread(stories: pd.DataFrame) -> None:
    assert stories["words"].min() >= 60 and stories["words"].max() <= 600
    for (least, most), count in BANDS.items():
        assert stories["words"].between(least, most, inclusive="left").sum() >= count, (least, most)


def test_stories_are_dated_as_planned(stories: pd.DataFrame) -> None:
    found = stories.loc[list(DAYS)]
    assert [day.strftime("%Y-%m-%d") if pd.notna(day) else None for day in found["published"]] == list(DAYS.values())
    kinds = found["published_from"].value_counts().to_dict()
    assert kinds == {"header": 26, "metadata": 7, "none": 2, "file": 1}


def test_weekdays_told_fit_the_day_of_publication(stories: pd.DataFrame) -> None:
    after, told = {"أول من أمس": -2, "أمس": -1, "اليوم": 0, "غداً": 1}, 0
    for row in stories.dropna(subset="published").itertuples():
        for when, weekday in re.findall(rf"\b({'|'.join(after)}) \(?({'|'.join(WEEKDAYS)})\b", row.body):
            day = row.published + pd.Timedelta(days=after[when])
            assert WEEKDAYS[day.weekday()] == weekday, row.file
            told += 1
    assert told > 60


@pytest.mark.parametrize("name", BURSTS)
def test_bursts_hold_their_stories(stories: pd.DataFrame, name: str) -> None:
    first, last, word, count = BURSTS[name]
    found = stories[stories["published"].between(first, last) & stories["body"].str.contains(word)]
    assert len(found) == count and found["source"].nunique() >= 5
    weeks = pd.Timedelta(weeks=3)
    around = stories["published"].between(pd.Timestamp(first) - weeks, pd.Timestamp(last) + weeks)
    assert around.sum() <= count + 2  # a burst: the weeks around hold two other stories at most


def test_bursts_are_found_where_they_were_planned(sample: analysis.Corpus) -> None:
    found = timeline.bursts(sample, of=list(THEMES.values()), grain="week").set_index("of")
    for burst, theme in THEMES.items():
        first, last = map(pd.Timestamp, BURSTS[burst][:2])
        rows = found.loc[[theme]]
        assert ((rows["start"] <= last) & (rows["end"] >= first)).any(), burst


def test_whole_copies_are_found_and_nothing_else(stories: pd.DataFrame) -> None:
    keys = dict(zip(stories["article_id"], stories.index, strict=True))
    copies = stories["duplicate_of"].dropna()
    assert {key: keys[original] for key, original in copies.items()} == COPIES


def test_outlets_share_the_passages_that_were_planned_and_no_others(
    stories: pd.DataFrame, words: dict[str, list[str]]
) -> None:
    holders = defaultdict(set)
    for key, body in words.items():
        for start in range(len(body) - 11):
            holders[tuple(body[start : start + 12])].add(key)
    pairs = {pair for held in holders.values() for pair in combinations(sorted(held), 2)}
    outlets = stories["source"]
    assert {(a, b) for a, b in pairs if outlets[a] != outlets[b]} == set(SHARED)
    for (a, b), (least, most) in SHARED.items():
        run = SequenceMatcher(None, words[a], words[b], autojunk=False).find_longest_match().size
        assert least <= run <= most, (a, b)


@pytest.mark.parametrize("name", EVENTS)
def test_outlets_tell_an_event_with_figures_of_their_own(stories: pd.DataFrame, name: str) -> None:
    told = EVENTS[name]
    days = stories.loc[list(told), "published"]
    assert days.max() - days.min() <= pd.Timedelta(days=2)
    assert stories.loc[list(told), "source"].nunique() == len(told) == stories.loc[list(told), "title"].nunique()
    for key in told:
        assert [figure for figure in told.values() if figure in stories.at[key, "body"]] == [told[key]], key


@pytest.mark.parametrize("actor", LEFT_OUT)
def test_an_outlet_leaves_an_actor_out(sample: analysis.Corpus, stories: pd.DataFrame, actor: str) -> None:
    without, others = LEFT_OUT[actor]
    mentions = sample.counted_mentions()
    named = set(mentions.loc[mentions["actor"] == actor, "article_id"])
    assert stories.at[without, "article_id"] not in named
    assert set(stories.loc[others, "article_id"]) <= named


def test_the_card_names_what_was_planned(stories: pd.DataFrame) -> None:
    card = CARD.read_text(encoding="utf-8")
    assert f"**What it is.** {len(stories)} Arabic news stories in {stories['file'].nunique()} files" in card
    planned = {key.split(":")[0] for key in DAYS if DAYS[key]}
    assert not [file for file in planned if f"`{file.rsplit('.', 1)[0]}" not in card]
