"""Reports of ECB+ (Cybulska and Vossen 2014) as folders of text files, one folder an event, one file a report."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from pathlib import Path

FILES = ("ecbplus_docs_train.jsonl.gz", "ecbplus_docs_dev.jsonl.gz")
IN_STORIES = frozenset({"8", "12", "18", "20", "21", "22", "23", "30"})
"""Topics that the development stories are made of: nothing is fitted on them here."""
MOST_REPORTS = 14
_QUOTES = (("`` ", '"'), ("``", '"'), (" ''", '"'), ("''", '"'))
_JOINED = (
    (r" ([.,;:!?%)\]])", r"\1"),
    (r"([(\[$£€#]) ", r"\1"),
    (r" (n't|['’](s|re|ve|ll|d|m|S)?)(?=\W|$)", r"\1"),
    (r"(\w) ([-–]) (\w)", r"\1\2\3"),
    (r"(\d) / (\d)", r"\1/\2"),
)


def write_folders(data: Path, target: Path) -> list[Path]:
    """One folder an event under `target`, from the files of `data`; the longest reports of each, in a fixed order."""
    events: dict[str, list[dict[str, object]]] = defaultdict(list)
    for name in FILES:
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            for document in map(json.loads, lines):
                if document["topic"] not in IN_STORIES:
                    events[f"{document['topic']}{'plus' if document['id'].endswith('plus') else ''}"].append(document)
    for event, documents in events.items():
        (target / event).mkdir(parents=True, exist_ok=True)
        for document in sorted(documents, key=_length)[:MOST_REPORTS]:
            text = "\n".join(detokenised(sentence) for sentence in _sentences(document))
            (target / event / f"{document['id']}.txt").write_text(text + "\n", encoding="utf-8")
    return sorted(target / event for event in events)


def _sentences(document: dict[str, object]) -> list[str]:
    return [str(sentence) for sentence in document["sentences"]]  # type: ignore[attr-defined]


def _length(document: dict[str, object]) -> tuple[int, str]:
    return -len(_sentences(document)), str(document["id"])


def detokenised(sentence: str) -> str:
    """The words of a tokenised sentence written as print has them; a quotation mark opens and closes in turn."""
    for mark, plain in _QUOTES:
        sentence = sentence.replace(mark, plain)
    for pattern, plain in _JOINED:
        sentence = re.sub(pattern, plain, sentence)
    first, *rest = re.split(r'\s*"\s*', sentence)
    text, inside = first, False
    for part in rest:
        inside = not inside
        if inside:
            text += (' "' if text else '"') + part
        else:
            text += ('"' if not part or part[0] in ".,;:!?)" else '" ') + part
    return text.strip()
