"""Keys that findings keep when a text is moved or reflowed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable


def fingerprint(rule: str, texts: Iterable[str]) -> str:
    """A key of a finding that survives moved and reflowed text: rule and claim texts, whatever their order."""
    normal = sorted(" ".join(re.findall(r"\w+", text.casefold())) for text in texts)
    return hashlib.sha256("\n".join((rule, *normal)).encode("utf-8", "surrogatepass")).hexdigest()[:24]
