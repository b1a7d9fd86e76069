"""The past tense of English verbs."""

from __future__ import annotations

from factcheck.stages.extract.lexicon import words

_IRREGULAR = dict(
    pair.split("/")
    for pair in words(
        "arise/arose be/was bear/bore beat/beat become/became begin/began bend/bent bet/bet bid/bid "
        "bind/bound bite/bit blow/blew break/broke bring/brought build/built burst/burst buy/bought "
        "cast/cast catch/caught choose/chose come/came cost/cost creep/crept cut/cut deal/dealt dig/dug "
        "do/did draw/drew drink/drank drive/drove eat/ate fall/fell feed/fed feel/felt fight/fought "
        "find/found flee/fled fly/flew forbid/forbade forecast/forecast forget/forgot forgive/forgave "
        "freeze/froze get/got give/gave go/went grow/grew hang/hung have/had hear/heard hide/hid hit/hit "
        "hold/held hurt/hurt keep/kept know/knew lay/laid lead/led leave/left lend/lent let/let lie/lay "
        "light/lit lose/lost make/made mean/meant meet/met overcome/overcame overtake/overtook pay/paid "
        "prove/proved put/put quit/quit read/read ride/rode ring/rang rise/rose run/ran say/said see/saw "
        "seek/sought sell/sold send/sent set/set shake/shook shed/shed shoot/shot show/showed shut/shut "
        "sing/sang sink/sank sit/sat sleep/slept slide/slid speak/spoke spend/spent spin/spun split/split "
        "spread/spread stand/stood steal/stole stick/stuck strike/struck swear/swore sweep/swept swim/swam "
        "swing/swung take/took teach/taught tear/tore tell/told think/thought throw/threw "
        "undergo/underwent understand/understood undertake/undertook wake/woke wear/wore weep/wept win/won "
        "withdraw/withdrew write/wrote"
    )
)
_VOWELS = frozenset("aeiou")
# Verbs of more than one syllable whose last syllable is stressed double their consonant; the rest of that shape do not.
_DOUBLING = words(
    "admit commit omit permit submit transmit refer prefer transfer occur recur concur control patrol rebel expel "
    "compel propel equip regret"
)


def past_tense(lemma: str) -> str:
    """The past tense of the verb `lemma`: "kill" gives "killed", "leave" gives "left"."""
    if lemma in _IRREGULAR:
        return _IRREGULAR[lemma]
    if lemma.endswith("e"):
        return lemma + "d"
    if len(lemma) > 2 and lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ied"
    return lemma + (lemma[-1] if _doubles(lemma) else "") + "ed"


def _doubles(lemma: str) -> bool:
    if lemma in _DOUBLING:
        return True
    ending = lemma[-3:]
    closed = (
        len(ending) == 3
        and ending[0] not in _VOWELS
        and ending[1] in _VOWELS
        and ending[2] not in _VOWELS | set("wxyh")
    )
    return closed and sum(letter in _VOWELS for letter in lemma) == 1
