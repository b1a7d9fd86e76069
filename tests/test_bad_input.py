"""Input that an editor's day really brings, through the real command line and the real pipeline.

One bad file never costs the batch; where nothing at all can be read the exit code is 2, with one sentence.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from factcheck import cli

FIRST = "The Karlin bridge collapsed on Monday. Six people were hurt, the mayor said.\n"
SECOND = "The Karlin bridge collapsed on Monday. Nine people were hurt.\n"
GERMAN = (
    "Die Brücke in Karlin ist am Montag eingestürzt. Sechs Menschen wurden dabei verletzt, wie der Bürgermeister am "
    "Abend mitteilte. Die Ursache ist noch unklar, und die Polizei hat das Ufer für mehrere Tage gesperrt.\n"
)
BINARY = bytes(range(256)) * 40
MOJIBAKE = "â€œItâ€™s gone,â€\x9d â€” â€œall of it.â€\x9d Ã©Ã¨Ã¼Ã¶Ã¤Ã± "
BAD_HEADER = "---\ntitle: [unclosed\ndate: : :\n---\n\n"

UNREADABLE: dict[str, tuple[str, bytes, str]] = {
    "empty": ("bad.txt", b"", "is empty"),
    "only blanks": ("bad.txt", b"\xef\xbb\xbf \r\n\t\n", "is empty"),
    "binary named .txt": ("bad.txt", BINARY, "binary"),
    "PDF named .txt": ("bad.txt", b"%PDF-1.7\n" + BINARY, "PDF"),
    "30 MB": ("bad.txt", SECOND.encode() * (30_000_000 // len(SECOND) + 1), "larger than 20 MB"),
    "mojibake throughout": ("bad.txt", (MOJIBAKE * 20).encode(), "wrongly encoded"),
    "German": ("bad.txt", GERMAN.encode(), "is in German; only English can be checked"),
    "page without an article": ("bad.html", b"<html><body><nav>Home</nav></body></html>", "no article text"),
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def report_of(*arguments: str | Path) -> dict[str, Any]:
    """The JSON document that a command prints; the command must have run."""
    result = run(*arguments, "--format", "json")
    assert result.exit_code in {0, 1}, result.stderr
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def assert_could_not_run(result: Result, *words: str) -> None:
    """Exit code 2, nothing on stdout, and one sentence on stderr with these words."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("factcheck: ")
    assert result.stderr.count("\n") == 1
    assert result.stderr.endswith(".\n")
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


def names(document: dict[str, Any]) -> list[str]:
    return [Path(source["path"]).name for source in document["sources"]]


def reasons(document: dict[str, Any], name: str) -> str:
    """All that the report says of why `name`, or a part of it, was left out."""
    return "\n".join(one["reason"] for one in document["skipped"] if Path(one["path"]).name == name)


def kinds(document: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one["verdict"], one["kind"]) for one in document["verdicts"]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two readable reports that differ in one figure and agree on the rest."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.txt").write_text(FIRST, encoding="utf-8")
    (sources / "b.txt").write_text(SECOND, encoding="utf-8")
    return sources


# --- one bad file among good ones ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_bad_file_is_named_with_its_reason_and_costs_nothing(folder: Path, case: str) -> None:
    name, content, reason = UNREADABLE[case]
    (folder / name).write_bytes(content)
    document = report_of("report", folder)
    assert names(document) == ["a.txt", "b.txt"]
    assert reason in reasons(document, name)
    assert ("contradiction", "number") in kinds(document)


@pytest.mark.parametrize("case", UNREADABLE)
def test_nothing_but_a_bad_file_is_a_2_with_one_sentence(tmp_path: Path, case: str) -> None:
    name, content, reason = UNREADABLE[case]
    (tmp_path / name).write_bytes(content)
    assert_could_not_run(run("report", tmp_path), name, reason)


@pytest.mark.parametrize("case", UNREADABLE)
def test_draft_that_cannot_be_read_is_a_2_with_one_sentence(folder: Path, tmp_path: Path, case: str) -> None:
    name, content, reason = UNREADABLE[case]
    (tmp_path / name).write_bytes(content)
    assert_could_not_run(run("check", tmp_path / name, "--against", folder), name, reason)


