"""Bytes of unknown encoding become text, or a reason why they do not."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# The order matters: the mark of UTF-32 begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
# What UTF-8 looks like when it was read as Windows-1252 or Latin-1 on the way, and the mark of bytes already lost.
_MOJIBAKE = re.compile(r"â(?:€.|\x80.)|Ã[\x80-\xbf]|Â[\xa0-\xbf]|�")
_MAX_MOJIBAKE_SHARE = 0.02
_MAX_CONTROL_SHARE = 0.01
_MAX_NULS = 3
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with what an editor should know about how it was read; `refusal` is set where it is no readable text."""

    text: str
    notes: tuple[str, ...] = ()
    refusal: str | None = None


def decode(content: bytes, *, is_html: bool = False) -> Decoded:
    """Read bytes as text: byte order mark, UTF-8, the encoding that a page names, then what the bytes look like.

    Line ends stay as they are, a byte order mark is dropped, so offsets are those of the file as decoded. Up to three
    stray NULs become spaces, more make a binary file. Text that was wrongly encoded before it reached us is read as it
    stands with a note (mending it would shift every offset), or refused where it is more than 2 % of the text.
    """
    kind = next((name for mark, name in _SIGNATURES if content.startswith(mark)), None)
    if kind is not None:
        return Decoded("", refusal=f"is {kind}, not text; save its text as .txt and give that")
    text, note = _text_of(content, is_html)
    return _judged(text, (note,) if note else ())


def _judged(text: str, notes: tuple[str, ...]) -> Decoded:
    nuls = text.count("\0")
    if nuls > _MAX_NULS or len(_CONTROLS.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        return Decoded("", refusal="holds binary data, not text; save its text as .txt and give that")
    if nuls:
        text, notes = text.replace("\0", " "), (*notes, f"{nuls} NUL characters were read as spaces")
    damaged = _MOJIBAKE.findall(text)
    if len("".join(damaged)) > _MAX_MOJIBAKE_SHARE * len(text):
        return Decoded("", refusal=f'is wrongly encoded throughout (such as "{damaged[0]}"); save it again as UTF-8')
    if damaged:
        example = f'{len(damaged)} places are wrongly encoded (such as "{damaged[0]}") and were read as they stand'
        notes = (*notes, f"{example}; save the file again as UTF-8")
    return Decoded(text, notes)


def _text_of(content: bytes, is_html: bool) -> tuple[str, str | None]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace"), None
    unmarked = _unmarked_utf16(content)
    if unmarked is not None:
        return unmarked, None
    try:
        return content.decode("utf-8"), None
    except UnicodeDecodeError:
        return _not_quite_utf8(content) or (_legacy(content, is_html), None)


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without its mark: in Western text every other byte is NUL."""
    sample = content[:2000]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        here, there = sample[offset::2], sample[1 - offset :: 2]
        if len(sample) >= 8 and here.count(0) > 0.7 * len(here) and there.count(0) == 0:
            return content.decode(encoding, "replace")
    return None


def _not_quite_utf8(content: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few broken bytes, such as a file cut in the middle of a character."""
    text = content.decode("utf-8", "replace")
    broken = text.count("�")
    intact = sum(character > "\x7f" for character in text) - broken
    if broken * 10 > intact + 9:
        return None
    return text, "is UTF-8 with broken bytes, which were read as �"


def _legacy(content: bytes, is_html: bool) -> str:
    named = _META_CHARSET.search(content[:4000]) if is_html else None
    if named:
        try:
            return content.decode(named.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # a page that names a wrong encoding is read like one that names none
    high = sum(byte > 0x7F for byte in content[:100_000])
    if high < 0.05 * min(len(content), 100_000):
        # Few accents and quotation marks in ASCII: too little for statistics, and in English news it is Windows-1252.
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError:
            return content.decode("latin-1")
    from charset_normalizer import from_bytes  # noqa: PLC0415  hardly a file comes this far

    best = from_bytes(content[:500_000]).best()
    return content.decode(best.encoding if best else "latin-1", "replace")
