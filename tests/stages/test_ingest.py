"""Reading: what becomes a source, which parts of it are running text, and what is said about the rest."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.schema import RegionKind, SkippedInput, Source, SourceRole
from factcheck.settings import IngestSettings
from factcheck.stages.ingest import read_sources, source_from_text
from factcheck.stages.ingest.layout import find_blocks

SEEDS = Path(__file__).parents[2] / "seeds"
LEAD = "The bridge over the river was closed on Monday after an inspection found cracks, the city said."
MORE = "It will stay closed for three weeks. Drivers were told to use the tunnel, which is free of charge until then."
GERMAN = (
    "Die Brücke über den Fluss ist am Montag gesperrt worden, nachdem bei einer Prüfung Risse gefunden worden waren. "
    "Sie bleibt nach Angaben der Stadt drei Wochen lang geschlossen, und der Verkehr wird durch den Tunnel geleitet."
)


def read(*paths: Path, role: SourceRole = SourceRole.SOURCE, **limits: int) -> tuple[list[Source], list[SkippedInput]]:
    sources, skipped = read_sources(paths, role, IngestSettings.model_validate(limits))
    return list(sources), list(skipped)


def read_text(text: str) -> Source:
    return source_from_text(text, "typed", SourceRole.SOURCE)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def regions(source: Source, kind: RegionKind) -> list[str]:
    return [region.span.of(source.text) for region in source.regions if region.kind is kind]


def running(source: Source) -> list[str]:
    return [span.of(source.text) for span in source.paragraphs]


def only_reason(skipped: list[SkippedInput]) -> str:
    assert len(skipped) == 1, skipped
    assert skipped[0].stage == "ingest"
    return skipped[0].reason


# --- files and folders -----------------------------------------------------------------------------------------------


def test_folder_is_read_to_the_bottom_in_one_order(tmp_path: Path) -> None:
    for name in ("b.txt", "deep/er/a.md", "a.txt"):
        written(tmp_path, name, f"{LEAD} {name}")
    sources, skipped = read(tmp_path)
    assert [Path(source.path).relative_to(tmp_path).as_posix() for source in sources] == [
        "a.txt",
        "b.txt",
        "deep/er/a.md",
    ]
    assert skipped == []


def test_order_of_the_given_paths_does_not_matter(tmp_path: Path) -> None:
    one, two = written(tmp_path, "one.txt", LEAD), written(tmp_path, "two.txt", MORE)
    assert read(one, two) == read(two, one) == read(tmp_path)


def test_file_reached_twice_is_read_once_and_that_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "one.txt", LEAD)
    sources, skipped = read(path, tmp_path / "." / "one.txt", tmp_path / ".." / tmp_path.name / "one.txt")
    assert len(sources) == 1
    assert "same file" in only_reason(skipped)


def test_same_text_under_two_names_gives_two_ids_and_one_digest(tmp_path: Path) -> None:
    written(tmp_path, "one.txt", LEAD)
    written(tmp_path, "two.txt", LEAD)
    (left, right), _ = read(tmp_path)
    assert left.id != right.id
    assert left.sha256 == right.sha256


def test_id_depends_on_text_path_and_role_only() -> None:
    assert read_text(LEAD).id == read_text(LEAD).id
    assert source_from_text(LEAD, "typed", SourceRole.DRAFT).id != read_text(LEAD).id
    assert source_from_text(LEAD, "other", SourceRole.SOURCE).id != read_text(LEAD).id
    assert read_text(MORE).id != read_text(LEAD).id


def test_symbolic_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = written(tmp_path, "elsewhere/secret.txt", LEAD)
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "link.txt").symlink_to(secret)
    (folder / "linked_folder").symlink_to(secret.parent)
    sources, skipped = read(folder)
    assert sources == []
    assert [Path(note.path).name for note in skipped] == ["link.txt", "linked_folder"]
    assert all("symbolic link out of the given folder" in note.reason for note in skipped)


def test_symbolic_link_given_by_name_is_followed(tmp_path: Path) -> None:
    target = written(tmp_path, "elsewhere/report.txt", LEAD)
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    sources, skipped = read(link)
    assert [source.text for source in sources] == [LEAD]
    assert skipped == []


def test_links_that_lead_nowhere_or_in_circles_do_not_stop_the_rest(tmp_path: Path) -> None:
    written(tmp_path, "good.txt", LEAD)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "missing.txt")
    (tmp_path / "circle").symlink_to(tmp_path)
    sources, skipped = read(tmp_path)
    assert len(sources) == 1
    assert len(skipped) == 2


def test_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "no regular file" in only_reason(read(tmp_path)[1])
    assert "neither a file nor a folder" in only_reason(read(tmp_path / "pipe.txt")[1])


def test_unsupported_and_hidden_files_in_a_folder_are_named(tmp_path: Path) -> None:
    written(tmp_path, "notes.rst", LEAD)
    written(tmp_path, ".hidden.txt", LEAD)
    sources, skipped = read(tmp_path)
    assert sources == []
    assert {Path(note.path).name: note.reason.split(";")[0] for note in skipped} == {
        ".hidden.txt": "is hidden",
        "notes.rst": "is of a kind that is not read",
    }


def test_path_that_does_not_exist(tmp_path: Path) -> None:
    assert only_reason(read(tmp_path / "gone.txt")[1]) == "does not exist; check the path"


def test_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == ([], [])


# --- bytes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    assert only_reason(read(written(tmp_path, "empty.txt", content))[1]) == "is empty"


def test_file_over_the_limit_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "big.txt", "a" * 2_000_001)
    assert only_reason(read(path, max_bytes=2_000_000)[1]).startswith("is larger than 2 MB")
    assert read(path, max_bytes=2_000_001)[0]


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 20,
        b"\x00\x01\x02\x03" * 200,
        b"%PDF-1.7 text",
        b"PK\x03\x04 text",
        b"\x89PNG\r\n\x1a\n text",
    ],
)
def test_binary_named_txt(tmp_path: Path, content: bytes) -> None:
    sources, skipped = read(written(tmp_path, "report.txt", content))
    assert sources == []
    assert "not text" in only_reason(skipped)


def test_one_bad_file_never_costs_the_others(tmp_path: Path) -> None:
    written(tmp_path, "bad.txt", b"\x00" * 1000)
    written(tmp_path, "good.txt", LEAD)
    sources, skipped = read(tmp_path)
    assert [source.text for source in sources] == [LEAD]
    assert len(skipped) == 1


def test_stray_nul_becomes_a_space_in_place(tmp_path: Path) -> None:
    sources, skipped = read(written(tmp_path, "nul.txt", LEAD.replace(" river", "\0river")))
    assert sources[0].text == LEAD
    assert "NUL" in only_reason(skipped)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = (
        LEAD + " “It is a pity,” José Müller said — and left." if encoding != "latin-1" else LEAD + " José Müller left."
    )
    sources, skipped = read(written(tmp_path, "report.txt", text.encode(encoding)))
    assert [source.text for source in sources] == [text]
    assert skipped == []


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    text = f"Bridge closed\r\n\r\n{LEAD}\r\n\r\n{MORE}\r\n"
    (source,), _ = read(written(tmp_path, "report.txt", text))
    assert source.text == text
    assert running(source) == [LEAD, MORE]


def test_utf8_cut_in_the_middle_of_a_character_is_still_read_as_utf8(tmp_path: Path) -> None:
    content = (LEAD + " “Yes,” she said. “We saw it.” Café").encode()[:-1]
    (source,), skipped = read(written(tmp_path, "cut.txt", content))
    assert "“Yes,” she said." in source.text
    assert "broken bytes" in skipped[0].reason


def test_a_little_mojibake_is_read_with_a_note(tmp_path: Path) -> None:
    text = LEAD + " " + MORE + " The city’s mayor agreed.".encode().decode("cp1252")
    (source,), skipped = read(written(tmp_path, "moji.txt", text))
    assert source.text == text
    assert 'wrongly encoded (such as "â€™")' in only_reason(skipped)


def test_text_full_of_mojibake_is_left_out(tmp_path: Path) -> None:
    text = "“Größe” – “Fußgänger” – “Straßen” " * 5
    assert "wrongly encoded throughout" in only_reason(
        read(written(tmp_path, "moji.txt", text.encode().decode("latin-1")))[1]
    )


# --- language --------------------------------------------------------------------------------------------------------


def test_german_source_is_said_to_be_unsupported(tmp_path: Path) -> None:
    sources, skipped = read(written(tmp_path, "bericht.txt", GERMAN))
    assert sources == []
    assert only_reason(skipped) == "is in German; only English can be checked"


@pytest.mark.parametrize(
    "text",
    [
        "Le pont sur le fleuve a été fermé lundi après une inspection qui a révélé des fissures, a annoncé la ville.",
        "El puente sobre el río fue cerrado el lunes después de que una inspección encontrara grietas, dijo la ciudad.",
        "Мост через реку закрыли в понедельник после того, как при осмотре нашли трещины, сообщили власти города.",
        "市は月曜日、点検で亀裂が見つかったため川に架かる橋を閉鎖したと発表した。三週間閉鎖される。",
    ],
)
def test_other_languages_are_recognised(text: str) -> None:
    assert read_text(text).language != "en"


@pytest.mark.parametrize(
    "text",
    [
        "Zelensky was not invited.",
        "Ukraine",
        "Putin traf Trump.",
        "Bundeskanzler Friedrich Merz met Präsident Wolodymyr Selenskyj, the Frankfurter Allgemeine Zeitung said.",
        "Volodymyr Zelenskyy, Andriy Yermak, Rustem Umerov and Sergiy Kyslytsya flew to Istanbul; Vladimir Medinsky, "
        "Mikhail Galuzin and Alexander Fomin had come from Moscow the day before.",
        "Quake of magnitude 6.1 hits Qeshm, Bandar Abbas, Hormozgan province; 10 dead, 80 hurt, IRNA reports.",
    ],
)
def test_short_english_and_foreign_names_are_english(text: str) -> None:
    assert read_text(text).language == "en"


# --- header ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ['"Latest: Bridge closed"', "Latest: Bridge closed", "'Latest: Bridge closed'"])
def test_header_with_a_colon_in_its_title(tmp_path: Path, title: str) -> None:
    text = (
        f"---\ntitle: {title}\ndate: 2025-08-14T22:02:54\nauthor: Jane Roe\nsite: The Daily Example\n"
        f"url: https://example.org/a\n---\n{LEAD}\n"
    )
    (source,), skipped = read(written(tmp_path, "report.md", text))
    assert source.title == "Latest: Bridge closed"
    assert source.published_at == datetime(2025, 8, 14, 22, 2, 54)
    assert (source.author, source.publisher, source.url) == ("Jane Roe", "The Daily Example", "https://example.org/a")
    assert source.text == text
    assert running(source) == [LEAD]
    assert skipped == []


def test_moments_with_a_zone_become_utc_without_one() -> None:
    source = read_text(f"---\ndate: 2025-08-14T22:00:00+02:00\n---\n{LEAD}")
    assert source.published_at == datetime(2025, 8, 14, 20, 0)


@pytest.mark.parametrize(
    "header",
    ['---\ntitle: "Bridge\ndate: [2025\n---\n', "---\ntitle: Bridge\nno end here\n\n", "---\na: &a [x]\nb: *a\n---\n"],
)
def test_broken_header_is_kept_as_text_and_noted(tmp_path: Path, header: str) -> None:
    (source,), skipped = read(written(tmp_path, "report.md", f"{header}\n{LEAD}\n"))
    assert regions(source, RegionKind.FRONT_MATTER) == []
    assert LEAD in running(source)
    assert "kept as text" in only_reason(skipped)


def test_rule_above_a_text_is_no_header(tmp_path: Path) -> None:
    (source,), skipped = read(written(tmp_path, "report.md", f"---\n\n{LEAD}\n"))
    assert running(source) == [LEAD]
    assert skipped == []


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", 'https://a.org/"onclick="x', "file:///etc"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert read_text(f"---\nurl: '{address}'\n---\n{LEAD}").url is None


def test_deeply_nested_header_does_not_end_the_run() -> None:
    assert LEAD in running(read_text(f"---\na: {'[' * 5000}\n---\n\n{LEAD}"))


# --- regions ---------------------------------------------------------------------------------------------------------


def test_title_headings_byline_and_dateline() -> None:
    source = read_text(
        "City Closes Bridge Over Cracks\nBy Jane Roe, Example Times\nPosted: 12 August 2025\n\n"
        f"SPRINGFIELD, Ohio (AP) — {LEAD}\n\nWhat comes next\n\n{MORE}\n"
    )
    assert running(source) == [LEAD, MORE]
    assert source.title == "City Closes Bridge Over Cracks"
    assert source.author == "Jane Roe"
    assert source.publisher == "AP"
    assert source.published_at == datetime(2025, 8, 12)
    assert regions(source, RegionKind.DATELINE) == ["SPRINGFIELD, Ohio (AP) — "]
    assert regions(source, RegionKind.HEADING) == ["What comes next"]


@pytest.mark.parametrize(
    ("dateline", "publisher"),
    [
        ("WASHINGTON — ", None),
        ("LONDON (Reuters) - ", "Reuters"),
        ("(CNN) -- ", "CNN"),
        ("ANCHORAGE, Alaska, Aug 14 (Reuters) - ", "Reuters"),
        ("HELENA, Mont. (AP) – ", "AP"),
        ("Kyiv, Ukraine (AFP) — ", "AFP"),
        ("Mumbai, Nov 11 - ", None),
        ("MUMBAI: ", None),
        ("TNN Nov 12, 2011, 05.51AM IST MUMBAI: ", "TNN"),
        ("WASHINGTON, D.C. (WXYZ) — ", "WXYZ"),
    ],
)
def test_datelines(dateline: str, publisher: str | None) -> None:
    source = read_text(f"{dateline}{LEAD} {MORE}")
    assert running(source) == [f"{LEAD} {MORE}"]
    assert source.publisher == publisher


@pytest.mark.parametrize(
    "sentence",
    [
        "NATO — the alliance of Western powers — did not comment.",
        "NATO - It has 32 members - did not comment.",
        "KYIV — the capital — was hit by drones.",
        "Trump - who left early - did not comment on Monday.",
        "The talks (AP reported) - They lasted three hours - ended.",
        "In Washington, May 5 was a quiet day for the markets.",
    ],
)
def test_sentences_that_only_look_like_datelines_stay_whole(sentence: str) -> None:
    assert running(read_text(f"{LEAD}\n\n{sentence}\n"))[1] == sentence


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By JANE ROE | Associated Press", RegionKind.BYLINE),
        ("Written by Jane van der Roe", RegionKind.BYLINE),
        ("Jane Roe, Staff Writer", RegionKind.BYLINE),
        ("Reporting by Jane Roe in Springfield; Editing by John Doe", RegionKind.BYLINE),
        ("Last updated 15:48 15/09/2013", RegionKind.BYLINE),
        ("POSTED: 1052 GMT (1852 HKT), April 10, 2007", RegionKind.BYLINE),
        ("on September 14, 2013 11:41am | Updated on September 14, 2013 11:41am", RegionKind.BYLINE),
        ("FILE: The bridge is seen from the river in this picture taken in June.", RegionKind.CAPTION),
        ("FILE PHOTO: Cars cross the bridge, May 3, 2018. REUTERS/Jane Roe", RegionKind.CAPTION),
        ("Map of the river showing crossings closed as of Aug. 12, 2025.", RegionKind.CAPTION),
        ("The mayor speaks at city hall on Monday. (AP Photo/Jane Roe)", RegionKind.CAPTION),
        ("Workers inspect the bridge. (Photo by Jane Roe/Getty Images)", RegionKind.CAPTION),
        ("Jane Van Roe / AP", RegionKind.CREDIT),
        ("Graphic by JANE ROE,JOHN DOE/AFP via Getty Images", RegionKind.CREDIT),
        ("Getty Images", RegionKind.CREDIT),
        ("Photo: Jane Roe", RegionKind.CREDIT),
        ("Courtesy of the Springfield Independent", RegionKind.CREDIT),
        ("© 2025 The Example Press. All rights reserved.", RegionKind.CREDIT),
        ("Associated Press writer Jane Roe contributed to this report.", RegionKind.CREDIT),
        ("READ MORE: City closes bridge; mayor under fire", RegionKind.NAVIGATION),
        ("Related: Ten bridges that fell", RegionKind.NAVIGATION),
        ("Click here to sign up for our newsletter.", RegionKind.NAVIGATION),
        ("Subscribe to our newsletter for daily updates.", RegionKind.NAVIGATION),
        ("Share this article", RegionKind.NAVIGATION),
        ("Facebook Twitter WhatsApp Email", RegionKind.NAVIGATION),
        ("Advertisement", RegionKind.NAVIGATION),
        ("- ADVERTISEMENT -", RegionKind.NAVIGATION),
        ("Follow us on Facebook and Instagram.", RegionKind.NAVIGATION),
        ("Story continues below", RegionKind.NAVIGATION),
        ("## What comes next", RegionKind.HEADING),
        ("**What comes next**", RegionKind.HEADING),
        ("“We panicked”", RegionKind.HEADING),
        ("Why was it closed?", RegionKind.HEADING),
        ("***", RegionKind.MARKUP),
        ("![The bridge](bridge.jpg)", RegionKind.MARKUP),
        ("<!-- factcheck: ignore[number] -->", RegionKind.MARKUP),
        ("Pingback: Bridge closed over cracks - Example Blog", RegionKind.COMMENT),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_lines_that_are_no_running_text(line: str, kind: RegionKind, gap: str) -> None:
    source = read_text(gap.join((LEAD, LEAD, LEAD, line, MORE)))
    assert regions(source, kind)[0].startswith(line.lstrip("- ").split("\n")[0][:10])
    expected = [LEAD] * 3 if kind is RegionKind.COMMENT else [LEAD, LEAD, LEAD, MORE]
    assert running(source) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "By July, casualties had been mounting in the north.",
        "By Monday Jane Roe had left.",
        "By Friday, Springfield Police Had No Suspect.",
        "Photos of the bridge were released by the police on Tuesday.",
        "A video shows the truck, and the police have asked for witnesses.",
        "Related companies were not affected.",
        "Share prices fell by three percent.",
        "Shares in this company rose.",
        "Follow-up checks are planned.",
        "Comments by the mayor drew criticism.",
        "More than 20 people were hurt.",
        "Source code was stolen from the company.",
        "The Associated Press reported on Monday that three people died.",
        "Reuters said so.",
        "Copyrighted songs were removed.",
        "Subscribers were told on Monday that prices will rise.",
        "Advertisements were removed.",
        "Home sales fell.",
        "Search teams found two bodies.",
        "In this city, photographs are banned.",
        "Watch sales rose by 3 percent.",
        "He waited, and waited...",
        "“I want to get out,” Roe said by telephone.",
        "Two people died.",
    ],
)
def test_real_sentences_are_never_taken_for_furniture(sentence: str) -> None:
    for gap in ("\n", "\n\n"):
        assert running(read_text(gap.join((LEAD, sentence, MORE)))) == [LEAD, sentence, MORE]


def test_sentence_that_lost_its_full_stop_is_still_running_text() -> None:
    lost = "Police said on Monday that the driver had been found in a village nearby"
    assert running(read_text(f"City closes bridge\n\n{lost}\n\n{MORE}")) == [lost, MORE]


def test_caption_above_a_photo_credit() -> None:
    caption = "Mayor Jane Roe, left, shakes hands with the governor in Springfield."
    source = read_text(f"{LEAD}\n{caption}\nJohn Doe / AP\n{MORE}")
    assert regions(source, RegionKind.CAPTION) == [caption]
    assert running(source) == [LEAD, MORE]


def test_paragraph_above_a_photo_credit_without_a_sign_of_a_caption_stays() -> None:
    source = read_text(f"{LEAD}\nThe governor said he was sorry.\nJohn Doe / AP\n{MORE}")
    assert "The governor said he was sorry." in running(source)


def test_cut_off_previews_at_the_end() -> None:
    source = read_text(
        f"{LEAD}\n\n{MORE}\n\nWho is Jane Roe...\n\nJane Roe has become one of the...\n\nTen facts about...\n"
    )
    assert running(source) == [LEAD, MORE]
    assert len(regions(source, RegionKind.TEASER)) == 3


def test_list_of_other_reports() -> None:
    source = read_text(f"{LEAD}\n\n{MORE}\n\nRelated stories\n\n- Mayor under fire\n- Tunnel to open next year\n")
    assert running(source) == [LEAD, MORE]


def test_comments_run_to_the_end() -> None:
    source = read_text(
        f"{LEAD}\n\n{MORE}\n\n{LEAD}\n\n2 Comments\n\nJane says the mayor was wrong.\n\nI agree with her.\n"
    )
    assert running(source) == [LEAD, MORE, LEAD]
    assert regions(source, RegionKind.COMMENT)[1:] == ["Jane says the mayor was wrong.", "I agree with her."]


def test_table_with_glued_cells_is_skipped_with_its_reason() -> None:
    rows = "TopicCity's ViewState's View\nLength of closureThree weeksOne month\nWho paysThe cityThe state"
    source = read_text(f"{LEAD}\n\n{rows}\n\n{MORE}")
    assert running(source) == [LEAD, MORE]
    reasons = [region.reason for region in source.regions]
    assert all("glued together" in reason and "TopicCity" in reason for reason in reasons)


def test_names_in_one_word_are_no_table() -> None:
    text = "YouTube removed the video after TallGrass and MacBook users complained."
    assert running(read_text(f"{LEAD}\n{text}\n{MORE}")) == [LEAD, text, MORE]


@pytest.mark.parametrize("rows", ["| a | b |\n|---|---|\n| 1 | 2 |", "Year\tDead\tHurt\n2019\t3\t12\n2020\t4\t9"])
def test_tables(rows: str) -> None:
    source = read_text(f"{LEAD}\n\n{rows}\n\n{MORE}")
    assert running(source) == [LEAD, MORE]
    assert len(regions(source, RegionKind.TABLE)) == 3


def test_list_markers_are_no_part_of_the_paragraph() -> None:
    source = read_text(
        f"{LEAD}\n\n  • First: two people were hurt.\n  • Second: one died.\n- Third came later.\n1. Last one."
    )
    assert running(source)[1:] == [
        "First: two people were hurt.",
        "Second: one died.",
        "Third came later.",
        "Last one.",
    ]


def test_code_and_comments_in_markdown() -> None:
    source = read_text(f"# Bridge\n\n{LEAD} <!-- check -->\n\n```\nx = 1. It was.\n```\n\n{MORE}")
    assert running(source) == [LEAD, MORE]
    assert source.title == "Bridge"


def test_hard_wrapped_text_keeps_its_paragraphs() -> None:
    text = (
        "City closes bridge\n\nThe bridge over the river was closed on Monday after an inspection\nfound cracks, "
        "the city said. It will stay closed for three weeks, and\ndrivers were told to use the tunnel. Mayor Jane\n"
        "\nThe tunnel is free of charge until the bridge is open again, a\nspokesman said.\n"
    )
    assert len(running(read_text(text))) == 2


PROSE = (
    "The Karlin bridge collapsed on Monday morning.",
    "Nine people were hurt when the Karlin bridge fell into the river.",
    "It was opened in 1974 by President Anna Holm.",
    'The mayor spoke of "a rusty old bridge" on Monday evening in the town hall of Karlin. Prime Minister Jonas Lind '
    "said the state would pay for a new one, and that work would begin in March.",
    "Interior Minister Pavel Novak was not invited to the talks, which take place in the North Karlin Town Hall on "
    "Friday. Novak and leaders of the Karlin Boatmen's Union said that no bridge could be built without them.",
)


def evened(words: str, width: int) -> str:
    """The words in lines of even length, as fmt breaks them, which wraps earlier than it must."""
    lines = len(textwrap.wrap(words, width))
    return textwrap.fill(words, max(len(words) // lines + 6, 20))


@pytest.mark.parametrize("wrap", [textwrap.fill, evened])
@pytest.mark.parametrize("width", range(20, 95, 3))
def test_a_paragraph_stays_one_however_narrow_it_is_wrapped(width: int, wrap: Callable[[str, int], str]) -> None:
    text = "# Karlin\n\n" + "\n\n".join(wrap(words, width) for words in PROSE)
    assert [" ".join(words.split()) for words in running(read_text(text))] == list(PROSE)


@pytest.mark.parametrize(
    "lines",
    [
        "Ferry sinks off Karlin\nThe ferry sank at nine\nin the evening, it is said.",
        "By Anna Holm\nThe ferry sank off the\ncoast of Karlin at nine.",
        "- warm clothes\n- a torch for the night\n- a bag to sleep in.",
        "1. The ferry sank.\n2. The captain swam.",
        "Won 3\nLost 4\nDrawn 2.",
        "bread\nmilk\neggs\nflour.",
        "Karlin Boatmen's Union\nHarbour Street 5\nKarlin North",
        "| a ferry | sank |\n| a boat | swam. |",
        "# Ferry sinks off\nthe ferry sank at nine.",
    ],
)
def test_short_lines_that_are_no_paragraph_stay_lines(lines: str) -> None:
    first = lines.split("\n", maxsplit=1)[0]
    assert all(block.text == first or first not in block.text for block in find_blocks(lines))
    assert len(find_blocks(lines)) > 1


@given(st.text(alphabet='ab AB.\n,-#>"', max_size=120))
def test_blocks_are_the_text_at_their_place_and_leave_out_nothing(text: str) -> None:
    blocks = find_blocks(text)
    assert all(text[block.start : block.end] == block.text for block in blocks)
    assert sum(len(re.findall(r"\w", block.text)) for block in blocks) == len(re.findall(r"\w", text))


def test_one_paragraph_a_line_without_blank_lines() -> None:
    source = read_text(f"City closes bridge\n{LEAD}\nThe city's view\n{MORE}\nWritten By Jane Roe")
    assert running(source) == [LEAD, MORE]
    assert source.author == "Jane Roe"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Posted: Nov 27, 2005 8:20 AM ET Last Updated: Nov 28, 2005 8:10 PM ET", datetime(2005, 11, 27)),
        ("Updated: November 11, 2011 20:09 IST", datetime(2011, 11, 11)),
        ("16 September 2013 Last updated at 12:42 GMT", datetime(2013, 9, 16)),
        ("2025-08-14", datetime(2025, 8, 14)),
        ("Posted 11/27/2005 7:21 AM", datetime(2005, 11, 27)),
        ("Updated 4/9/2007 6:04 PM", None),
        ("Posted 31 February 2007", None),
    ],
)
def test_date_lines(line: str, expected: datetime | None) -> None:
    source = read_text(f"City closes bridge\n\n{line}\n\n{LEAD}")
    assert source.published_at == expected
    assert running(source) == [LEAD]


def test_date_in_a_sentence_is_no_date_of_publication() -> None:
    assert read_text(f"{LEAD}\n\nThe bridge was opened on August 12, 1985.").published_at is None


@pytest.mark.parametrize(
    ("byline", "publisher"),
    [
        ("By Jane Roe, MediaBites", "MediaBites"),
        ("By Jane Roe, The Springfield Herald", "The Springfield Herald"),
        ("By Jane Roe, BBC", "BBC"),
        ("By Jane Roe, Springfield", None),
        ("By Jane Roe, Political Editor", None),
        ("By Jane Roe", None),
    ],
)
def test_publisher_from_a_byline(byline: str, publisher: str | None) -> None:
    assert read_text(f"{LEAD}\n{byline}\n{MORE}").publisher == publisher


@pytest.mark.parametrize("role", [SourceRole.QUERY, SourceRole.DRAFT])
@pytest.mark.parametrize("text", ["The summit takes place in Geneva", "Ukraine", "Is it true?", "- two dead", "by car"])
def test_typed_text_is_running_text_even_without_a_full_stop(text: str, role: SourceRole) -> None:
    assert running(source_from_text(text, "claim", role)) == [text.removeprefix("- ")]


# --- web pages -------------------------------------------------------------------------------------------------------

PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Bridge closed | Daily Example</title>
<meta property="og:site_name" content="The Daily Example"><meta name="author" content="Jane Roe">
<meta property="og:title" content="Bridge closed">
<meta property="article:published_time" content="2025-08-14T10:00:00+00:00">
<script>document.write("The bridge is open, the script says in a long sentence of its own.")</script></head>
<body onload="alert('loaded')"><nav><a href="/">Home</a></nav><article><h1>Bridge closed</h1>
<p onclick="alert('clicked')">{LEAD} &lt;b&gt;Bold&lt;/b&gt; words were used &amp; heard.</p><script>alert('x')</script>
<h2>What comes next</h2><p>{MORE} <img src=x onerror="alert('image')"></p><p>{LEAD}</p>
</article><footer>Copyright</footer></body></html>"""


