"""Bytes to text: the encoding told by what makes sense as Arabic, and text that was decoded wrongly put right."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, lookup
from collections.abc import Iterator
from functools import cache
from math import log
from typing import NamedTuple

from analysis.base.notes import Note
from analysis.text import tables

SAMPLE = 1 << 16  # bytes by which an encoding is judged
SENSE = -5.0  # what text must make at least to pass as Arabic; newspapers make -1, other languages less than -6
ARABIC_ENCODINGS = ("cp1256", "iso8859_6", "mac_arabic", "cp720")
NAMES = {
    "cp1256": "Windows-1256",
    "iso8859_6": "ISO-8859-6",
    "mac_arabic": "MacArabic",
    "cp720": "DOS-720",
    "utf-8": "UTF-8",
    "latin-1": "Latin-1",
}
NAMES["sloppy-windows-1252"] = "Windows-1252"
_BOMS = (  # UTF-32 before UTF-16, whose mark opens it
    (BOM_UTF8, "utf-8"),
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"PAR1", "a Parquet table"),
)
_CONTROLS = bytes({*range(1, 32)} - {*b"\t\n\v\f\r\x1a\x1b"})
_SURROGATE_BYTES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
# What no text holds and no HTML parser takes, by what the log calls it.
_UNTEXT = {
    "NUL bytes": re.compile("\0"),
    "lone surrogates": re.compile("[\ud800-\udfff]"),
    "control characters": re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"),
}
_BREAKS = dict.fromkeys(map(ord, "\x0b\x0c\x1c\x1d\x1e"), "\n")  # of lines and pages; the others leave nothing
_ANY_UNTEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_WORD = re.compile(r"[^\W\d_]+")

# UTF-8 read as Windows-1252 (`Ø§Ù„`), UTF-8 read as Windows-1256 (`ط§ظ„`), Windows-1256 read as Windows-1252 (`Çá`).
_TRAIL = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TRAIL_1256 = _TRAIL + "پٹچژڈگکڑںھ،؛؟ہ\u200c\u200d\u200e\u200f"
# Two patterns that each begin with one set of letters: those are searched for quickly.
_MISREAD = re.compile(f"[À-ÿ](?:[{_TRAIL}]|[À-ÿ]{{3}})")
_MISREAD_1256 = re.compile(f"[طظعغ][{_TRAIL_1256}](?:[طظعغ][{_TRAIL_1256}]){{2}}")
_REPAIRS = (("cp1256", "utf-8"), ("sloppy-windows-1252", "cp1256"), ("latin-1", "iso8859_6"))


class Decoded(NamedTuple):
    """The text of a file, or None where it holds none, and what the log tells of it: (level, what, action)."""

    text: str | None
    remarks: list[tuple[str, str, str]]


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of bytes in any encoding that Arabic is written in, without controls and lone surrogates.

    `declared` is the encoding that the file itself names; it is believed where the bytes make sense in it. What is
    decoded otherwise than from plain UTF-8, repaired or removed is told in `remarks`.

    >>> decode("قال الوزير في كابل".encode("cp1256"))
    Decoded(text='قال الوزير في كابل', remarks=[('info', 'encoding Windows-1256', 'converted')])
    """
    kind = next((name for signature, name in _SIGNATURES if data.startswith(signature)), None)
    if kind:
        return Decoded(None, [("error", f"binary data: {kind}", "skipped; name the file by its real kind")])
    text, encoding, remarks = _marked(data) or _utf16(data) or _utf8(data) or _single_byte(data, declared)
    if text is None:
        return Decoded(None, [("error", "no text: binary data, or no known encoding", "skipped; save it as UTF-8")])
    if encoding != "utf-8":
        remarks.insert(0, ("info", f"encoding {NAMES.get(encoding, encoding.upper())}", "converted"))
    text, removed = clean(text.removeprefix("\ufeff"))
    return Decoded(text, remarks + removed)


def clean(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """Return text without NULs, other controls and lone surrogates, and decoded rightly where it had been wrongly."""
    remarks = []
    if _ANY_UNTEXT.search(text):
        counts = {name: len(pattern.findall(text)) for name, pattern in _UNTEXT.items()}
        remarks = [("info", f"{name}: {count}", "removed") for name, count in counts.items() if count]
        text = _ANY_UNTEXT.sub("", text.translate(_BREAKS))
    repaired, misread = repair(text)
    if misread:
        remarks.append(("info", f"double-encoded text: {misread}", "repaired"))
    return repaired, remarks


def repair(text: str) -> tuple[str, str]:
    """Return text with its misread lines put right, and how they had been misread; empty where none was.

    >>> repair("قال الوزير في كابل".encode().decode("cp1252", "replace").replace("\\ufffd", "\\x81"))[1]
    'UTF-8 read as Windows-1252'
    """
    if not _is_suspect(text):
        return text, ""
    lines = text.split("\n")
    told: dict[str, None] = {}
    for index, line in enumerate(lines):
        if _is_suspect(line):
            lines[index], how = _repair_line(line)
            if how:
                told[how] = None
    return "\n".join(lines), ", ".join(told)


def _is_suspect(text: str) -> bool:
    return not text.isascii() and bool(_MISREAD.search(text) or _MISREAD_1256.search(text))


def _repair_line(line: str) -> tuple[str, str]:
    import ftfy  # also registers the codec sloppy-windows-1252
    from ftfy.badness import is_bad

    best, how = line, ""
    options = [(ftfy.fix_encoding(line), "UTF-8 read as Windows-1252")] if is_bad(line) else []
    for read_as, written in _REPAIRS:
        try:
            option = line.encode(read_as).decode(written)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        options.append((option, f"{NAMES[written]} read as {NAMES[read_as]}"))
    for option, name in options:
        if option != line and sense(option) > sense(best):
            best, how = option, name
    return best, how


def sense(text: str) -> float:
    """Return how much sense text makes as Arabic: the mean log-probability of its letters, and its common words.

    Only characters outside ASCII count; higher is better, and text without any gives the worst.
    """
    letters, words = _common()
    found = _NOT_ASCII.findall(text[:SAMPLE])
    if not found:
        return -12.0
    told = [word for word in _WORD.findall(text[:SAMPLE]) if not word.isascii()]
    known = sum(word in words or word.startswith("ال") for word in told) / max(len(told), 1)
    return sum(letters.get(letter, -12.0) for letter in found) / len(found) + 4 * known


@cache
def _common() -> tuple[dict[str, float], frozenset[str]]:
    table = tables.table("sources/data/common_arabic.yml")
    return {letter: log(count / 10_000) for letter, count in table["letters"].items()}, frozenset(
        table["words"].split()
    )


_Found = tuple[str | None, str, list[tuple[str, str, str]]]


def _marked(data: bytes) -> _Found | None:
    """Decode by the byte order mark, where there is one."""
    mark, encoding = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), (b"", ""))
    if not mark or encoding == "utf-8":
        return None
    return _wide(data[len(mark) :], encoding)


