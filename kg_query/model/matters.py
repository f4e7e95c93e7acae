"""What users bring, and what they get: findings on a matter, and the verdict on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

__all__ = [
    "Finding",
    "FindingStatus",
    "Matter",
    "NormResult",
    "NormStatus",
    "OutcomeResult",
    "RegulationResult",
    "Ternary",
    "Verdict",
]

FindingStatus = Literal["established", "refuted", "unknown"]
NormStatus = Literal["applies", "defeated", "blocked", "undetermined", "not_engaged"]
Ternary = bool | Literal["unknown"]


# --- what users bring -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on one ground: established, refuted or (expressly) unknown."""

    ground: str
    status: FindingStatus
    evidence: str | None = None
    source: str | None = None
    date: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """The conduct of one person in one role, under review."""

    id: str
    findings: tuple[Finding, ...]
    role: str | None = None
    date: str | None = None
    organisation: str | None = None

    def grounds(self, status: FindingStatus) -> tuple[str, ...]:
        """The grounds found with this status, in the order given, without repeats."""
        return tuple(dict.fromkeys(f.ground for f in self.findings if f.status == status))


# --- the answer -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NormResult:
    """What became of one norm in one matter. `defeated_by` are provisions, the rest ground ids.

    `failed_on` are the grounds that keep a norm from ever being engaged on these findings; then
    nothing is `missing`. `readings` are those that the status rests on, `other_readings` those that
    bear on the norm but on which nothing turns here; of a norm not engaged `readings` are all.
    """

    norm: str
    provision: str
    kind: str
    status: NormStatus
    outcome: str | None = None
    defeated_by: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    failed_on: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    other_readings: tuple[str, ...] = ()

    def to_json(self, all_norms: bool = False) -> dict[str, Any]:
        """The JSON object of `kgq assess`; `all_norms` adds the readings on which nothing turns."""
        result: dict[str, Any] = {
            "provision": self.provision,
            "kind": self.kind,
            "status": self.status,
            "defeated_by": list(self.defeated_by),
            "presumed": list(self.presumed),
            "depends_on": list(self.depends_on),
            "missing": list(self.missing),
            "failed_on": list(self.failed_on),
            "norm": self.norm,
            "outcome": self.outcome,
            "readings": list(self.readings),
        }
        return result | {"other_readings": list(self.other_readings)} if all_norms else result


@dataclass(frozen=True, slots=True)
class OutcomeResult:
    """One outcome of a regulation, with the provisions that give it."""

    code: str
    modality: str
    provisions: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The JSON object of `kgq assess`."""
        return {
            "code": self.code,
            "modality": self.modality,
            "provisions": list(self.provisions),
        }


@dataclass(frozen=True, slots=True)
class RegulationResult:
    """The answer of one regulation. `norms` holds all conditional norms, `not_engaged` included.

    `readings` are those that the engaged norms rest on, `other_readings` those that bear on them but
    on which nothing turns here. `could_change` lists the undetermined norms (ids) that would change
    the principal outcome if they applied; `deciders` the bearers of the discretion where the outcome
    is a 可以.
    """

    regulation: str
    in_force: Ternary
    in_scope: Ternary
    outcome: str
    outcomes: tuple[OutcomeResult, ...]
    norms: tuple[NormResult, ...]
    readings: tuple[str, ...] = ()
    could_change: tuple[str, ...] = ()
    deciders: tuple[str, ...] = ()
    other_readings: tuple[str, ...] = ()

    def to_json(self, all_norms: bool = False) -> dict[str, Any]:
        """The JSON object of `kgq assess`; `all_norms` adds norms not engaged and further readings."""
        result: dict[str, Any] = {
            "regulation": self.regulation,
            "in_force": self.in_force,
            "in_scope": self.in_scope,
            "outcome": self.outcome,
            "outcomes": [o.to_json() for o in self.outcomes],
            "norms": [n.to_json(all_norms) for n in self.norms if all_norms or n.status != "not_engaged"],
            "readings": list(self.readings),
            "could_change": list(self.could_change),
            "deciders": list(self.deciders),
        }
        return result | {"other_readings": list(self.other_readings)} if all_norms else result


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one matter under the regulations asked for, in their order.

    `disputed` are the grounds found both established and refuted (after entailment).
    """

    matter: str
    results: tuple[RegulationResult, ...]
    disputed: tuple[str, ...] = ()
    engine: str = "compiled"

    def to_json(self, all_norms: bool = False) -> dict[str, Any]:
        """The JSON object of `kgq assess --format json`."""
        return {
            "matter": self.matter,
            "results": [r.to_json(all_norms) for r in self.results],
            "disputed": list(self.disputed),
            "engine": self.engine,
        }

    def of(self, regulation: str) -> RegulationResult:
        """The answer of one regulation; KeyError where it was not asked for."""
        for result in self.results:
            if result.regulation == regulation:
                return result
        raise KeyError(regulation)
