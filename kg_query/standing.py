"""Where each ground of a matter stands, and which findings put it there.

The engine only says *that* a ground is established; a proof must say *why*: found so, following
from a narrower ground that was found, refuted with a broader one, open, or disputed between two
findings. `Basis` reads a matter once and answers both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .conditions import Standing
from .model import Finding, Matter

if TYPE_CHECKING:
    from .corpus import Corpus

__all__ = ["Basis", "Reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding that a ground's standing rests on; `entailed` where it is on another."""

    finding: Finding
    entailed: bool


class Basis:
    """The findings of one matter, sorted: what is shown, what is open, what is disputed.

    Attributes:
        findings: the matter's findings, the role in the matter added as one of them.
        disputed: grounds found both established and refuted, entailment included.
        standing: the four sets the condition trees are read over.
        open: grounds found unknown, or disputed, that nothing else decides.

    KeyError for a ground the vocabulary does not know: `kg_query.assess.reasons.facts_of` checks first.
    """

    def __init__(self, corpus: Corpus, matter: Matter) -> None:
        self.corpus = corpus
        self.matter = matter
        self.findings = findings_of(corpus, matter)
        found: dict[str, set[str]] = {"established": set(), "refuted": set(), "unknown": set()}
        for finding in self.findings:
            found[finding.status].add(finding.ground)
        self.established, self.refuted = found["established"], found["refuted"]
        shown, excluded = corpus.up(self.established), corpus.down(self.refuted)
        self.disputed = shown & excluded
        if self.disputed:
            self.established = self.established - self.disputed
            self.refuted = self.refuted - self.disputed
            shown, excluded = corpus.up(self.established), corpus.down(self.refuted)
        self.open = (found["unknown"] | self.disputed) - shown - excluded
        if self.open:
            above, below = corpus.up(self.open) - excluded, corpus.down(self.open) - shown
            self.standing = Standing(shown, excluded, shown | above, excluded | below)
        else:
            self.standing = Standing(shown, excluded, shown, excluded)

    def state(self, ground: str, wanted: bool = True) -> str:
        """How a ground stands: established, refuted, disputed, unknown or not_raised.

        `wanted` says which side is asked: an open narrower ground leaves the broader one open
        when it is to be shown, but not when it is to be refuted.
        """
        standing = self.standing
        if ground in standing.established:
            return "established"
        if ground in standing.refuted:
            return "refuted"
        if ground in self.disputed:
            return "disputed"
        possible = standing.possibly_established if wanted else standing.possibly_refuted
        return "unknown" if ground in possible else "not_raised"

    def reasons(self, ground: str, wanted: bool = True) -> tuple[Reason, ...]:
        """The findings that put a ground where it stands, those on the ground itself first."""
        state, corpus = self.state(ground, wanted), self.corpus
        above, below = {*corpus.broader[ground], ground}, {*corpus.narrower[ground], ground}
        if state == "established":
            found = self._on(below & self.established, ("established",))
        elif state == "refuted":
            found = self._on(above & self.refuted, ("refuted",))
        elif state == "disputed":
            found = self._on(below, ("established",)) + self._on(above, ("refuted",))
        elif state == "unknown":
            sources = (below if wanted else above) & self.open
            found = self._on(sources, ("unknown",))
            for disputed in sorted(sources & self.disputed):
                found += self._on({disputed, *corpus.narrower[disputed]}, ("established",))
                found += self._on({disputed, *corpus.broader[disputed]}, ("refuted",))
        else:
            found = []
        own = [f for f in found if f.ground == ground]
        other = [f for f in found if f.ground != ground]
        return tuple(Reason(f, f.ground != ground) for f in dict.fromkeys(own + other))

    def _on(self, grounds: Iterable[str], statuses: tuple[str, ...]) -> list[Finding]:
        wanted = set(grounds)
        return [f for f in self.findings if f.ground in wanted and f.status in statuses]


def findings_of(corpus: Corpus, matter: Matter) -> tuple[Finding, ...]:
    """The findings of a matter, with its role as a finding where the vocabulary has one for it."""
    role = f"role_{matter.role.removeprefix('role_')}" if matter.role else None
    if role in corpus.grounds and role not in {f.ground for f in matter.findings}:
        return (*matter.findings, Finding(role, "established"))
    return matter.findings
