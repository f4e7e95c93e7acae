"""Small hand-made laws for the tests of the engines, and random ones."""

from __future__ import annotations

from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Tree
from kg_query.corpus import Corpus
from kg_query.model import (
    Concept,
    Finding,
    Ground,
    Matter,
    Norm,
    Outcome,
    Override,
    Reading,
    Regulation,
    Text,
)

#: The outcomes of the model, section 6, in their order.
OUTCOMES = (
    ("duty_fulfilled", "full_relief"),
    ("not_fault", "full_relief"),
    ("exempt", "full_relief"),
    ("no_leniency", "bar"),
    ("no_tolerance", "bar"),
    ("leniency_mandatory", None),
    ("exemption_permitted", None),
    ("liability_aggravated", "liability"),
    ("liability", "liability"),
    ("fault_constituted", "liability"),
    ("mitigation_permitted", None),
)


def text(words: str) -> Text:
    return Text(words, words)


def norm(
    name: str,
    condition: Tree | str | None,
    outcome: str | None = None,
    *,
    regulation: str = "small",
    exception: Tree | None = None,
    presupposes: Tree | None = None,
    follows: tuple[str, ...] = (),
    modality: str = "must",
    bearers: tuple[str, ...] = (),
    readings: tuple[str, ...] = (),
) -> Norm:
    """A norm of the small law; a condition given as a word is that ground."""
    return Norm(
        id=f"{regulation}/norm/{name}",
        provision=f"{regulation}/{name}",
        regulation=regulation,
        kind="exemption",
        modality=modality,
        bearers=bearers,
        outcome=outcome,
        presupposes=presupposes,
        condition=Has(condition) if isinstance(condition, str) else condition,
        exception=exception,
        follows=follows,
        readings=readings,
    )


def override(
    prevailing: str, defeated: str, regulation: str = "small", readings: tuple[str, ...] = ()
) -> Override:
    return Override(
        f"{regulation}/norm/override_{prevailing}",
        f"{regulation}/norm/{prevailing}",
        f"{regulation}/norm/{defeated}",
        "reading" if readings else "express",
        readings,
        text("why"),
    )


def law(
    *norms: Norm,
    grounds: str = "a b c d e f g h",
    entails: dict[str, str] | None = None,
    overrides: tuple[Override, ...] = (),
    readings: tuple[str, ...] = (),
    in_force_from: str | None = None,
    scope: tuple[str, ...] = (),
) -> Corpus:
    """A corpus of the given norms over one-letter grounds, with the outcomes of the model."""
    entails = entails or {}
    slugs = list(dict.fromkeys(n.regulation for n in norms)) or ["small"]
    return Corpus(
        regulations={
            slug: Regulation(
                slug, text(slug), text(slug), None, None, None, in_force_from, False, i, i, scope
            )
            for i, slug in enumerate(slugs, 1)
        },
        provisions={},
        norms={n.id: n for n in norms},
        overrides=overrides,
        readings={r: Reading(r, "small", text(r), text(r), text(r), text(r)) for r in readings},
        deadlines={},
        grounds={
            g: Ground(g, "group", text(g), text(g), tuple(entails.get(g, "").split()))
            for g in grounds.split()
        },
        outcomes={
            code: Outcome(code, text(code), text(code), rank, group)
            for rank, (code, group) in enumerate(OUTCOMES, 1)
        },
        concepts={"role": {"handler": Concept("handler", text("handler"), text("handler"))}},
    )


def matter(established: str = "", refuted: str = "", unknown: str = "", **more: str) -> Matter:
    """A matter from three lists of words."""
    findings = [
        Finding(ground, status)
        for status, words in (
            ("established", established),
            ("refuted", refuted),
            ("unknown", unknown),
        )
        for ground in words.split()
    ]
    return Matter("m", tuple(findings), **more)


__all__ = [
    "OUTCOMES",
    "AllOf",
    "AnyOf",
    "Has",
    "Lacks",
    "law",
    "matter",
    "norm",
    "override",
    "text",
]
