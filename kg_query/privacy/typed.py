"""Case files and matters that were read already, with their personal data masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg_query.casefiles import CaseFile
from kg_query.model import Matter

from .masking import Masker

__all__ = ["masked_cases", "masked_matters"]


def masked_cases(masker: Masker, cases: Iterable[CaseFile]) -> list[CaseFile]:
    """Case files to be reviewed, printed or counted in place of those that were sent."""
    return [replace(case, record=masker.case_file(case.record)) for case in cases]


def masked_matters(masker: Masker, matters: Iterable[Matter]) -> list[Matter]:
    """Matters whose findings have their texts (evidence, source, note) masked."""

    def said(text: str | None, key: str) -> str | None:
        return None if text is None else str(masker.matter({"findings": [{key: text}]})["findings"][0][key])

    return [
        replace(
            matter,
            findings=tuple(
                replace(f, evidence=said(f.evidence, "evidence"), source=said(f.source, "source"), note=said(f.note, "note"))
                for f in matter.findings
            ),
        )
        for matter in matters
    ]  # fmt: skip
