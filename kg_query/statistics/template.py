"""The register to fill in, as an Excel workbook: headings, drop-down lists, and what each field means."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from ..reports.sheets import FACE, HEAD, new_workbook, printed, put
from .fields import FIELDS, RESERVED
from .words import word

if TYPE_CHECKING:
    from ..casefiles import Schema
    from .definitions import Definitions

__all__ = ["register_template"]

_ROWS = 2000  # rows with drop-down lists and formats
_YES = {"zh": ("是", "否"), "en": ("yes", "no")}
_MATTERS = {"zh": ("新办", "变更", "延续", "咨询"), "en": ("new", "change", "renewal", "enquiry")}
_WIDTHS = {"id": 12, "act": 16, "organ": 22, "kinds": 22, "number": 22, "cause": 22, "note": 30}


def register_template(definitions: Definitions, schema: Schema, lang: str = "zh") -> bytes:
    """The bytes of the workbook; `kgq statistics` reads it once it is filled in.

    Args:
        definitions: the acts and kinds that a register can name.
        schema: what kinds are called.
        lang: "zh" or "en": the language of the headings and lists.
    """
    made = BytesIO()
    book = new_workbook(made, word("sheet_register", lang), None, lang)
    plain = {"font_name": FACE, "font_size": 10.5, "border": 1, "border_color": "#BFBFBF"}
    head = book.add_format(
        plain | {"font_name": HEAD, "bold": True, "bg_color": "#EBEBEB", "valign": "vcenter"}
    )
    text = book.add_format(plain | {"text_wrap": True, "valign": "top"})
    formats = {
        "date": book.add_format({"font_name": FACE, "num_format": "yyyy-mm-dd"}),
        "amount": book.add_format({"font_name": FACE, "num_format": "#,##0.00"}),
        "text": book.add_format({"font_name": FACE, "num_format": "@"}),
    }

    acts = [a.label.in_(lang) for a in definitions.acts.values()] + [t.in_(lang) for t in RESERVED.values()]
    labels = {c.code: c.label.in_(lang) for codes in schema.codes.values() for c in codes.values()}
    kinds = {
        act: list(dict.fromkeys(k for t in definitions.tables for c in t.columns if act in c.acts for k in c.kinds))
        for act, type_ in definitions.acts.items()
        if type_.needs_kind
    }  # fmt: skip

    sheet = book.add_worksheet(word("sheet_register", lang))
    printed(sheet, lang, landscape=True)
    sheet.freeze_panes(1, 2)
    lists = word("sheet_lists", lang)
    choices = {
        "act": f"='{lists}'!$A$2:$A${len(acts) + 1}",
        "bool": list(_YES[lang]),
        "matter_type": list(_MATTERS[lang]),
    }
    for place, field in enumerate(FIELDS.values()):
        put(sheet, 0, place, field.label.zh if lang == "zh" else field.key, head)
        sheet.set_column(place, place, _WIDTHS.get(field.key, 13), formats.get(field.type))
        if field.type in choices:
            sheet.data_validation(1, place, _ROWS, place, {"validate": "list", "source": choices[field.type]})
        elif field.type == "amount":
            sheet.data_validation(
                1, place, _ROWS, place, {"validate": "decimal", "criteria": ">=", "value": 0}
            )
        elif field.type in ("whole", "count"):
            least = 1 if field.type == "count" else 0
            sheet.data_validation(
                1, place, _ROWS, place, {"validate": "integer", "criteria": ">=", "value": least}
            )
    sheet.autofilter(0, 0, _ROWS, len(FIELDS) - 1)

    guide = book.add_worksheet(word("sheet_help", lang))
    printed(guide, lang)
    guide.set_column(0, 1, 18)
    guide.set_column(2, 2, 60)
    for row, key in enumerate(("template_note", "template_stated")):
        guide.merge_range(row, 0, row, 2, "", text)
        put(guide, row, 0, word(key, lang), text)
        guide.set_row(row, 46)
    for place, key in enumerate(("field", "key", "meaning")):
        put(guide, 3, place, word(key, lang), head)
    for row, field in enumerate(FIELDS.values(), 4):
        for place, value in enumerate((field.label.in_(lang), field.key, field.meaning.in_(lang))):
            put(guide, row, place, value, text)

    words = book.add_worksheet(lists)
    words.set_column(0, 0 + len(kinds), 26)
    put(words, 0, 0, word("template_acts", lang), head)
    for row, act in enumerate(acts, 1):
        put(words, row, 0, act, text)
    for place, (act, members) in enumerate(kinds.items(), 1):
        put(
            words,
            0,
            place,
            f"{word('template_kinds', lang)}（{definitions.acts[act].label.in_(lang)}）",
            head,
        )
        for row, kind in enumerate(members, 1):
            put(words, row, place, labels.get(kind, kind), text)
    sheet.activate()
    book.close()
    return made.getvalue()
