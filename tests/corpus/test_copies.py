"""Copies are found as a count of every pair would find them."""

import json
import multiprocessing
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.copies import Copy, banded, compare, concatenate, find_copies, match, sketch, taken
from analysis.text import normalize

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
STORY = (
    "افتتح الوزير أمس محطة المياه الجديدة في شمال المدينة، وقال إن المحطة ستخدم مئة ألف أسرة. "
    "وأضاف أن العمل فيها استغرق ثلاث سنوات بسبب نقص المعدات! "
    "ورحب سكان الأحياء القريبة بالخبر، لكن بعضهم سأل عن موعد وصول المياه إلى بيوتهم؟ "
    "ومن جهته وعد مدير الشركة بأن يبدأ الضخ قبل نهاية الشهر المقبل."
)

seeds = st.integers(0, 10**6)


def story(seed: int, words: int = 80) -> list[str]:
    """Return a text of made-up words, of which two stories share next to none."""
    chance = random.Random(seed)
    return ["".join(chance.choices(LETTERS, k=chance.randint(5, 9))) for _ in range(words)]


def edited(words: Sequence[str], edits: int, seed: int) -> list[str]:
    """Return a text with some words replaced, left out, put in or moved."""
    chance = random.Random(seed)
    words = list(words)
    for _ in range(edits):
        place, new = chance.randrange(len(words)), f"جديد{chance.randint(1, 9999)}"
        match chance.choice(["replace", "leave out", "put in", "move"]):
            case "replace":
                words[place] = new
            case "leave out":
                del words[place]
            case "put in":
                words.insert(place, new)
            case "move":
                words.append(words.pop(place))
    return words


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", normalize(text))
    return set(zip(words, words[1:], words[2:], strict=False))


