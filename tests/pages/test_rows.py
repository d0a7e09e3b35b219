"""What an outlet puts around the text of its rows."""

import random
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.pages.rows import learned, row_of, sampled, without

TOWNS = ["صنعاء", "بغداد", "دمشق", "عمان", "بيروت", "تونس", "الجزائر", "مراكش", "طرابلس", "نواكشوط", "مسقط", "الدوحة"]
TEXT = "افتتح الوالي في {0} مدرسة جديدة. وحضر الحفل أهالي {0} وطلابها جميعا. وتتسع مدرسة {0} لأبناء الحي كله."
ROWS = [(f"مدرسة جديدة في {town}", TEXT.format(town)) for town in TOWNS]
FRAMES = [
    "تابعونا على قناتنا في التطبيق لتصلكم الأخبار أولا بأول\n{text}",
    "{text}\nجميع الحقوق محفوظة للجريدة ولا يجوز النقل دون إذن.",
    "{text} وصلة المادة في جريدتنا: {title}",
    "{text} وسوم مدرسة جديدة",
]


@pytest.mark.parametrize("frame", FRAMES)
def test_what_frames_the_rows_of_an_outlet_is_cut(frame: str) -> None:
    rows = [(title, frame.format(title=title, text=text)) for title, text in ROWS]
    known = learned(row_of("الجريدة", *row) for row in rows)
    assert len(known) == 1 + ("وسوم" in frame)  # here the whole line is the same, too
    for (title, framed), (_, plain) in zip(rows, ROWS, strict=True):
        left, cut = without("الجريدة", title, framed, known)
        assert (left, len(cut)) == (plain, 1)
        assert without("أخرى", title, framed, known) == (framed, [])


def test_what_carries_content_stays() -> None:
    ends = [
        "ويذكر أن البناء كلف {0} آلاف قطعة ذهبية",  # a label of a sort, but what follows is new
        "النتائج: فاز فريق {0} على ضيفه بهدف",
        "وقال الوالي إن العمل مستمر.",  # stands inside other rows as well
    ]
    for end in ends:
        rows = [("خبر", f"{TEXT.format(town)} {end.format(town * 2)}") for town in TOWNS]
        if end.startswith("وقال"):
            rows += [
                (
                    "خبر",
                    "\n".join(
                        [
                            *(f"{town} {each}" for each in TOWNS[:3]),
                            end,
                            TEXT.format(f"{town} القديمة"),
                            *(f"{each} {town}." for each in TOWNS[3:6]),
                        ]
                    ),
                )
                for town in TOWNS
            ]
        assert learned(row_of("الجريدة", *row) for row in rows) == frozenset()


def test_few_rows_and_copies_of_one_story_teach_nothing() -> None:
    frame = FRAMES[1]
    few = [row_of("الجريدة", title, frame.format(title=title, text=text)) for title, text in ROWS[:4]]
    copies = [row_of("الجريدة", "خبر", frame.format(title="", text=ROWS[0][1]))] * 30
    assert learned(few) == learned(copies) == frozenset()


def test_the_order_and_the_parts_of_the_rows_do_not_matter() -> None:
    framed = [(title, FRAMES[1].format(title="", text=text)) for title, text in ROWS]
    rows = [row_of(outlet, *row) for outlet in ("الجريدة", "الصحيفة") for row in framed]
    whole = learned(rows)
    assert len(whole) == 2
    random.Random(1).shuffle(rows)
    assert learned([*sampled(rows[:7]), *sampled(rows[7:])]) == whole


def test_frames_and_stores_are_cut_alike(tmp_path: Path) -> None:
    texts = [FRAMES[2].format(title=title, text=text) for title, text in ROWS]
    frame = pd.DataFrame({"title": [title for title, _ in ROWS], "body": texts, "source": "الجريدة"})
    corpus = analysis.read(frame, lemmatizer="simple", keep_duplicates=True)
    assert corpus.articles["body"].tolist() == [text for _, text in ROWS]
    told = corpus.told()
    assert told.loc[told["what"].str.startswith("page furniture"), "count"].tolist() == [len(ROWS)]
    folder = tmp_path / "rows"
    folder.mkdir()
    for number in range(4):  # what no file alone would teach
        frame.iloc[number::4].to_csv(folder / f"{number}.csv", index=False)
    from analysis.corpus.read import annotate

    stored = annotate(folder, tmp_path / "store", lemmatizer="simple", keep_duplicates=True)
    assert sorted(stored.articles["body"]) == sorted(corpus.articles["body"])
