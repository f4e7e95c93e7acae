"""Commands about the law itself: regulations, show, search."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from kg_query.model import Text

from . import documents, options
from .door import Door
from .tables import table

__all__ = ["register"]

_FORMATS = ("text", "json", "csv", "xlsx")
_KINDS = ("provision", "ground", "outcome", "regulation")


def register(app: typer.Typer, door: Door) -> None:
    """Adds the commands to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "regulations",
        say(
            "列出各部规定：标题、文号、日期，以及条文单元的建模覆盖。\n\n"
            "覆盖：有规范的单元，与说明了未建模理由的单元。",
            "The regulations: title, number, dates, and how far their text is modelled.\n\n"
            "Coverage: units with a norm, and units that say why they have none.",
        ),
        "kgq regulations",
        "kgq regulations --format json",
        "kgq --data DIR regulations",
    )
    def regulations(
        format: Annotated[str | None, options.format_(door, *_FORMATS)] = None,
        output: Annotated[str | None, options.output(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        chosen = documents.chosen_format(door, format, output, known=_FORMATS)
        from kg_query.show import REGULATION_COLUMNS, regulation_row, regulation_to_json

        kg = door.graph()
        found = [regulation_to_json(kg.corpus, r) for r in kg.regulations()]
        documents.tell(
            door,
            chosen,
            output,
            text=lambda _: _listing(found, door),
            json=lambda: found,
            rows=lambda: documents.Rows("regulations", REGULATION_COLUMNS, map(regulation_row, found)),
            said=["regulations"],
        )
        return 0

    @options.command(
        app,
        door,
        "show",
        say(
            "显示一个标识符所指：条款、事由、结论、规定、规范、解读或评分项。\n\n"
            "给出两种语言的文本、所含规范及其条件，以及何处引用它。",
            "What an id stands for: a provision, ground, outcome, regulation, norm, reading or scoring line.\n\n"
            "Gives the text in both languages, the norms with their conditions, and what cites it.",
        ),
        "kgq show nanmu/art_9__point_4",
        "kgq show force_majeure --lang en",
        "kgq show P-LA-1-3 --format json",
    )
    def show(
        ids: Annotated[
            list[str],
            typer.Argument(
                metavar="ID…",
                help=say("标识符或代号，如 nanmu/art_9", "ids or notations, such as nanmu/art_9"),
            ),
        ],
        format: Annotated[str, options.format_(door, "text", "json")] = "text",
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(format, ("text", "json"), "--format")
        from .pages import page

        kg = door.graph()
        found = [kg.show(name) for name in ids]
        if format == "json":
            door.out_json(found[0] if len(found) == 1 else found)
        else:
            door.out("\n".join(page(kg.corpus, one, door.lang) for one in found))
        return 0

    @options.command(
        app,
        door,
        "search",
        say(
            "在条文、事由与结论中全文检索，中英文均可；所有的词都须出现。\n\n"
            "加引号的短语须原样出现。没有结果时列出相近的条文，并注明为近似。",
            "Full text over provisions, grounds and outcomes, Chinese and English; all words must occur.\n\n"
            "A phrase in quotation marks must occur as it stands. Where nothing has all the words, similar "
            "texts are listed and marked as approximate.",
        ),
        "kgq search 不可抗力",
        "kgq search 'force majeure' --lang en --limit 5",
        "kgq search 容错 免责 --regulation nanmu --format json",
    )
    def search(
        words: Annotated[
            list[str],
            typer.Argument(metavar="WORDS…", help=say("要检索的词", "the words to look for")),
        ],
        regulation: Annotated[
            str | None,
            typer.Option(
                "--regulation",
                "-r",
                metavar="SLUG",
                help=say("只在这一部规定中检索", "only in this regulation"),
            ),
        ] = None,
        kind: Annotated[
            list[str] | None,
            typer.Option(
                "--kind",
                metavar="|".join(_KINDS),
                help=say("只检索这一类；可重复", "only this kind of thing; repeatable"),
            ),
        ] = None,
        limit: Annotated[
            str,
            typer.Option(
                "--limit",
                metavar="N",
                help=say("最多列出几条；默认 20，0 为全部", "at most so many; 20 by default, 0 for all"),
            ),
        ] = "20",
        format: Annotated[str | None, options.format_(door, *_FORMATS)] = None,
        output: Annotated[str | None, options.output(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        chosen = documents.chosen_format(door, format, output, known=_FORMATS)
        for one in kind or ():
            door.choose(one, _KINDS, "--kind")
        most = door.number(limit, "--limit")
        kg = door.graph()
        if regulation is not None:
            door.choose(regulation, kg.corpus.regulations, "--regulation")
        hits = kg.search(" ".join(words), regulation=regulation, kinds=kind or None, limit=most or None)
        if hits or chosen != "text":
            from kg_query.search import COLUMNS

            documents.tell(
                door,
                chosen,
                output,
                text=lambda _: "\n".join(_hit_lines(hits, door)),
                json=lambda: [hit.to_json() for hit in hits],
                rows=lambda: documents.Rows("search", COLUMNS, (hit.row(door.lang) for hit in hits)),
                said=documents.command_said(
                    "search", *words, regulation=regulation, kind=kind, limit=None if limit == "20" else limit
                ),
            )
        if not hits:
            door.note(say("没有找到", "nothing found"))
        elif hits[0].approximate:
            door.note(say("没有完全相符的；以上为近似结果", "no exact match; these are similar texts"))
        return 0


def _listing(found: list[dict[str, Any]], door: Door) -> str:
    say = door.say
    heads = (
        "id", say("规定", "regulation"), say("文号", "number"), say("发布", "issued"),
        say("单元", "units"), say("有规范", "with norm"), say("有理由", "with reason"), say("规范", "norms"),
        say("用于认定", "assessed"),
    )  # fmt: skip
    rows = [
        (
            one["id"], Text(**(one["title"] or one["label"])).in_(door.lang), one["number"] or "—",
            one["issued"] or "—", one["coverage"]["units"], one["coverage"]["with_norm"],
            one["coverage"]["with_reason"], one["coverage"]["norms"], one["assessed"],
        )
        for one in found
    ]  # fmt: skip
    return table(heads, rows, door.lang)


def _hit_lines(hits: Any, door: Door) -> Iterator[str]:
    for hit in hits:
        label = hit.label.in_(door.lang)
        yield f"{hit.id}  {label}" if label and label != hit.id else hit.id
        yield f"    {hit.snippet(door.lang, '【', '】')}"
