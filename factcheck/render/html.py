"""The report as one self-contained page: no network, no framework, readable without any script."""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from factcheck.render import wording
from factcheck.render.digest import Agreement, Difference, Digest, digest_report
from factcheck.render.page import phrases
from factcheck.render.page.matrix import Matrix, source_matrix
from factcheck.render.page.passages import FullText, Told, full_text
from factcheck.render.page.pictures import number_line, timeline
from factcheck.render.page.readings import read_values
from factcheck.render.worddiff import Mark, mark_differences
from factcheck.schema import ClaimEntry, Report

TEMPLATES = "templates"
SCRIPTS = ("folding.js", "viewer.js", "filters.js", "decisions.js")


def render(report: Report, top: int | None = None) -> str:
    """The page; text of sources is escaped, and the page's own policy forbids it to load or to run anything else."""
    environment = _environment()
    digest = digest_report(report, top)
    told = _told(digest)
    style, script = _asset("report.css"), "\n".join(_asset(name) for name in SCRIPTS)
    return environment.get_template("report.html.jinja").render(
        digest=digest,
        matrix=_matrix(digest, told),
        timeline=timeline(digest.compared),
        texts=_full_texts(digest, told),
        told=told,
        story=_story(report),
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704  # our own files, not text of a source
        script=Markup(script),  # noqa: S704
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("factcheck.render", TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(
        words=wording,
        phrases=phrases,
        mark_differences=mark_differences,
        number_line=number_line,
        read_values=read_values,
        Mark=Mark,
    )
    environment.filters["web_address"] = _web_address
    return environment


def _asset(name: str) -> str:
    return files("factcheck.render").joinpath(TEMPLATES, name).read_text(encoding="utf-8")


# --- what is said of each claim --------------------------------------------------------------------------------------


def _told(digest: Digest) -> dict[str, Told]:
    """For every claim, what its mark in the full text says and which findings tell of it."""
    found: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for one in _shown(digest):
        row = _told_by_difference(one) if isinstance(one, Difference) else ("agrees", "agrees", one.anchor, one.label)
        for quote in one.quotes:
            found[quote.claim.id].append(row)
    for claim in digest.checked:
        for quote in (claim.quote, *claim.support):
            said = claim.standing.value if quote is claim.quote else "agrees"
            mark = wording.STANDING_CLASSES[claim.standing] if quote is claim.quote else "agrees"
            found[quote.claim.id].append((said, mark, claim.anchor, claim.quote.claim.text))
    alone = ("one origin only", "alone")
    return {claim.id: _told_of(found[claim.id], alone) for claim in digest.report.claims}


def _shown(digest: Digest) -> Iterator[Difference | Agreement]:
    """What has a place on the page that a link can lead to."""
    if digest.checks_one_text:
        yield from (one for claim in digest.checked for one in claim.against)
    else:
        yield from (*digest.differences, *digest.agreements, *digest.settled)


def _told_by_difference(one: Difference) -> tuple[str, str, str, str]:
    word = wording.verdict_word(one)
    return (
        word,
        "qualified" if word == "differs" and not one.flat else word,
        one.anchor,
        wording.kind_words(one.verdict),
    )


def _told_of(rows: list[tuple[str, str, str, str]], alone: tuple[str, str]) -> Told:
    """The rows of one claim put together; the first one is the gravest, as a digest goes."""
    if not rows:
        return Told(*alone)
    word, mark, *_ = rows[0]
    return Told(word, "alone" if mark == "open" else mark, tuple(dict.fromkeys((row[2], row[3]) for row in rows)))


def _matrix(digest: Digest, told: dict[str, Told]) -> Matrix:
    return source_matrix(digest, {claim: one.findings[0][0] for claim, one in told.items() if one.findings})


def _full_texts(digest: Digest, told: dict[str, Told]) -> tuple[FullText, ...]:
    claims: dict[str, list[ClaimEntry]] = defaultdict(list)
    for claim in digest.report.claims:
        claims[claim.source_id].append(claim)
    return tuple(full_text(source, claims[source.entry.id], told) for source in digest.sources)


def _story(report: Report) -> str:
    """A name for what is compared, equal for every run over the same texts: decisions are kept under it."""
    digests = sorted(source.sha256 for source in report.sources)
    return hashlib.sha256("\n".join(digests).encode("ascii", "replace")).hexdigest()[:16]


# --- the page's own policy -------------------------------------------------------------------------------------------


def _policy(style: str, script: str) -> str:
    """A content security policy that allows this page's own style and script and nothing else, not even an image."""
    return (
        f"default-src 'none'; style-src {_digest_of(style)}; script-src {_digest_of(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest_of(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _web_address(url: str | None) -> str | None:
    """The address if it is one of the web; a source may claim any other scheme, and a click must not run it."""
    return url if url and url.lower().startswith(("https://", "http://")) else None
