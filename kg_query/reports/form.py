"""The official review form filled in, as values: what every renderer lays out, in one language.

The labels, choices and sections are those of the annex that `templates/form.json` binds; which value
goes into which box is said there too, so that the form's own words stand in the graph alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..corpus import Corpus
from ..model import Provision
from ..wording.citation import cite, regulation_name
from ..wording.messages import listed
from .annex import Annex, annex_page
from .criteria import criterion_words
from .phrases import day, names, reviewers_of, score_words, shown
from .plain import short
from .templates.words import word
from .thresholds import threshold

if TYPE_CHECKING:
    from ..review import Deduction, Review

__all__ = ["Box", "Choice", "Form", "Section", "binding", "fill"]

TEMPLATES = Path(__file__).parent / "templates"

_BRACKETS = re.compile(r"\s*[（(]\s*[）)]\s*")
_CRITERIA_NAMED = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a box. `text` holds its mark already, in brackets or before it."""

    text: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A labelled place of the form: text, or choices. `tall` where people write or sign in it."""

    key: str
    label: str
    lines: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    tall: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: boxes, or (where `columns` holds) a table of rows with its sums."""

    title: str
    boxes: tuple[Box, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    formula: str = ""
    sums: tuple[tuple[str, str], ...] = ()

    @property
    def box_rows(self) -> tuple[tuple[Box, ...], ...]:
        """The boxes as they stand side by side: two in a row, a wide one alone."""
        rows: list[list[Box]] = []
        for box in self.boxes:
            if rows and not box.wide and len(rows[-1]) == 1 and not rows[-1][0].wide:
                rows[-1].append(box)
            else:
                rows.append([box])
        return tuple(map(tuple, rows))


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form in one language, with its annex page.

    `made_on` is the day of the review (ISO) or None; files carry it as their date.
    """

    lang: str
    title: str
    source: str
    banner: str
    sections: tuple[Section, ...]
    signatures: tuple[str, ...]
    remarks: tuple[str, ...]
    annex: Annex
    number: str
    made_on: str | None


@cache
def binding() -> Mapping[str, Any]:
    """Which value goes into which box of the form, as `templates/form.json` says."""
    data: Mapping[str, Any] = json.loads((TEMPLATES / "form.json").read_text("utf-8"))
    return data


def fill(corpus: Corpus, review: Review, lang: str) -> Form:
    """The form filled in from a review.

    Args:
        corpus: the compiled law, which holds the form's words.
        review: the review of one case file.
        lang: "zh", the official language, or "en", a reading version.
    """
    bound = binding()
    annex = corpus.provisions[bound["form"]]
    return Form(
        lang=lang,
        title=_own(annex, lang),
        source=word(
            "of_regulation",
            lang,
            regulation=regulation_name(corpus.regulations[annex.regulation], lang),
            annex=cite(corpus, annex.id, lang),
        ),
        banner=word("unofficial", lang),
        sections=tuple(_sections(corpus, review, lang)),
        signatures=tuple(_signatures(corpus, lang)),
        remarks=tuple(_remarks(corpus, review, lang)),
        annex=annex_page(corpus, review, lang),
        number=short(review.case.id, lang),
        made_on=review.reviewed_on,
    )


def _own(unit: Provision, lang: str) -> str:
    return unit.text.in_(lang) if unit.text else ""


def _sections(corpus: Corpus, review: Review, lang: str) -> Iterator[Section]:
    bound, values = binding(), _values(corpus, review, lang)
    for position, section_id in enumerate(corpus.children[bound["form"]], 1):
        section = corpus.provisions[section_id]
        number = (section.number or "") if lang == "zh" else f"{position}. "
        title = f"{number}{_own(section, lang)}"
        fields = [corpus.provisions[f] for f in corpus.children.get(section_id, ())]
        if section_id == bound["table"]:
            yield _table(corpus, review, lang, title, fields)
            continue
        boxes = tuple(_box(corpus, field, values, review, lang) for field in fields)
        yield Section(title, boxes)


def _values(corpus: Corpus, review: Review, lang: str) -> dict[str, tuple[str, ...]]:
    """What the boxes hold, by the keys of the binding."""
    record = review.case.record
    sitting = record.get("review") or {}
    organ = record.get("organ") or {}
    unit = sitting.get("unit") or review.team or organ.get("name") or ""
    people = reviewers_of(review)
    return {
        "place": (short(sitting.get("place") or "", lang),),
        "date": (day(review.reviewed_on, lang),),
        "reviewers": (word("named", lang, names=short(names(people, lang), lang)),) if people else (),
        "unit": (short(unit, lang),),
        "number": (short(review.case.id, lang),),
        "base_reasons": tuple(_base_reasons(review, lang)),
    }


def _base_reasons(review: Review, lang: str) -> Iterator[str]:
    for failure in review.base_failures:
        yield word("fact", lang, standard=failure.standard, why=short(failure.why.in_(lang), lang))
    if review.base_result == "pass":
        yield word("none", lang)


def _box(
    corpus: Corpus, field: Provision, values: Mapping[str, tuple[str, ...]], review: Review, lang: str
) -> Box:
    key = binding()["boxes"].get(field.id, "")
    options = [corpus.provisions[o] for o in corpus.children.get(field.id, ())]
    return Box(
        key,
        _own(field, lang),
        tuple(v for v in values.get(key, ()) if v),
        tuple(_choice(option, review, lang) for option in options),
        tall=key in binding()["signed_in_box"].values(),
        wide=key in ("base", "base_reasons", "grade"),
    )


def _choice(option: Provision, review: Review, lang: str) -> Choice:
    """A choice with its mark: between its own brackets where it has empty ones, else before it."""
    ticked = _is_ticked(option, review)
    filled = word("in_brackets", lang, mark=word("ticked" if ticked else "blank", lang))
    text, brackets = _BRACKETS.subn(filled, _own(option, lang))
    if not brackets:
        text = f"{word('ticked' if ticked else 'unticked', lang)} {text}"
    return Choice(text, ticked)


def _is_ticked(option: Provision, review: Review) -> bool:
    meaning = binding()["choices"].get(option.id)
    if meaning is None:  # a band: its name stands before its bracket
        name = re.split(r"[（(]", option.text.zh if option.text else "")[0]
        return review.grade is not None and name == review.grade
    return meaning in (review.standard, review.base_result)


# --- the deductions ---------------------------------------------------------------------------


def _table(corpus: Corpus, review: Review, lang: str, title: str, fields: Iterable[Provision]) -> Section:
    keys = binding()["columns"]
    columns = [field for field in fields if field.id in keys]
    rows = tuple(_rows(corpus, review, lang)) or ({"item": word("no_deduction", lang)},)
    formula = corpus.provisions[binding()["formula"]]
    total = sum((d.points for d in review.deductions), Decimal(0))
    return Section(
        title,
        columns=tuple(_own(field, lang) for field in columns),
        rows=tuple(tuple(row.get(keys[field.id], "") for field in columns) for row in rows),
        formula=word("base_zero", lang)
        if review.base_result == "fail"
        else _own(formula, lang).rstrip("。."),
        sums=((word("total", lang), shown(total)), (word("score", lang), score_words(review, lang))),
    )


def _rows(corpus: Corpus, review: Review, lang: str) -> Iterator[dict[str, str]]:
    """One row a deduction; those of a document that is not in the file are one row together."""
    together: dict[str, list[Deduction]] = {}
    for deduction in review.deductions:
        missing = deduction.document in review.missing_documents
        together.setdefault(deduction.document if missing else deduction.line, []).append(deduction)
    for notation, some in together.items():
        yield {
            "item": criterion_words(corpus, notation, lang, missing=notation in review.missing_documents),
            "reason": " ".join(dict.fromkeys(short(d.why.in_(lang), lang) for d in some)),
            "points": shown(sum((d.points for d in some), Decimal(0))),
        }


# --- what stands below the table ---------------------------------------------------------------


def _signatures(corpus: Corpus, lang: str) -> Iterator[str]:
    """Who signs below the form: those that the regulation asks to sign and that have no box in it."""
    bound = binding()
    for role in corpus.norms[bound["signed"]].bearers:
        if role not in bound["signed_in_box"]:
            label = corpus.concepts["role"][role].label.in_(lang)
            yield word("sign", lang, who=label[:1].upper() + label[1:])


def _remarks(corpus: Corpus, review: Review, lang: str) -> Iterator[str]:
    if review.base_result == "fail" and review.deductions:
        yield word("remark_base", lang)
    if review.to_judge:
        criteria = listed(review.to_judge[:_CRITERIA_NAMED], lang)
        if len(review.to_judge) > _CRITERIA_NAMED:
            criteria += ("" if lang == "zh" else " ") + word("more", lang, count=len(review.to_judge))
        yield word(
            "remark_open", lang, count=len(review.to_judge), criteria=criteria,
            low=shown(review.low), high=shown(review.high),
        )  # fmt: skip
    least, people = threshold(binding()["reviewers"]), reviewers_of(review)
    if len(people) < least.minimum:
        yield word(
            "remark_reviewers", lang, count=len(people), minimum=least.label.in_(lang),
            cite=cite(corpus, least.provision, lang), text=_own(corpus.provisions[least.provision], lang),
        )  # fmt: skip
    signed = corpus.norms[binding()["signed"]].provision
    yield word(
        "remark_signed", lang, cite=cite(corpus, signed, lang), text=_own(corpus.provisions[signed], lang)
    )
