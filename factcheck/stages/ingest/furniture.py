"""What a single block that is not running text looks like: bylines, credits, captions, navigation, headings."""

from __future__ import annotations

import re
from collections.abc import Callable

from factcheck.schema import RegionKind
from factcheck.stages.ingest.layout import Block
from factcheck.stages.ingest.publication import AGENCIES, MONTH, PHOTO_AGENCIES, WEEKDAY, is_date_line

Label = tuple[RegionKind, str]

_MAX_LENGTH = 600  # characters; a longer block is running text, and no pattern below is tried on it

# Verbs that a heading or caption does without and a sentence hardly ever does: copulas, auxiliaries, verbs of saying.
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|shall|does|did|do|said|says|told"
    r"|tells"
    r"|added|warned|\w+n[’']t|(?:he|she|it|they|we|i|you|that|there|who)[’'](?:s|re|ve|ll|d|m))\b",
    re.I,
)
_ASKING = re.compile(r"(?:how|why|what|who|where|when|which|whether)\b", re.IGNORECASE)
_TITLE_WORD = re.compile(r"[^\W\d_]{4,}")


def _any_of(*alternatives: str) -> re.Pattern[str]:
    """A pattern for whole lines, in either case, that matches any of the alternatives."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives), re.IGNORECASE | re.DOTALL)


_OTHER_REPORTS = r"(?:stor(?:y|ies)|articles?|news|topics?|coverage|content|posts?|links?|videos?|reading|headlines)"
_BUTTON = (
    r"(?:share|tweet|print|e-?mail|facebook|twitter|whatsapp|linkedin|reddit|pinterest|telegram|copy link|home|menu"
    r"|search"
    r"|save|comment|pocket)"
)
_NAVIGATION = _any_of(
    r"(?:read (?:more|also|next|(?:the )?full (?:story|report))|also read|see also)(?:\s*[:»>–—|-].*|\W*)",
    rf"(?:related|recommended|more|related {_OTHER_REPORTS}|more {_OTHER_REPORTS}|more on this|more (?:from"
    rf"|on) [\w ]{{2,30}})"
    r"\s*[:»>].*",
    r"(?:don[’']t miss|must read|watch(?: live| now| more)?|listen(?: live| now)?|on deadline)\s*[:»>].*",
    r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords?|hashtags?)\s*:.*",
    r"(?:last|previous|next|prev) (?:article|post|story)\b\W.*",
    r"\[?(?:click|tap) (?:here|on the|to)\b.*",
    r"(?:subscribe|sign up|sign in|log in)(?:[\s!.»>]*| (?:to|for|now|here|today|with|and|via)\b.*)",
    r"follow (?:us\b|me\b|@|[\w ]{2,30} on (?:twitter|x|facebook|instagram|telegram|whatsapp|google)\b).*",
    r"(?:like|find|join) us on\b.*",
    r"(?:story|article|content|post) continues (?:below|after)\b.*",
    r"(?:continue|keep) reading\b.*",
    r"(?:skip|jump|back) to (?:main|content|top)\b.*",
    r"\W*(?:advertise?ments?|sponsored(?: (?:content|posts?|links?))?|promoted(?: (?:content|stor(?:y|ies)))?)\W*",
    r"download (?:the|our) .{0,40}\bapp\b.*",
    r"get (?:the|our) .{0,60}\bnewsletter\b.*",
    r"(?:we use|this (?:web)?site uses) cookies\b.*",
    r"share (?:this|via|on|article|story)\b[\w ,]{0,40}\W*",
    rf"{_BUTTON}(?:[\s|/·•,&:]{{1,5}}(?:and )?{_BUTTON}){{0,15}}\W*",
)
_BY = re.compile(
    r"(?:(?:written|posted|reported|story|words|text|compiled|edited|reporting|additional reporting|article|analysis"
    r"|opinion"
    r"|report|published|photos? and (?:text|story))\s+)?by\s*:?\s+(?P<names>\S.*)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(rf"(?:{MONTH}|{WEEKDAY}|\d.*)$", re.IGNORECASE)
_JOINING = "and for of the in at de da di du la van von der den bin al el y e with on to"
_CONNECTORS = frozenset(_JOINING.split())
_REPORTING = re.compile(r"(?:additional )?(?:reporting|writing|editing|compiled|edited) by\b", re.IGNORECASE)
_STAFF = re.compile(
    r"\b(?:staff|associated press|senior|special|chief|political|foreign|news) (?:writers?|reporters?|correspondents?"
    r"|editors?)"
    r"\W*$|^(?:from )?(?:staff(?: and wire)?|wire|agency) reports?\W*$",
    re.IGNORECASE,
)
_POSTED = re.compile(r"(?:on behalf of .{2,80} )?posted (?:in|under|by) .{2,60} on .{4,40}\d{4}\W*$", re.IGNORECASE)

_PICTURE = r"(?:photo(?:graph)?s?|images?|pictures?|graphics?|illustrations?|videos?|charts?|maps?|infographics?)"
_CREDIT = _any_of(
    rf"{_PICTURE}\s*(?:(?:credits?|courtesy|source|copyright)\b|by\s|:|via\s|/).*",
    r"(?:courtesy (?:of|:)|(?:photo )?credits?:|sources?:|handout\s*[/:]).*",
)
# Notices are sentences; the words alone tell.
_NOTICE = _any_of(
    r"(?:©|\(c\)\s|copyright\b).*",
    r".*\ball rights reserved\b.*",
    r"(?:this|the) (?:material|story|article|content|post|report)\b.{0,60}"
    r"\b(?:may not be|(?:was )?(?:first|originally) (?:appeared|published|produced)|appeared first on)\b.*",
    r".*\bcontribut(?:ed|ing) (?:reporting )?to this (?:report|story|article)\W*",
)
_CREDIT_BREAK = re.compile(r"\s*(?:/|\||\bvia\b|\bthrough\b|\s[–—-]\s)\s*")
_STOCK_WORDS = re.compile(r"(?:\s+(?:images|photos?|photographs|pool|newscom|files?))+$", re.IGNORECASE)
_PHOTO_SIGN = re.compile(r"getty|photo|images?\b|\bpool\b|/|\|", re.IGNORECASE)

_CAPTION = re.compile(
    r"(?:FILE(?: (?:PHOTO|IMAGE|VIDEO|PICTURE))?|[Ff]ile (?:photo|picture|image|pic)|PHOTO|IMAGE|PICTURED?|Caption"
    r"|Pictured)"
    r"\s*(?:\([^()]{0,60}\)\s*)?[:–—-].*"
    r"|(?:[Ii]n this|This)(?: [\w.,’']+){0,6}? (?:photo|photograph|frame grab|video still|screen ?grab|handout)\b.*"
    r"|(?:File (?:photo|picture|image)|FILE (?:PHOTO|IMAGE)).{0,80}"
    r"|(?:AP|AFP|Reuters|REUTERS) (?:Photo|PHOTO)\b.*",
    re.DOTALL,
)
_PICTURE_OF = re.compile(
    r"(?:(?:a|an|the) )?(?:(?:file|satellite|aerial|undated|interactive|handout) )?"
    r"(?:map|chart|graphic|graph|infographic|illustration|photo|photograph|image|picture|screenshot|screengrab|video"
    r"|view"
    r"|portrait|diagram)s? (?:of|showing|shows?|exhibiting|depicting|illustrating|from|taken|provided|released)\b",
    re.IGNORECASE,
)
_ENDS_IN_CREDIT = re.compile(
    r"[(\[][^()\[\]]{0,70}(?:\bAP Photo|\bPhotos?(?:graph)? by|\bPhoto:|\bPhoto courtesy|\bImage:|\bGetty|\bHandout"
    r"|Reuters/"
    r"|/Reuters|/AP\b|/AFP|AFP/|\bvia AP\b|\bEPA\b)[^()\[\]]{0,70}[)\]]\.?$",
    re.IGNORECASE,
)
_CAPTION_SIGN = re.compile(
    r"\((?:\w+ )?(?:left|right|cent(?:er|re)|L|R|C)\)|, (?:left|right|cent(?:er|re)),|\bpictured\b|\bposes?\b"
    r"|\blooks? on\b"
    rf"|\bshakes? hands\b|\barrives?\b|\bseen (?:in|at|on|here)\b|\b{MONTH}\s\d{{1,2}},\s\d{{4}}\.?$",
    re.IGNORECASE,
)
_COMMENT = _any_of(r"(?:pingback|trackback)s?\s*:.*")
_COMMENT_HEADER = _any_of(
    r"(?:(?:\d{1,5}|no|one|leave an?|post a|add a|view|show|read) )?(?:all )?(?:reader )?(?:comments?|repl(?:y|ies)"
    r"|responses?)"
    r"(?:\s*\(\d+\)|\s\d+|\s(?:on|to)\s.{1,120})?\s*[:»]?",
    r"join the (?:conversation|discussion)\W*",
)
_RELATED_HEADER = _any_of(
    r"(?:related|recommended|trending|popular now|most (?:read|popular|viewed)|up next|read next|what to read next"
    r"|you (?:may|might) also (?:like|be interested in)|editor[’']?s[’']? picks?|more on this)\s*:?",
    rf"(?:related|more|recommended|popular|trending|latest|top|recent|other|featured) {_OTHER_REPORTS}"
    r"(?: (?:from|on|in) .{1,40})?\s*:?",
)


def is_comment_header(block: Block) -> bool:
    """Whether a line opens the readers' comments: "1 Comment", "Leave a reply"."""
    return (
        block.words <= 12
        and len(block.text) <= _MAX_LENGTH
        and bool(_COMMENT_HEADER.fullmatch(block.text) or _COMMENT.fullmatch(block.text))
    )


