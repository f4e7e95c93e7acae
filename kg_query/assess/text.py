"""Verdicts as plain text for people: what `kgq assess` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..model import Finding, Matter, NormResult, RegulationResult, Text, Verdict
from ..proof.conclusions import also, conclusion, in_force_text, in_scope_text
from ..proof.lacking import quoted
from ..proof.notes import named
from ..proof.trees import finding_text
from ..standing import Basis
from ..wording.citation import cite_list, cite_text, regulation_name
from ..wording.dates import day_text
from ..wording.layout import WIDTH, indented, wrap
from ..wording.messages import both, say

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["verdict"]


def verdict(
    corpus: Corpus,
    matter: Matter,
    verdict: Verdict,
    lang: str = "zh",
    all_norms: bool = False,
    width: int = WIDTH,
    file: str | None = None,
) -> str:
    """The verdict on one matter, one block a regulation, with a hint of what to ask next.

    Args:
        corpus: the compiled law.
        matter: the matter the verdict is on.
        verdict: the verdict.
        lang: "zh" or "en".
        all_norms: also the norms that do not apply, with what they lack.
        width: columns of a line.
        file: the name of the matter's file, for the hint.
    """
    return "\n".join(_Page(corpus, matter, lang, width).lines(verdict, all_norms, file)) + "\n"


class _Page:
    def __init__(self, corpus: Corpus, matter: Matter, lang: str, width: int) -> None:
        self.corpus, self.matter, self.lang, self.width = corpus, matter, lang, width

    def line(self, depth: int, key: str, **values: object) -> Iterator[str]:
        yield from indented(say(key, self.lang, **values), depth, self.width)

    def lines(self, verdict: Verdict, all_norms: bool, file: str | None) -> Iterator[str]:
        yield from self._matter(verdict)
        for result in verdict.results:
            yield ""
            yield from self._regulation(result, all_norms)
        yield ""
        yield from self._hint(verdict, file)

    # --- the matter -----------------------------------------------------------------------

    def _matter(self, verdict: Verdict) -> Iterator[str]:
        matter, corpus = self.matter, self.corpus
        text = both("verdict.matter", matter=matter.id)
        details = []
        if matter.role:
            role = named(corpus, matter.role.removeprefix("role_"), "role")
            details.append(both("verdict.role", role=role))
        if matter.date:
            details.append(both("verdict.date", date=day_text(matter.date)))
        if matter.organisation:
            known = corpus.regulations.get(matter.organisation)
            name = known.issuer if known and known.issuer else matter.organisation
            details.append(both("verdict.organisation", organisation=name))
        if details:
            joined = Text("；".join(d.zh for d in details), "; ".join(d.en for d in details))
            text = both("verdict.details", head=text, details=joined)
        yield from wrap(text.in_(self.lang), self.width)
        for status in ("established", "refuted", "unknown"):
            grounds = [quoted(corpus, g) for g in matter.grounds(status)]
            if grounds:
                yield from self.line(1, f"verdict.{status}", grounds=grounds)
        yield from self._disputed(verdict)

    def _disputed(self, verdict: Verdict) -> Iterator[str]:
        basis = Basis(self.corpus, self.matter)
        sides: dict[tuple[Finding, ...], list[str]] = {}
        for ground in verdict.disputed:
            found = tuple(reason.finding for reason in basis.reasons(ground))
            ordered = tuple(f for f in self.matter.findings if f in found)
            sides.setdefault(ordered, []).append(ground)
        for found, grounds in sides.items():
            yield from self.line(
                1,
                "verdict.disputed",
                grounds=[quoted(self.corpus, g) for g in grounds],
                pro=[finding_text(self.corpus, f) for f in found if f.status == "established"],
                contra=[finding_text(self.corpus, f) for f in found if f.status == "refuted"],
            )

    # --- one regulation -------------------------------------------------------------------

    def _regulation(self, result: RegulationResult, all_norms: bool) -> Iterator[str]:
        corpus = self.corpus
        name = regulation_name(corpus.regulations[result.regulation], self.lang)
        yield from wrap(name, self.width)
        yield from self._said(conclusion(corpus, result))
        for other in also(corpus, result):
            yield from self._said(other)
        further = [r.provision for r in result.norms if r.status == "applies" and not r.outcome]
        if further:
            yield from self.line(1, "verdict.applies", places=cite_list(corpus, further))
        for row in result.norms:
            if row.status != "not_engaged" or all_norms:
                yield from self._norm(row, result)
        yield from self._said(in_force_text(corpus, result, self.matter.date))
        yield from self._said(in_scope_text(corpus, result))
        if result.readings:
            readings = [corpus.readings[r].label for r in result.readings]
            yield from self.line(1, "verdict.readings", readings=readings)
        if result.other_readings and all_norms:
            readings = [corpus.readings[r].label for r in result.other_readings]
            yield from self.line(1, "verdict.other_readings", readings=readings)

    def _said(self, text: Text) -> Iterator[str]:
        yield from indented(text.in_(self.lang), 1, self.width)

    def _norm(self, row: NormResult, result: RegulationResult) -> Iterator[str]:
        corpus = self.corpus
        place = cite_text(corpus, row.provision)
        if row.status == "applies":
            if row.presumed:
                grounds = [quoted(corpus, g) for g in row.presumed]
                yield from self.line(1, "verdict.presumed", place=place, grounds=grounds)
        elif row.status == "defeated":
            by = cite_list(corpus, row.defeated_by)
            yield from self.line(1, "verdict.defeated", place=place, by=by)
        elif row.status == "blocked":
            yield from self.line(1, "verdict.blocked", place=place)
        elif row.status == "undetermined":
            grounds = [quoted(corpus, g) for g in row.depends_on]
            key = "verdict.undetermined" if grounds else "verdict.undetermined_plain"
            if result.outcome != "undetermined" or not grounds:
                yield from self.line(1, key, place=place, grounds=grounds)
        else:
            grounds = [quoted(corpus, g) for g in row.missing]
            key = "verdict.not_engaged" if grounds else "verdict.ruled_out"
            if row.failed_on:
                key, grounds = "verdict.failed_on", [quoted(corpus, g) for g in row.failed_on]
            yield from self.line(1, key, place=place, grounds=grounds)

    # --- what next ------------------------------------------------------------------------

    def _hint(self, verdict: Verdict, file: str | None) -> Iterator[str]:
        name = file or both("file")
        silent = ("undetermined", "no_applicable_rule")
        decided = [r for r in verdict.results if r.outcome not in silent]
        decided.sort(key=lambda r: r.outcome != "conflict")
        if decided:
            yield from self.line(0, "hint.explain", file=name, regulation=decided[0].regulation)
        if any(r.outcome in silent or r.could_change for r in verdict.results):
            yield from self.line(0, "hint.requires", file=name)