def test_all_bad_files_together(folder: Path) -> None:
    for number, (name, content, _) in enumerate(UNREADABLE.values()):
        (folder / f"{number}-{name}").write_bytes(content)
    document = report_of("report", folder)
    assert names(document) == ["a.txt", "b.txt"]
    assert len({one["path"] for one in document["skipped"]}) == len(UNREADABLE)


def test_empty_folder(tmp_path: Path) -> None:
    assert_could_not_run(run("report", tmp_path), str(tmp_path), ".txt, .md or .html")


def test_path_that_does_not_exist(tmp_path: Path) -> None:
    assert_could_not_run(run("report", tmp_path / "gone"), "gone", "does not exist")
    assert_could_not_run(run("claim", "The bridge fell.", "--against", tmp_path / "gone"), "gone", "does not exist")


def test_path_that_does_not_exist_beside_one_that_does(folder: Path) -> None:
    document = report_of("report", folder, folder / "gone")
    assert names(document) == ["a.txt", "b.txt"]
    assert "does not exist" in reasons(document, "gone")


def test_symbolic_link_out_of_the_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("Twelve people were hurt when the Karlin bridge fell.\n", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    document = report_of("report", folder)
    assert names(document) == ["a.txt", "b.txt"]
    assert "symbolic link out of the given folder" in reasons(document, "link.txt")
    assert "Twelve" not in json.dumps(document)


# --- files that look bad and can be read -----------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "utf-32"])
def test_other_encodings_are_read(folder: Path, encoding: str) -> None:
    text = "The Karlin bridge collapsed on Monday. “Twelve people were hurt,” the café’s owner said.\r\n"
    (folder / "other.txt").write_bytes(text.encode(encoding))
    document = report_of("report", folder)
    assert names(document) == ["a.txt", "b.txt", "other.txt"]
    assert document["sources"][2]["text"] == text
    assert any(claim["quote"].startswith("Twelve") for claim in document["claims"])


def test_a_little_mojibake_is_read_and_noted(folder: Path) -> None:
    text = "Twelve people were hurt, the cafÃ© owner said. " + "The bridge was closed to all traffic. " * 8
    (folder / "moji.txt").write_text(text, encoding="utf-8")
    document = report_of("report", folder)
    assert "moji.txt" in names(document)
    assert "wrongly encoded" in reasons(document, "moji.txt")


def test_broken_front_matter_is_noted_and_the_text_is_read(folder: Path) -> None:
    (folder / "header.md").write_text(BAD_HEADER + "Twelve people were hurt in Karlin.\n", encoding="utf-8")
    document = report_of("report", folder)
    assert "header.md" in names(document)
    assert "header" in reasons(document, "header.md")
    assert any(claim["quote"].startswith("Twelve people were hurt") for claim in document["claims"])


# --- active content --------------------------------------------------------------------------------------------------

PAGE = """<html><head><title>Bridge <b onclick="alert(1)">down</b></title><script>alert("head")</script>
<style>body { background: url("https://tracker.example/x.gif") }</style></head>
<body onload="alert('load')"><article><h1>Bridge down</h1>
<p>The Karlin bridge collapsed on Monday. <img src=x onerror="alert('img')"> Twelve people were hurt when it fell into
the river, the fire service said in the evening.</p>
<p onmouseover="alert('over')">Rescue crews worked through the night. &lt;script&gt;alert("typed")&lt;/script&gt; was
painted on the wall beside the bridge, a driver said, and nobody knew why it was there.</p>
<p><a href="javascript:alert('link')">The bridge was built in 1964</a> and had been repaired twice since then, according
to the town's records.</p><iframe src="https://evil.example/"></iframe>
<script>document.write("<p>Ninety people were hurt.</p>")</script></article></body></html>"""


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text inside script elements."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def elements_of(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Elements()
    parser.feed(page)
    return parser.tags


def test_scripts_and_event_handlers_are_inert_in_the_report_page(folder: Path) -> None:
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    hostile = 'Six people were hurt, <script>alert("text")</script> said <img src=x onerror=alert(2)> in Karlin.\n'
    (folder / "hostile.txt").write_text(hostile, encoding="utf-8")
    document = report_of("report", folder)
    assert names(document) == ["a.txt", "b.txt", "hostile.txt", "page.html"]
    assert "Ninety" not in json.dumps(document)

    page = run("report", folder, "--format", "html").stdout
    plain = run("report", folder / "a.txt", folder / "b.txt", "--format", "html").stdout
    for tag, attributes in elements_of(page):
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        for name in ("href", "src", "action", "data"):
            address = attributes.get(name) or ""
            assert address.startswith(("#", "data:")) or not address, (tag, address)
    scripts = [tag for tag, _ in elements_of(page) if tag in {"script", "iframe", "img", "object", "embed", "base"}]
    usual = [tag for tag, _ in elements_of(plain) if tag in {"script", "iframe", "img", "object", "embed", "base"}]
    assert scripts == usual
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_scripts_are_inert_in_markdown(folder: Path) -> None:
    hostile = "Six people were hurt, <script>alert(1)</script> said in Karlin.\n"
    (folder / "hostile.txt").write_text(hostile, encoding="utf-8")
    assert "<script" not in run("report", folder, "--format", "markdown").stdout


# --- too little to compare -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["text", "markdown", "html"])
def test_one_source_alone_is_a_report_that_says_so(folder: Path, shape: str) -> None:
    result = run("report", folder / "a.txt", "--format", shape)
    assert result.exit_code == 0
    assert "nothing to compare it with" in result.stdout


def test_one_source_alone_has_claims_and_no_verdicts(folder: Path) -> None:
    document = report_of("report", folder / "a.txt")
    assert document["claims"]
    assert document["verdicts"] == []
    assert document["clusters"] == []
    assert not [one for one in document["findings"] if one["severity"] == "error"]


def test_one_source_alone_because_the_other_is_bad_says_both(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"")
    result = run("report", folder, "--format", "text")
    assert result.exit_code == 0
    assert "nothing to compare it with" in result.stdout
    assert "is empty" in " ".join(result.stdout.split())


def test_the_same_text_twice_is_one_origin(folder: Path) -> None:
    (folder / "b.txt").write_text(FIRST, encoding="utf-8")
    document = report_of("report", folder)
    first, second = document["sources"]
    assert first["id"] != second["id"]
    assert first["origin_id"] == second["origin_id"]
    assert "agreement" not in [verdict for verdict, _ in kinds(document)]
    assert "one independent origin" in run("report", folder, "--format", "text").stdout


def test_a_copy_is_no_second_voice_for_a_claim(folder: Path) -> None:
    (folder / "b.txt").write_text(FIRST, encoding="utf-8")
    result = run("claim", "Six people were hurt when the Karlin bridge fell.", "--against", folder)
    assert result.exit_code == 0
    assert "one origin only" in result.stdout


# --- claims and drafts that claim nothing ----------------------------------------------------------------------------


@pytest.mark.parametrize("claim", ["Bridge", " Karlin. ", "x" * 5000])
def test_claim_of_one_word(folder: Path, claim: str) -> None:
    result = run("claim", claim, "--against", folder)
    assert_could_not_run(result, "single word", "sentence")
    assert len(result.stderr) < 300


@pytest.mark.parametrize("claim", ["", "  \n"])
def test_empty_claim(folder: Path, claim: str) -> None:
    assert_could_not_run(run("claim", claim, "--against", folder), "empty")


def test_claim_in_german(folder: Path) -> None:
    assert_could_not_run(run("claim", GERMAN, "--against", folder), "German", "only English")


@pytest.mark.parametrize("text", ["# Bridge down\n", "Is the bridge safe? Who will pay?\n"])
def test_draft_without_claims_says_so(folder: Path, tmp_path: Path, text: str) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(text, encoding="utf-8")
    result = run("check", draft, "--against", folder)
    assert result.exit_code == 0
    assert "no claim" in result.stdout
    document = report_of("check", draft, "--against", folder)
    assert document["verdicts"] == []
    assert [one for one in document["sources"] if one["role"] == "draft"]


def test_sources_without_claims_are_a_report_with_reasons(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Is the bridge {name} safe? Who will pay for it?\n", encoding="utf-8")
    document = report_of("report", tmp_path)
    assert document["claims"] == []
    assert "question" in reasons(document, "a.txt")