def by_count(texts: Sequence[str], threshold: float) -> list[Copy | None]:
    """Return what `find_copies` must return for texts in their order, by counting what every pair shares."""
    copies: list[Copy | None] = []
    first: dict[str, int] = {}
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    sizes: dict[int, int] = {}
    for row, text in enumerate(texts):
        letters = "".join(re.findall(r"[^\W_]+", normalize(text)))
        twin = first.setdefault(letters, row)
        if not letters or twin != row:
            copies.append(copies[twin] or Copy(twin, "exact", 1.0) if letters else None)
            continue
        own = shingles(text)
        shared = Counter(holder for each in own for holder in holders.get(each, ()))
        similar = [(count / (len(own) + sizes[each] - count), -each) for each, count in shared.items()]
        similarity, original = max(similar, default=(0.0, 0))
        if similarity >= threshold:
            copies.append(Copy(-original, "near", similarity))
            continue
        copies.append(None)
        if len(re.findall(r"[^\W_]+", normalize(text))) >= 10:
            sizes[row] = len(own)
            for each in own:
                holders[each].append(row)
    return copies


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.8, 0.9, 1.0])
def test_finds_what_counting_every_pair_finds(threshold: float) -> None:
    chance = random.Random(3)
    texts = []
    for seed in range(60):
        original = story(seed, chance.randint(15, 200))
        spread = chance.choice([4, 20, 60])
        texts += [
            " ".join(edited(original, chance.randint(0, max(1, len(original) // spread)), seed * 100 + k))
            for k in range(8)
        ]
    chance.shuffle(texts)
    expected = by_count(texts, threshold)
    near = [copy.similarity for copy in expected if copy and copy.kind == "near"]
    assert threshold == 1 or (len(near) > 50 and min(near) < threshold + 0.03), "the test must test the edge"
    assert find_copies(texts, range(len(texts)), threshold) == expected


@pytest.mark.parametrize(
    "same",
    [
        STORY.replace("،", "").replace(".", ""),
        STORY.replace(" ", "  \n"),
        STORY.replace("المدينة", "المَدِيــنة").replace("أمس", "امس"),
        STORY.replace("ي", "ی").replace("ك", "ک"),
        f"\u202b{STORY}\u202c",
    ],
    ids=["punctuation", "white space", "marks and tatweel", "Persian letters", "bidi controls"],
)
def test_exact_copies_have_the_same_letters(same: str) -> None:
    assert find_copies([STORY, same], [1, 2]) == [None, Copy(0, "exact", 1.0)]


def test_the_earliest_in_order_is_the_original() -> None:
    texts = [STORY, f"المدينة (وكالة الأنباء): {STORY}", STORY]
    assert find_copies(texts, ["2024-05-03", "2024-05-01", "2024-05-02"]) == [
        Copy(1, "near", pytest.approx(50 / 53)),
        None,
        Copy(1, "near", pytest.approx(50 / 53)),
    ]
    assert [copy and copy.kind for copy in find_copies(texts, [1, 3, 2])] == [None, "near", "exact"]


def test_short_texts_have_exact_copies_only() -> None:
    nine, ten = story(1, 9), story(1, 10)
    assert find_copies([" ".join(nine), " ".join(nine * 2)], [1, 2]) == [None, None]
    assert find_copies([" ".join(nine[:5]), " ".join(nine[:5]) + "."], [1, 2])[1] == Copy(0, "exact", 1.0)
    assert find_copies([" ".join(nine), " ".join(ten)], [1, 2]) == [None, None]
    assert find_copies([" ".join(ten), " ".join([*ten, "مزيد"])], [1, 2])[1] == Copy(0, "near", pytest.approx(8 / 9))


def test_texts_without_words_are_no_copies() -> None:
    assert find_copies(["", " ", "...", "", "\ud800", "_"], range(6)) == [None] * 6
    assert find_copies([], []) == []


def test_a_chain_links_no_different_stories() -> None:
    words, other = story(1, 200), story(2, 200)
    # Each takes the next eight words from another story.
    chain = [" ".join(other[: 8 * step] + words[8 * step :]) for step in range(8)]
    neighbours = [len(one & two) / len(one | two) for one, two in pairwise(map(shingles, chain))]
    assert min(neighbours) > 0.9
    assert [copy and copy.original for copy in find_copies(chain, range(8), 0.9)] == [
        None,
        0,
        None,
        2,
        None,
        4,
        None,
        6,
    ]


def test_a_copy_goes_to_the_original_that_it_is_most_like() -> None:
    words, other = story(1, 100), story(2, 100)
    first, second = words, other[:20] + words[20:]
    between = other[:14] + words[14:]
    found = find_copies([" ".join(each) for each in (first, second, between)], range(3), threshold=0.7)
    assert found[:2] == [None, None]
    assert found[2] is not None and found[2].original == 1


def test_equal_values_of_order_do_not_fall_back_on_the_place_in_the_input() -> None:
    one, two = " ".join(story(1)), " ".join([*story(1), "مزيد"])
    (forward,) = [index for index, copy in enumerate(find_copies([one, two], [0, 0])) if copy]
    (backward,) = [index for index, copy in enumerate(find_copies([two, one], [0, 0])) if copy]
    assert forward == 1 - backward


@given(seeds, st.integers(30, 200), st.data())
def test_a_text_with_a_word_changed_is_found(seed: int, length: int, data: st.DataObject) -> None:
    words = story(seed, length)
    place = data.draw(st.integers(0, length - 1))
    changed = [*words[:place], data.draw(st.sampled_from(["غيره", "2024", "Reuters"])), *words[place + 1 :]]
    (original, copy) = find_copies([" ".join(words), " ".join(changed)], [1, 2])
    # A word stands in three shingles at most: three are lost, three are new.
    assert original is None and copy is not None and copy.kind == "near"
    assert (length - 5) / (length + 1) <= copy.similarity < 1


@given(seeds, st.permutations(range(6)))
def test_a_text_with_its_sentences_reordered_is_found(seed: int, order: list[int]) -> None:
    sentences = [" ".join(story(seed + number, 25)) for number in range(6)]
    copy = find_copies([". ".join(sentences), ". ".join(sentences[each] for each in order)], [1, 2])[1]
    assert copy is not None and copy.kind == ("exact" if order == list(range(6)) else "near")


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8, unique=True))
def test_disjoint_texts_are_never_copies(numbers: list[int]) -> None:
    texts = [" ".join(word + str(number) for word in story(number)) for number in numbers]
    assert find_copies(texts, range(len(texts)), threshold=0.05) == [None] * len(texts)


variants = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 12), seeds), max_size=25)


def texts_of(drawn: list[tuple[int, int, int]]) -> list[str]:
    return [" ".join(edited(story(number, 40), edits, seed)) for number, edits, seed in drawn]


@given(variants, st.sampled_from([0.5, 0.8]))
def test_an_original_is_no_copy_and_stands_before_its_copies(drawn: list, threshold: float) -> None:
    texts = texts_of(drawn)
    copies = find_copies(texts, range(len(texts)), threshold)
    for row, copy in enumerate(copies):
        if copy:
            one, other = shingles(texts[row]), shingles(texts[copy.original])
            assert copies[copy.original] is None and copy.original < row
            assert threshold <= copy.similarity == pytest.approx(len(one & other) / len(one | other))
    assert copies == by_count(texts, threshold)