def _utf16(data: bytes) -> _Found | None:
    """Decode UTF-16 without a mark: nearly every second byte is the 0x06 of Arabic or the 0x00 of ASCII."""
    head = data[:SAMPLE]
    if len(head) < 4:
        return None
    first, second = (sum(map(half.count, (0, 6))) / len(half) for half in (head[::2], head[1::2]))
    if second > 0.8 > 2 * first:
        return _wide(data, "utf-16-le")
    return _wide(data, "utf-16-be") if first > 0.8 > 2 * second else None


def _wide(data: bytes, encoding: str) -> _Found:
    size = 4 if "32" in encoding else 2
    cut = len(data) % size
    remarks = (
        [("warning", f"{encoding.upper()} cut off in the middle of a character", "read up to there")] if cut else []
    )
    try:
        return data[: len(data) - cut].decode(encoding, "surrogatepass"), encoding, remarks
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), encoding, remarks


def _utf8(data: bytes) -> _Found | None:
    """Decode UTF-8, with a few broken bytes at most."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        sample = data[max(0, error.start - 200) : error.start + SAMPLE].decode(errors="ignore")
        if 3 * len(_NOT_ASCII.findall(sample)) < len(sample) - sample.count(" ") and len(data) > SAMPLE:
            return None  # hardly a letter of it is UTF-8; said early, since replacing each broken byte is slow
        whole = _SURROGATE_BYTES.sub(b"", data)
        lost = (len(data) - len(whole)) // 3
        text = whole.decode(errors="replace")
        broken = text.count("\ufffd")
        if 50 * (broken + lost) > len(_NOT_ASCII.findall(text)) and broken:
            return None
        remarks = [("info", f"lone surrogates: {lost}", "removed")] if lost else []
        if broken:
            remarks.append(("warning", f"{broken} broken byte{'s' * (broken > 1)} in UTF-8", "replaced by \ufffd"))
        return text, "utf-8", remarks
    bare = data[:SAMPLE].replace(b"\0", b"")
    return (text, "utf-8", []) if _controls(bare) < 0.3 else (None, "", [])


def _single_byte(data: bytes, declared: str | None) -> _Found:
    """Decode by the encoding in which the bytes make most sense."""
    if _controls(data[:SAMPLE].replace(b"\0", b"\1")) > 0.02:
        return None, "", []
    named = _known(declared)
    first = next(_HIGH.finditer(data)).start()
    sample = data[max(0, first - 200) : first + SAMPLE]
    told = [
        (sense(text), name) for name in {named: 0, **dict.fromkeys(ARABIC_ENCODINGS)} if (text := _try(sample, name))
    ]
    arabic = [name for score, name in sorted(told, key=lambda each: -each[0]) if score > SENSE]
    for encoding in [*arabic, named]:
        text = _try(data, encoding)
        if text is not None:
            return text, encoding, []
    from charset_normalizer import from_bytes

    guess = from_bytes(sample).best()
    return (data.decode(guess.encoding, "replace"), guess.encoding, []) if guess else (None, "", [])


def _try(data: bytes, encoding: str) -> str | None:
    """Return bytes decoded; None where they do not fit the encoding."""
    try:
        return data.decode(encoding) if encoding else None
    except UnicodeDecodeError:
        return None


def _known(encoding: str | None) -> str:
    """Return Python's name of a text encoding, empty for one that it does not know."""
    try:
        codec = lookup((encoding or "").strip())
    except (LookupError, ValueError):
        return ""
    return codec.name if codec._is_text_encoding else ""


def _controls(data: bytes) -> float:
    """Return the share of control characters in bytes."""
    return 1 - len(data.translate(None, _CONTROLS)) / len(data) if data else 0.0


def text_of(file: str, data: bytes) -> Iterator[str | Note]:
    """Yield the notes on the decoding of a file, and its text at last unless there is none."""
    text, remarks = decode(data)
    yield from (Note(file, None, *remark) for remark in remarks)
    if text is not None and not text.strip():
        yield Note(file, None, "warning", "empty file", "skipped")
    elif text is not None:
        yield text