def is_related_header(block: Block) -> bool:
    """Whether a line opens a list of other reports: "Related stories"."""
    return block.words <= 8 and len(block.text) <= _MAX_LENGTH and bool(_RELATED_HEADER.fullmatch(block.text))


def is_title_case(text: str) -> bool:
    """Whether nearly all longer words are capitalised, as in an American headline."""
    words = _TITLE_WORD.findall(text)
    return len(words) >= 2 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)


def has_finite_verb(text: str) -> bool:
    """Whether a verb stands there that makes a sentence; only common ones are known, so False is no proof."""
    return bool(_FINITE.search(text))


def looks_like_heading(block: Block) -> bool:
    """Whether a block without an end of sentence reads as a heading, not as a sentence that lost its full stop.

    Up to four words, in title case or in capitals it does unless it ends in a verb of saying; up to twelve words where
    it has no finite verb ("What the city will do" counts, too). A question does up to ten words, a colon up to five.
    """
    text, words = block.text, block.words
    if block.listed or words > 25:
        return False
    if text.endswith("?"):
        return words <= 10 and text[0] not in "\"“'‘"
    if block.ends_sentence:
        return text.endswith(":") and words <= 5
    if words <= 4 or is_title_case(text) or text.isupper():
        return not re.search(r"[,”\"] (?:\w+ ){1,2}(?:said|says)$", text)
    return words <= 12 and (not has_finite_verb(text) or (words <= 6 and bool(_ASKING.match(text))))