@given(variants, st.randoms(use_true_random=False))
def test_the_order_of_the_input_decides_nothing(drawn: list, chance: random.Random) -> None:
    texts = texts_of(drawn)
    rows = list(range(len(texts)))
    chance.shuffle(rows)
    shuffled = find_copies([texts[row] for row in rows], rows)
    back = {row: copy and copy._replace(original=rows[copy.original]) for row, copy in zip(rows, shuffled, strict=True)}
    assert [back[row] for row in range(len(texts))] == find_copies(texts, range(len(texts)))


@given(variants, st.integers(0, 25))
def test_later_texts_change_nothing_for_earlier_ones(drawn: list, known: int) -> None:
    texts = texts_of(drawn)
    assert find_copies(texts, range(len(texts)))[:known] == find_copies(texts[:known], range(len(texts[:known])))


@given(st.lists(st.text(max_size=60) | st.text(alphabet=st.sampled_from("اب 1.\u0640\ud800")), max_size=5))
def test_any_text_is_read(texts: list[str]) -> None:
    copies = find_copies(texts * 2, range(len(texts) * 2))
    for text, copy in zip(texts, copies[len(texts) :], strict=True):
        assert (copy is not None) == bool(re.search(r"[^\W_]", normalize(text)))


@given(variants, st.integers(1, 7))
@settings(max_examples=20)
def test_sketches_of_some_match_as_those_of_the_whole(drawn: list, size: int) -> None:
    texts = texts_of(drawn)
    some = [sketch(texts[start : start + size]) for start in range(0, len(texts), size)]
    expected = find_copies(texts, range(len(texts)))
    assert match(concatenate(some), range(len(texts))) == expected
    begins = range(0, len(texts), size)
    bands = (banded(each, range(begin, begin + len(each.keys))) for each, begin in zip(some, begins, strict=True))
    parts = lambda rows: (taken(some[row // size], [row % size]) for row in rows.tolist())  # noqa: E731
    assert compare(bands, parts) == expected


def test_a_sketch_is_the_same_in_every_run() -> None:
    digest = f"zlib.crc32(sketch([{STORY!r}]).signatures.astype('<u4').tobytes())"
    code = f"import zlib; from analysis.corpus.copies import sketch; print({digest})"
    for seed in "1", "2":
        run = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        # Another value means another version of rensa or pandas: sketches that are stored must be made anew.
        assert int(run.stdout) == 3191383817


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_does_not_wait_for_threads_of_its_parent() -> None:
    texts = [" ".join(story(seed, 300)) for seed in range(600)]
    sketch(texts)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert len(pool.apply_async(sketch, [texts]).get(timeout=60).keys) == 600


def test_bad_arguments_say_what_to_give() -> None:
    with pytest.raises(ValueError, match="order has 1 values for 2 texts"):
        find_copies([STORY, STORY], [1])
    for threshold in 0, -0.1, 1.1, float("nan"):
        with pytest.raises(ValueError, match="give a share above 0, at most 1"):
            find_copies([STORY], [1], threshold)


@pytest.fixture(scope="module")
def archive(shared: Path) -> list[str]:
    """The bodies of saudinewsnet, in the order of its files; skips where they are absent."""
    bodies = []
    for path in sorted((shared / "corpora" / "saudinewsnet").glob("*.zip")):
        with zipfile.ZipFile(path) as file:
            for name in file.namelist():
                bodies += [article["content"] or "" for article in json.loads(file.read(name).decode("utf-8-sig"))]
    return bodies


def test_copies_of_a_real_archive(archive: list[str]) -> None:
    start = time.process_time()
    copies = find_copies(archive, range(len(archive)))
    assert time.process_time() - start < 12
    assert len(archive) == 15_042
    assert Counter(copy.kind for copy in copies if copy) == {"exact": 427, "near": 1013}
    # The same text again, whether its original is that text or one that it is near.
    letters = ["".join(re.findall(r"[^\W_]+", normalize(body))) for body in archive]
    first = {each: row for row, each in reversed(list(enumerate(letters)))}
    again = [row for row, each in enumerate(letters) if each and first[each] != row]
    assert len(again) == 528 and all(copies[row] for row in again)
    assert sum(body.isspace() or not body for body in archive) == 194


def test_a_real_archive_as_counting_every_pair(archive: list[str]) -> None:
    some = archive[:3000]
    assert find_copies(some, range(len(some))) == by_count(some, 0.8)
