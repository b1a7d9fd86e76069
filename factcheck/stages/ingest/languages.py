"""Whether a text is English, by two independent signs, so that no English report is refused for its foreign names."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Common words that are no words of the other languages of Europe ("a", "in", "was", "for" are).
_COMMON = (
    "the of to and that with by she it his from has have been were not this but they their its who which said would "
    "after more than about when you what could into there where while because"
)
_FUNCTION_WORDS = frozenset(_COMMON.split())
_ENGLISH_SHARE = 0.1  # of these words; English news has 0.15 to 0.3
_MIN_WORDS = 12  # below that a guess is worth nothing, and a typed claim must not be refused on a guess
_SAMPLE = 20_000
_NAMES = {
    "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese",
    "pl": "Polish", "ru": "Russian", "uk": "Ukrainian", "tr": "Turkish", "sv": "Swedish", "da": "Danish",
    "no": "Norwegian", "nb": "Norwegian", "nn": "Norwegian", "fi": "Finnish", "cs": "Czech", "hu": "Hungarian",
    "ro": "Romanian", "el": "Greek", "ar": "Arabic", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "he": "Hebrew",
}  # fmt: skip
_UNSPACED_SCRIPT = re.compile(r"[぀-ヿ㐀-鿿가-힯]")  # no spaces between words there, so words are no measure


def identify_language(text: str) -> str:
    """The ISO 639-1 code of the text's language; "en" unless the words and a language model both say otherwise."""
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    if len(words) < _MIN_WORDS and len(_UNSPACED_SCRIPT.findall(sample)) < _MIN_WORDS:
        return "en"
    known = sum(word in _FUNCTION_WORDS for word in words)
    if known >= _ENGLISH_SHARE * len(words):
        return "en"
    return _guess(sample)


def language_name(code: str) -> str:
    """The English name of a language, or its code where we have no name."""
    return _NAMES.get(code, f'the language "{code}"')


def _guess(text: str) -> str:
    import py3langid  # noqa: PLC0415  it unpacks its model when it is first used

    code, _ = py3langid.classify(text)
    return str(code)
