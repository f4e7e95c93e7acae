"""The values the law is made of: small, frozen, with the law's own words.

No logic lives here. Ids are the short ones (`nanmu/art_9__point_4`, `force_majeure`); dates are
ISO strings (`2024-10-29`), which compare as dates do. `kg_query.terms` turns ids into IRIs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from .conditions import Tree

Lang = Literal["zh", "en"]
FindingStatus = Literal["established", "refuted", "unknown"]
NormStatus = Literal["applies", "defeated", "blocked", "undetermined", "not_engaged"]
Ternary = bool | Literal["unknown"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and English. A missing language falls back to the other one.

    >>> Text("条", "article").in_("en")
    'article'
    >>> Text("条", "").in_("en")
    '条'
    """

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The text in `lang` ("zh" or "en"), or in the other language where that one is empty."""
        return (self.en or self.zh) if lang == "en" else (self.zh or self.en)

    def to_json(self) -> dict[str, str]:
        """The two languages as a JSON object."""
        return {"zh": self.zh, "en": self.en}


# --- the text -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Where a unit stands in its source file: character offsets, end exclusive.

    `spans` are the pieces in reading order (several where the print displaced lines); `start` is
    where the first of them begins and `end` where the last of them ends, in the file's order.
    """

    file: str
    start: int
    end: int
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Emendation:
    """One correction of the printed text: what stood there, what we read, where, why, how sure."""

    before: str
    after: str
    at: tuple[int, int] | None
    reason: Text | None
    certainty: str | None  # certain | probable | conjecture


@dataclass(frozen=True, slots=True)
class Provision:
    """A unit of a regulation: chapter, article, paragraph, point, annex, scoring line …

    `text` is the unit's own corrected text, without its number and without its children (None
    where it has none of its own); `raw` is what the source prints for it.
    """

    id: str
    regulation: str
    kind: str
    number: str | None
    text: Text | None
    raw: str | None
    source: Source | None
    parent: str | None
    position: int
    notation: str | None = None
    points: int | float | None = None
    not_modelled: Text | None = None
    lost: Text | None = None
    emendations: tuple[Emendation, ...] = ()
    refers_to: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regulation:
    """One of the regulations, with the metadata that is printed; `absent` says what is not.

    `assessment_order` is None where the regulation is not assessed as a matter; `order` is its
    place among all of them. `title` is None where the document prints none; `label` always holds.
    `short` is what tables and charts call it.
    """

    slug: str
    title: Text | None
    label: Text
    issuer: Text | None
    number: str | None
    issued: str | None
    in_force_from: str | None
    trial: bool
    order: int
    assessment_order: int | None
    scope_grounds: tuple[str, ...] = ()
    source_file: str | None = None
    absent: tuple[Text, ...] = ()
    cites: tuple[str, ...] = ()
    bundled: bool = True
    short: Text | None = None


# --- the vocabulary -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ground:
    """A fact that findings are made on. `broader` is entailment; `close` carries no inference.

    `excludes` are the grounds that cannot be so together with it, by the meaning of the words; they
    serve to discard imagined cases and never touch a finding that was made.
    """

    id: str
    group: str
    label: Text
    definition: Text
    broader: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A member of a closed vocabulary: a kind, modality, role, body, status, cited law …"""

    code: str
    label: Text
    definition: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result a regulation can give; the lower the `precedence`, the earlier it ranks.

    `group` is "full_relief", "bar", "liability" or None. `effect` is what it comes to for the person
    (a code of the scheme "effect") and `strictness` how hard it is on them, 0 mildest; both serve only
    to compare regulations, are our reading, and are None for outcomes that no norm gives.
    """

    code: str
    label: Text
    definition: Text
    precedence: int
    group: str | None
    effect: str | None = None
    strictness: int | None = None


# --- the norms ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Norm:
    """What a unit means: who must, may or must not what, on which condition, save which exception.

    `outcome` is None for norms that give none of the outcome codes; `follows` then lists the
    outcomes the norm follows upon. A norm without a condition takes no part in an assessment.
    """

    id: str
    provision: str
    regulation: str
    kind: str
    modality: str
    bearers: tuple[str, ...]
    outcome: str | None
    presupposes: Tree | None
    condition: Tree | None
    exception: Tree | None
    follows: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    summary: Text | None = None
    beneficiaries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """One norm defeats another of the same regulation (both are norm ids, after expansion).

    `id` is that of the declaration in the graph: a declaration over whole articles expands into
    several of these with one id. `basis` is "express" or "reading".
    """

    id: str
    prevailing: str
    defeated: str
    basis: str
    readings: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Reading:
    """How an ambiguous text is read here, and how else it could be read.

    `provision` is the first unit it concerns, `also` the further ones. `concerns_presupposition`
    where it reads opening words that a norm presumes.
    """

    id: str
    provision: str
    label: Text
    primary: Text
    alternative: Text
    reason: Text
    alternative_for: str | None = None
    alternative_condition: Tree | None = None
    also: tuple[str, ...] = ()
    concerns_presupposition: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A period a norm sets: `quantity` of `unit` (`unitDay`), of a `day_kind`, from a trigger.

    `quantity` is None where the clause fixes no number (及时).
    """

    id: str
    provision: str
    quantity: int | float | None
    unit: str | None
    day_kind: str | None
    trigger: Text | None
    trigger_ground: str | None


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
