"""Whose word a relation is: claimed, denied, demanded or warned of by a voice of its article, or told by the paper."""

import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.relations.lexicon import KINDS
from analysis.relations.status import is_cue
from analysis.relations.words import senses
from analysis.text.folding import normalize
from analysis.voices.quotations import quotations_of

PART = ["article_id", "part"]
AFTER = 2  # sentences from a claim to a denial that does not name it: نفت الحركة ذلك
POINTING = 6  # words of such a denial
UNTOLD = ("عدم الكشف", "عدم ذكر", "عدم نشر")
UNNAMED = ("anonymous", "unknown")
_BY_STANCE = {"deny": "denied", "demand": "demanded", "warn": "possible"}  # what a voice so takes; else claimed
SPOKEN = ("accuse", "criticise")  # whoever denies an accusation says that it was made
# وقف الحرب [التي تشنها X]: the war is there
_GIVEN_BEFORE = re.compile(r"\s[وف]?(?:الذي|التي|الذين|حيث)\s")
_ENDED = re.compile(r"(?:وقف|[إا]نهاء|[إا]يقاف|تعليق|[إا]لغاء)\s+$")
_GIVEN_AFTER = re.compile(r"(?:\s+ال\w+)*\s+(?:الذي|التي|الذين)\s")


def with_voices(table: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return relations with the status and the speaker that the speech acts of their articles give them.

    What stands in the words of a voice is what it claims, denies, demands or warns of; what it condemns or praises is
    there. A claim is denied, too, where one of its two actors, or of those whom they belong to, denies it: in the
    headlines, the first sentence or up to two sentences away, in words that name both and tell of the same side,
    cooperation or conflict; or up to two sentences after it, in words that only point (`نفى ذلك`). `speaker` is the
    actor who says or denies it.
    """
    if table.empty:
        return table
    ids = table["article_id"].unique()
    part = corpus.of(ids)
    acts = quotations_of(corpus, ids)
    sides = _Sides(part)
    granted = acts["cue"].map(lambda cue: is_cue(normalize(cue), "granted")).astype(bool)
    hidden = acts["text"].str.startswith(UNTOLD)  # طلب عدم الكشف عن هويته
    table = _inside(table, acts[~granted & ~hidden & (acts["stance"] != "praise")], sides)
    return _denied(table, acts[acts["stance"] == "deny"], part, sides)


class _Sides:
    """Whom the actors of an article belong to: by the registry, and by their titles there."""

    def __init__(self, corpus: Corpus) -> None:
        self._actors = corpus.registry.actors
        titled = corpus.counted_mentions()[["article_id", "actor", "affiliation"]].drop_duplicates()
        self._titled: dict[tuple[str, str], set[str]] = {}
        for article, actor, state in titled[titled["affiliation"] != ""].itertuples(index=False):
            self._titled.setdefault((article, actor), set()).add(state)

    def known(self, voice: str) -> list[str]:
        """Return the actors of the registry that speak."""
        return [each for each in voice.split(" + ") if each in self._actors and each not in UNNAMED]

    def is_state(self, voices: list[str]) -> bool:
        return [self._actors[each].type for each in voices] == ["state"]

    def of(self, article: str, actors: Iterable[str]) -> set[str]:
        """Return actors with the states and bodies that they belong to."""
        found = set(actors)
        for each in list(found):
            found |= self._titled.get((article, each), set())
            if (actor := self._actors.get(each)) and actor.type != "state":
                found |= {actor.state, *actor.member_of} - {""}
        return found


# --- what stands in the words of a voice ----------------------------------------------------------------------------
def _inside(table: pd.DataFrame, acts: pd.DataFrame, sides: _Sides) -> pd.DataFrame:
    """Return relations with what the innermost act around each says of it."""
    mine = table[[*PART, "start", "end", "source", "kind", "quad_class", "status"]].reset_index()
    near = mine.merge(acts[[*PART, "start", "end", "cue", "cue_start", "text", "kind", "stance", "speaker"]], on=PART)
    within = (near["start_y"] <= near["start_x"]) & (near["end_x"] <= near["end_y"])
    near = near[within & (near["cue_start"] != near["start_x"])]
    near = near.assign(length=near["end_y"] - near["start_y"]).sort_values(["index", "length"], kind="stable")
    near = near.drop_duplicates("index").set_index("index")
    found = pd.DataFrame(
        [_by_voice(row, sides) for row in near.itertuples()], columns=["status", "speaker"], index=near.index
    )
    return table.assign(**{each: found[each].reindex(table.index).fillna(table[each]) for each in found})


def _by_voice(row: Any, sides: _Sides) -> tuple[str, str]:
    """Return the status and the speaker of a relation in the words of a voice."""
    voices = sides.known(row.speaker)
    speaker = " + ".join(voices)
    before, after = row.start_x - row.start_y, row.end_x - row.start_y
    if row.status == "denied" and row.stance == "demand" and _ENDED.search(row.text, 0, before):
        return "claimed", speaker  # طالب بوقف القصف: there is one
    if row.status == "denied" and row.stance == "deny":
        return "claimed", speaker  # نفى أنها لم تهاجم
    own = sides.of(row.article_id, [row.source] if row.source else []) & sides.of(row.article_id, voices)
    if own and row.status == "told" and row.quad_class == "verbal_conflict":
        return "told", ""  # أعرب عن رفضه: he does, saying so
    relative = _GIVEN_BEFORE.search(row.text, 0, before) or _GIVEN_AFTER.match(row.text, after)
    given = relative or row.kind_y == "direct" or (row.stance == "deny" and row.kind_x in SPOKEN)
    if row.status in ("told", "possible") and row.stance in _BY_STANCE and not given:
        return _BY_STANCE[row.stance], speaker
    if row.status != "told":
        return row.status, speaker
    if row.cue == ":" and before == 0 and sides.is_state(voices):
        return "told", ""  # كينيا: مقتل خمسة: where it was
    return ("told", "") if own and row.quad_class.startswith("verbal") else ("claimed", speaker)


# --- what another act denies ----------------------------------------------------------------------------------------
def _denied(table: pd.DataFrame, acts: pd.DataFrame, corpus: Corpus, sides: _Sides) -> pd.DataFrame:
    """Return relations of which the claims that an act of their article denies are denied."""
    claims = table[(table["status"] == "claimed") & (table["source"] != "") & (table["target"] != "")]
    claims = claims[~claims["kind"].isin(SPOKEN)]
    acts = acts.reset_index(drop=True).rename_axis("act").reset_index()
    if claims.empty or acts.empty:
        return table
    mentions = corpus.counted_mentions()[[*PART, "start", "end", "actor"]]
    inside = acts[["act", *PART, "start", "end"]].merge(mentions, on=PART)
    inside = inside[(inside["start_x"] <= inside["start_y"]) & (inside["end_y"] <= inside["end_x"])]
    named = inside.groupby("act")["actor"].agg(set).reindex(acts["act"]).tolist()
    acts = acts.assign(named=[each if isinstance(each, set) else set() for each in named])
    pairs = claims.reset_index().merge(acts, on="article_id", suffixes=("", "_of"))
    denied = pd.Series([_denies(row, sides) for row in pairs.itertuples()], index=pairs.index, dtype=bool)
    pairs = pairs[denied].drop_duplicates("index").set_index("index")
    voices = pairs["speaker_of"].map(lambda voice: " + ".join(sides.known(voice)))
    status, speaker = table["status"].copy(), table["speaker"].copy()
    status[pairs.index], speaker[pairs.index] = "denied", voices
    return table.assign(status=status, speaker=speaker)


def _denies(row: Any, sides: _Sides) -> bool:
    """Tell whether an act denies a claim."""
    voices = sides.of(row.article_id, sides.known(row.speaker_of))
    source, target = (sides.of(row.article_id, [end]) for end in (row.source, row.target))
    near = row.part == row.part_of and abs(row.sentence_of - row.sentence) <= AFTER
    if not voices & (source | target) or not (near or row.part_of != "body" or row.sentence_of == 0):
        return False
    if not row.named:
        return near and row.start < row.start_of and _points(row.text_of)
    named = voices | sides.of(row.article_id, row.named)
    both = source & named and target & named and len((source | target) & named) > 1
    told = {KINDS[each.kind]["quad_class"].split("_")[1] for word in row.text_of.split() for each in senses(word)}
    return bool(both) and (not told or row.quad_class.split("_")[1] in told)


def _points(text: str) -> bool:
    """Tell whether what is denied only points to what was said: ذلك، هذه الأنباء."""
    words = normalize(text).split()
    return len(words) <= POINTING and any(is_cue(word, "pointing") for word in words)
