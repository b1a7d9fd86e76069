"""Lines of a terminal: 80 columns, hanging indents, colour only where it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from factcheck.render import wording
from factcheck.render.digest import Quote
from factcheck.render.worddiff import Mark, Piece

WIDTH = 80
# Spaces at the end of a line, before the codes that end its style.
_TRAILING = re.compile(r" +((?:\x1b\[[0-9;]*m)*)$")

_PIECE_STYLES = {Mark.NONE: "", Mark.WORD: "underline", Mark.VALUE: "bold underline"}


def print_lines(lines: Iterable[RenderableType], color: bool) -> str:
    """The lines as text; without `color` there is no escape sequence in it."""
    out = StringIO()
    console = Console(
        file=out, width=WIDTH, force_terminal=color, no_color=not color, color_system="standard" if color else None,
        highlight=False, markup=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    for line in lines:
        console.print(line)
    return "\n".join(_TRAILING.sub(r"\1", line) for line in out.getvalue().splitlines()) + "\n"


def line(text: str | Text, style: str = "", indent: int = 0) -> RenderableType:
    """A paragraph whose further lines keep its indent."""
    shown = Text(text, style=style, overflow="fold") if isinstance(text, str) else text
    return Padding(shown, (0, 0, 0, indent), expand=False) if indent else shown


def labelled(label: str, text: str | Text, style: str = "", indent: int = 2, width: int = 8) -> RenderableType:
    """A label in a column of its own, the text beside it."""
    row = Table.grid(padding=0)
    row.add_column(width=width + 1, no_wrap=True)
    row.add_column(overflow="fold")
    row.add_row(Text(label, style=style or "dim"), text if isinstance(text, Text) else Text(text, overflow="fold"))
    return Padding(row, (0, 0, 0, indent), expand=False)


def marked(pieces: Iterable[Piece]) -> Text:
    """The quote in quotation marks with what differs underlined."""
    text = Text("“", overflow="fold")
    for piece in pieces:
        lead = " " if piece.text[:1].isspace() else ""
        tail = " " if piece.text[-1:].isspace() and piece.text.strip() else ""
        text.append(f"{lead}{wording.plain(piece.text)}{tail}", style=_PIECE_STYLES[piece.mark])
    return text.append("”")


def unmarked(words: str) -> Text:
    """A quote in quotation marks with nothing underlined."""
    return marked((Piece(words, Mark.NONE),))


def where(quote: Quote) -> str:
    """Letter, file and line, publisher, date and speaker, as far as the source tells them."""
    entry = quote.source.entry
    publisher = [entry.publisher] if entry.publisher else []
    dated = [wording.date_words(entry.published_at)] if entry.published_at else []
    named = wording.speaker_name(quote)
    speaker = [f"speaker {named}"] if named else []
    return wording.plain(", ".join([f"{quote.source.letter} {wording.place_of(quote)}", *publisher, *dated, *speaker]))


def listed(names: Sequence[str]) -> str:
    """ "A, B and C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
