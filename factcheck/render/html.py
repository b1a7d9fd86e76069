"""The report as one self-contained page: no network, no framework, readable without any script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from factcheck.render import wording
from factcheck.render.digest import digest_report
from factcheck.render.worddiff import Mark, mark_differences
from factcheck.schema import Report

TEMPLATES = "templates"


def render(report: Report, top: int | None = None) -> str:
    """The page; text of sources is escaped, and the page's own policy forbids it to load or to run anything else."""
    environment = _environment()
    style, script = _asset("report.css"), _asset("report.js")
    return environment.get_template("report.html.jinja").render(
        digest=digest_report(report, top),
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
    environment.globals.update(words=wording, mark_differences=mark_differences, Mark=Mark)
    environment.filters["web_address"] = _web_address
    return environment


def _asset(name: str) -> str:
    return files("factcheck.render").joinpath(TEMPLATES, name).read_text(encoding="utf-8")


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
