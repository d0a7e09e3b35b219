"""Who of the registry a name may be: a spelling that sounds alike, a longer or shorter form, a surname."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from analysis.actors.models import Actor, expand
from analysis.actors.registry import Registry
from analysis.candidates.variants import Key, is_given, is_spelling, key_of, sound


def guesser(registry: Registry) -> Callable[[Key, str], str]:
    """Return a function that tells the id of the one actor that a name (its key and type) may be; "" where none is.

    It goes by what the name has in common with those of the registry, never by the text.

    >>> from analysis.actors.registry import load_registry
    >>> guess = guesser(load_registry())
    >>> guess(key_of("أنطونيو غوتيرش"), "PERS"), guess(key_of("رابطة الناسجين"), "ORG")
    ('antonio_guterres', '')
    """
    heard: dict[tuple[str, ...], dict[Key, str]] = defaultdict(dict)
    begun: dict[Key, set[str]] = defaultdict(set)
    for id, actor in registry.actors.items():
        is_person = actor.type == "person"
        for key in _keys(actor):
            heard[tuple(map(sound, key))][key] = id
            for part in _parts(key, is_person):
                begun[part].add(id)

    def guess(key: Key, kind: str) -> str:
        alike = {id for known, id in heard.get(tuple(map(sound, key)), {}).items() if is_spelling(known, key)}
        if len(alike) == 1:
            return alike.pop()
        wanted = [key, *_parts(key, kind == "PERS")]
        found = next((begun[each] for each in wanted if each in begun), set())
        same = {id for id in found if (registry.actors[id].type == "person") == (kind == "PERS")}
        return same.pop() if len(same) == 1 else ""

    return guess


def _keys(actor: Actor) -> set[Key]:
    return {key_of(text) for form in (actor.ar, actor.en, *actor.aliases) for text in expand(form)} - {()}


def _parts(key: Key, is_person: bool) -> Iterator[Key]:
    """Yield the forms that may stand for a name: first and last of a person, the surname; the beginning of a body."""
    if is_person:
        if len(key) > 1:
            yield key[0], key[-1]
            if not is_given(key[-1]) and len(key[-1]) > 3:
                yield key[-1:]
    else:
        yield from (key[:length] for length in range(len(key), 1, -1))