def is_caption_before_credit(block: Block) -> bool:
    """Whether the block right above a photo credit is its caption, by a sign that captions have."""
    if block.words > 60 or len(block.text) > _MAX_LENGTH:
        return False
    return bool(_PICTURE_OF.match(block.text) or _CAPTION_SIGN.search(block.text))


def is_photo_credit(block: Block, label: Label | None) -> bool:
    """Whether a block credits a picture, so that the block above it may be a caption."""
    return label is not None and label[0] is RegionKind.CREDIT and bool(_PHOTO_SIGN.search(block.text))


def label_block(block: Block) -> Label | None:
    """What a block is by its own words alone, with the reason; None for running text and for headings."""
    if len(block.text) > _MAX_LENGTH:
        return None
    return next(((kind, reason) for applies, kind, reason in _RULES if applies(block)), None)


def _is_comment(block: Block) -> bool:
    return bool(_COMMENT.fullmatch(block.text))


def _is_date_line(block: Block) -> bool:
    return is_date_line(block.text)


def _is_navigation(block: Block) -> bool:
    return bool(_NAVIGATION.fullmatch(block.text))


def _is_caption(block: Block) -> bool:
    if _CAPTION.fullmatch(block.text) or _ENDS_IN_CREDIT.search(block.text):
        return True
    return bool(_PICTURE_OF.match(block.text)) and not has_finite_verb(block.text)


def _is_byline(block: Block) -> bool:
    text = block.text
    if block.words > 25 or re.search(r"[!?]$", text):
        return False
    if _POSTED.match(text) or _REPORTING.match(text) or text.strip(" .|") in AGENCIES - PHOTO_AGENCIES:
        return True
    if _STAFF.search(text) and not has_finite_verb(text):
        return True
    by = _BY.fullmatch(text)
    return bool(by and _are_names(by["names"]))


def _are_names(text: str) -> bool:
    """Whether a line is made of names and what joins them: "Imran Malik, MediaBites"."""
    words = re.split(r"[\s,|/&–—@;-]+", text)
    if _NO_NAME.match(words[0]) or re.search(r"[a-z]{3}\.$", text):
        return False
    return all(word[0].isupper() or word in _CONNECTORS or not word[0].isalpha() for word in words if word)


def _is_credit(block: Block) -> bool:
    text = block.text
    if _NOTICE.fullmatch(text):
        return True
    if has_finite_verb(text) or block.words > 30:
        return False
    return bool(_CREDIT.fullmatch(text)) or _ends_in_agency(text)


def _ends_in_agency(text: str) -> bool:
    """Whether a line reads "name / AP", "AFP via Getty Images" or only "Getty Images"."""
    parts = _CREDIT_BREAK.split(text.strip(" .()[]"))
    last = parts[-1].strip()
    agency = _STOCK_WORDS.sub("", last)
    return (agency in AGENCIES or last in AGENCIES) and (len(parts) > 1 or agency in PHOTO_AGENCIES)


_RULES: tuple[tuple[Callable[[Block], bool], RegionKind, str], ...] = (
    (_is_comment, RegionKind.COMMENT, "is a reader's comment or a pingback"),
    (_is_date_line, RegionKind.BYLINE, "says only when the report appeared"),
    (_is_navigation, RegionKind.NAVIGATION, "leads to other pages"),
    (_is_caption, RegionKind.CAPTION, "describes a picture"),
    (_is_byline, RegionKind.BYLINE, "says who wrote the report"),
    (_is_credit, RegionKind.CREDIT, "says where a picture or text comes from"),
)
