"""What the law is made of: its text, the vocabulary of facts, and norms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .text import Text

if TYPE_CHECKING:
    from ..conditions import Tree

__all__ = [
    "Concept",
    "Deadline",
    "Emendation",
    "Ground",
    "Norm",
    "Outcome",
    "Override",
    "Provision",
    "Reading",
    "Regulation",
    "Source",
]

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
    to compare regulations, are our reading, and are None for outcomes that no norm gives. `opposes` are the
    effects contrary to it in another regulation, `contradicts` those that cannot stand beside it in one.
    """

    code: str
    label: Text
    definition: Text
    precedence: int
    group: str | None
    effect: str | None = None
    strictness: int | None = None
    opposes: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()


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

    `quantity` is None where the clause fixes no number (及时); `fixed_date` is the day of the year by which
    it is due (`--01-31`) where the clause names one. `wording` is how the clause puts the period.
    """

    id: str
    provision: str
    quantity: int | float | None
    unit: str | None
    day_kind: str | None
    trigger: Text | None
    trigger_ground: str | None
    wording: Text | None = None
    fixed_date: str | None = None
