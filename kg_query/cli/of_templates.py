"""The command that makes what is filled in: `kgq template`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg_query.casefiles import TEMPLATES
from kg_query.errors import UsageError, did_you_mean, known_words
from kg_query.model import Text

from . import options
from .door import Door

if TYPE_CHECKING:
    from kg_query.casefiles import CaseFile

__all__ = ["register"]


def register(app: typer.Typer, door: Door) -> None:
    """Adds the command to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "template",
        say(
            "案卷的空白填报表：带下拉列表的 XLSX 工作簿，或者列出全部键的 JSON。\n\n"
            "给出一个已有的案卷文件，就按它填好（多份案卷只能写成 JSON 列表）。不写 -o 时，把 JSON 写到标准输出。",
            "A blank case file to fill in: an XLSX workbook with drop-down lists, or JSON with every key.\n\n"
            "Given an existing case file, it is filled from that (several case files only as a list in JSON). Without -o the JSON goes to standard output.",
        ),
        "kgq template penalty -o case.xlsx",
        "kgq template compulsion -o case.json",
        "kgq template data/examples/casefiles/penalty-full.json -o case.xlsx",
    )
    def template(
        what: Annotated[
            str,
            typer.Argument(
                metavar="KIND|FILE",
                help=say(
                    f"案卷种类：{'、'.join(TEMPLATES)}；或者已有的案卷文件",
                    f"a kind of case file ({', '.join(TEMPLATES)}), or an existing case file",
                ),
            ),
        ],
        output: Annotated[
            str | None,
            options.output(door, "写到哪个文件：.xlsx 或者 .json", "the file to write: .xlsx or .json"),
        ] = None,
        mask: Annotated[bool, options.mask(door)] = False,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        ending = Path(output).suffix.lower() if output not in (None, "-") else ".json"
        if ending not in (".xlsx", ".json"):
            raise UsageError(
                Text(f"不知道怎样写“{ending}”文件", f"there is no template that ends in “{ending}”"),
                hint=Text("请用 .xlsx 或者 .json", "Use .xlsx or .json"),
            )
        corpus = door.graph().corpus
        cases: list[CaseFile] = []
        if what in TEMPLATES:
            kinds = TEMPLATES[what]
        else:
            if what != "-" and not Path(what).exists() and not Path(what).suffix:
                raise UsageError(
                    Text(f"没有“{what}”这种案卷", f"there is no kind of case file “{what}”"),
                    hint=did_you_mean(what, TEMPLATES) or known_words(TEMPLATES),
                )
            cases = _read(door, what, several=ending == ".json")
            if mask:
                cases = door.masked(cases, door.graph())
            kinds = cases[0].kinds
        if ending == ".xlsx":
            from kg_query.casefiles.workbook import workbook

            data = workbook(corpus.case_schema, kinds, cases[0] if cases else None)
        else:
            import json

            from kg_query.casefiles import skeleton

            told = [case.to_json() for case in cases] or [skeleton(corpus.case_schema, kinds)]
            value: object = told[0] if len(told) == 1 else told
            data = (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
        if output in (None, "-"):
            door.out_bytes(data)
        else:
            from kg_query.outputs import write_file

            write_file(output, data, new=True)
            door.note(say(f"已写出 {output}", f"written: {output}"))
        return 0


def _read(door: Door, path: str, several: bool) -> "list[CaseFile]":
    """The case files in a file: one, or where there may be `several` one and more."""
    cases = door.case_files([path], door.graph(), None)
    if len(cases) != 1 and not (several and cases):
        raise UsageError(
            Text(f"这里需要一个案卷，文件里有 {len(cases)} 个", f"one case file is needed, not {len(cases)}"),
            path,
        )
    return list(cases)