def test_web_page_gives_text_and_metadata_and_nothing_active(tmp_path: Path) -> None:
    (source,), skipped = read(written(tmp_path, "page.html", PAGE))
    assert skipped == []
    assert (source.title, source.publisher, source.author) == ("Bridge closed", "The Daily Example", "Jane Roe")
    assert source.published_at == datetime(2025, 8, 14)
    assert running(source) == [f"{LEAD} <b>Bold</b> words were used & heard.", MORE, LEAD]
    assert regions(source, RegionKind.HEADING) == ["What comes next"]
    assert not any(word in source.text for word in ("alert", "onclick", "script", "onerror"))


@pytest.mark.parametrize("html", ["<html></html>", "<p>", "<script>x</script>", "<" * 10_000, "<div>" * 5_000])
def test_page_without_an_article_is_left_out_with_a_reason(tmp_path: Path, html: str) -> None:
    sources, skipped = read(written(tmp_path, "page.html", html))
    assert sources == []
    assert "save its text as .txt" in only_reason(skipped)


def test_page_in_the_encoding_that_it_names(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("cracks", "“cracks”")
    (source,), _ = read(written(tmp_path, "page.htm", page.encode("cp1252")))
    assert "found “cracks”" in source.text


# --- the seeds -------------------------------------------------------------------------------------------------------


def seed(number: str) -> Source:
    (source,), _ = read(next(SEEDS.glob(f"{number}_*.txt")))
    return source


def test_seed_000() -> None:
    source = seed("000")
    assert source.title == "Putin–Trump Summit Looms as Russia and Ukraine Refuse to Back Down"
    assert len(regions(source, RegionKind.HEADING)) == 9
    assert len(regions(source, RegionKind.TEASER)) == 12
    assert "".join(regions(source, RegionKind.TABLE)).count("Russia") >= 2
    assert len(running(source)) == 21
    assert running(source)[14].startswith("Symbolic engagement:")


def test_seed_001() -> None:
    source = seed("001")
    assert source.title == "Putin-Trump Summit in Alaska: Diverging Goals on Ukraine Conflict"
    assert regions(source, RegionKind.HEADING) == [
        "Russia’s Position",
        "Ukraine’s Demands",
        "US Goals",
        "Europe’s Concerns",
    ]
    assert source.author == "Rodney Mbua"
    assert len(running(source)) == 7


def test_seed_002() -> None:
    source = seed("002")
    assert source.title is None
    assert (source.author, source.publisher) == ("Imran Malik", "MediaBites")
    assert regions(source, RegionKind.DATELINE) == ["WASHINGTON — "]
    assert len(regions(source, RegionKind.NAVIGATION)) == 1
    assert len(regions(source, RegionKind.COMMENT)) == 2
    assert len(running(source)) == 8


def test_seed_003() -> None:
    source = seed("003")
    assert source.title == "Latest: Crunch time in Alaska - Trump set to meet Putin in push for Ukraine peace"
    assert source.published_at == datetime(2025, 8, 14, 22, 2, 54)
    assert [region.kind for region in source.regions] == [RegionKind.FRONT_MATTER]
    assert len(running(source)) == 38


def test_seed_004() -> None:
    source = seed("004")
    assert len(regions(source, RegionKind.CAPTION)) == 2
    assert len(regions(source, RegionKind.CREDIT)) == 2
    assert regions(source, RegionKind.HEADING) == [
        "What Russia needs",
        "What Ukraine needs",
        "Ukraine and Russia’s troubled historical past",
    ]
    assert len(running(source)) == 42


# --- properties ------------------------------------------------------------------------------------------------------

LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [LEAD, MORE, "By Jane Roe, BBC", "READ MORE: x", "WASHINGTON — It rained.", "a | b", "", "---"]
        ),
        st.text(max_size=60),
    ),
    max_size=8,
)


@settings(deadline=None)  # models and parsers are loaded when they are first used
@given(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\r"]))
def test_regions_and_paragraphs_are_in_order_and_leave_only_whitespace_and_list_markers(
    lines: list[str], end: str
) -> None:
    source = read_text(end.join(lines))
    spans = sorted(
        [*(region.span for region in source.regions), *source.paragraphs], key=lambda span: (span.start, span.end)
    )
    position = 0
    for span in spans:
        assert position <= span.start < span.end <= len(source.text)
        assert len(source.text[position : span.start].split()) <= 1  # at most a list marker
        position = span.end
    assert len(source.text[position:].split()) <= 1
    assert list(source.paragraphs) == sorted(source.paragraphs, key=lambda span: span.start)


@settings(deadline=None)  # models and parsers are loaded when they are first used
@given(st.binary(max_size=300))
def test_no_bytes_break_reading(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for name in ("a.txt", "a.html"):
        sources, skipped = read(written(folder, name, content))
        assert sources or skipped
