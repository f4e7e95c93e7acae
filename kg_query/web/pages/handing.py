"""Findings handed to the page of assessment: as the part of an address that no server is sent."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping

__all__ = ["packed"]


def packed(findings: Iterable[Mapping[str, str]], regulations: Iterable[str] = ()) -> str:
    """Findings as what stands behind `#f=` in an address of the page of assessment, where its script reads it.

    Args:
        findings: each with its `ground` and `status`.
        regulations: those to assess under; all where it is empty.

    >>> packed([{"ground": "a", "status": "refuted"}])
    'eyJmIjp7ImEiOiJyZWZ1dGVkIn19'
    """
    made: dict[str, object] = {"f": {one["ground"]: one["status"] for one in findings}}
    if some := list(regulations):
        made["regulation"] = some
    told = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(told).decode().rstrip("=")
