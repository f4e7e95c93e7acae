"""Matters as plain JSON values: what `read_matters` reads back as the same."""

from __future__ import annotations

from typing import Any

from ..model import Matter

__all__ = ["matter_json"]

_DETAILS = ("evidence", "source", "date", "note")


def matter_json(matter: Matter) -> dict[str, Any]:
    """A matter as the JSON object that files hold; what it does not say is left out.

    >>> from ..model import Finding
    >>> matter_json(Matter("m1", (Finding("force_majeure", "established", source="p. 3"),), "handler"))
    {'id': 'm1', 'role': 'handler', 'findings': [{'ground': 'force_majeure', 'status': 'established', 'source': 'p. 3'}]}
    """
    head = {name: getattr(matter, name) for name in ("role", "date", "organisation")}
    findings = [
        {"ground": one.ground, "status": one.status}
        | {name: value for name in _DETAILS if (value := getattr(one, name)) is not None}
        for one in matter.findings
    ]
    return {"id": matter.id, **{k: v for k, v in head.items() if v is not None}, "findings": findings}
