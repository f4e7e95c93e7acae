"""Commands about a matter: assess, explain, requires, what-if."""

from typing import Annotated, Any

import typer

from kg_query.errors import UsageError
from kg_query.matters.choosing import choose
from kg_query.model import Matter, Text

from . import documents, options
from .door import Door

__all__ = ["register"]

_ENGINES = ("compiled", "reference")
_TELLINGS = ("text", "json", "csv", "xlsx")
#: A reasoned opinion on one matter.
OPINIONS = ("html", "docx", "pdf")
_VERDICTS = ("text", "json", "csv", "xlsx", "turtle", *OPINIONS)


def register(app: typer.Typer, door: Door) -> None:
    """Adds the commands to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "assess",
        say(
            "按各部规定认定事项，给出结论与所依条款。\n\n"
            "每个文件含一个或多个事项，格式为 JSON（即 JSON-LD）、YAML、Turtle、CSV、XLSX 或 Parquet。"
            "一个事项输出一个 JSON 对象，多个则输出列表；CSV 每行一个事项 × 一部规定。"
            "html、docx、pdf 是一个事项的认定意见：事实、规范、涵摄、结论，供核对、签署。",
            "What each regulation says of a matter, with the provisions that say it.\n\n"
            "Each file holds one matter or many, as JSON (which is JSON-LD), YAML, Turtle, CSV, XLSX or "
            "Parquet. One matter gives one JSON object, many give a list; CSV has one row for each matter "
            "and regulation. html, docx and pdf are a reasoned opinion on one matter: facts, norms, their "
            "application and the conclusion, to be checked and signed.",
        ),
        "kgq assess data/examples/matter.json",
        "kgq assess data/examples/matters/batch.csv --regulation nanmu --format csv",
        "kgq assess data/examples/matter.json --output opinion.docx",
        'echo \'{"id": "m1", "established": ["force_majeure"]}\' | kgq assess - --format json',
    )
    def assess(
        files: Annotated[list[str], options.files(door)],
        regulation: Annotated[list[str] | None, options.regulations(door)] = None,
        all_norms: Annotated[
            bool,
            typer.Option(
                "--all-norms",
                help=say(
                    "也列出未触及的条款及其所缺的认定",
                    "also the norms that are not engaged, and what they lack",
                ),
            ),
        ] = False,
        engine: Annotated[
            str,
            typer.Option(
                "--engine",
                metavar="compiled|reference",
                help=say(
                    "推理引擎；两者结论相同，reference 在 RDF 中推理（慢）",
                    "the engine; both give the same answer, reference reasons in RDF (slow)",
                ),
            ),
        ] = "compiled",
        matter: Annotated[str | None, options.matter(door)] = None,
        as_read: Annotated[
            bool,
            typer.Option(
                "--matters",
                help=say(
                    "不作认定，只给出读入的事项（JSON），例如由表格或者 RDF 得来",
                    "the matters as they were read (JSON), such as from a table or RDF, without assessing them",
                ),
            ),
        ] = False,
        format: Annotated[str | None, options.format_(door, *_VERDICTS)] = None,
        output: Annotated[str | None, options.output(door)] = None,
        input_format: Annotated[str | None, options.input_format(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        chosen = documents.chosen_format(door, format, output, known=_VERDICTS)
        door.choose(engine, _ENGINES, "--engine")
        kg = door.graph()
        slugs = regulation or None
        matters = door.matters(files, kg, input_format)
        if matter is not None or chosen in OPINIONS:
            matters = [choose(matters, matter)]
        if as_read:
            return _as_read(door, matters, chosen, output)
        verdicts = kg.verdicts(matters, slugs, engine)  # type: ignore[arg-type]

        def json() -> Any:
            values = [verdict.to_json(all_norms) for verdict in verdicts]
            return values[0] if len(values) == 1 else values

        def rows() -> documents.Rows:
            from kg_query.assess.rows import COLUMNS, rows

            return documents.Rows("assess", COLUMNS, rows(verdicts))

        def turtle() -> bytes:
            from kg_query.assess.rdf import matter_graph, verdict_graph

            graph = matter_graph(matters) + verdict_graph(kg.corpus, matters, verdicts, all_norms)
            return graph.serialize(format="turtle").encode()

        def text(width: int) -> str:
            from kg_query.assess import text as render
            from kg_query.inputs import shown

            name = shown(files[0], 200) if len(files) == 1 and len(matters) == 1 else None
            pages = [
                render.verdict(kg.corpus, matter, verdict, door.lang, all_norms, file=name, width=width)
                for matter, verdict in zip(matters, verdicts, strict=True)
            ]
            return "\n\n".join(page.rstrip("\n") for page in pages)

        said = documents.command_said(
            "assess", "FILE", regulation=regulation, all_norms=all_norms, matter=matter
        )

        def opinion() -> bytes:
            return kg.opinion(matters[0], slugs).render(chosen, door.lang, door.command(said), door.added())

        more = {"turtle": turtle, **dict.fromkeys(OPINIONS, opinion)}
        documents.tell(door, chosen, output, text=text, json=json, rows=rows, said=said, more=more)
        return 0

    @options.command(
        app,
        door,
        "explain",
        say(
            "证明一部规定为何对事项得出这一结论；指定条款时，说明它为何适用或不适用。\n\n"
            "每一步引出原文、所依认定与所采解读。",
            "Why a regulation answers a matter as it does; for one provision, why it applies or why not.\n\n"
            "Every step quotes the clause and names the findings and readings it rests on.",
        ),
        "kgq explain data/examples/matter.json --regulation nanmu",
        "kgq explain data/examples/matter.json --regulation nanmu --provision art_9__point_4 --lang en",
        "kgq explain data/examples/matter.json -r nanmu --format turtle",
    )
    def explain(
        file: Annotated[str, options.file(door)],
        regulation: Annotated[
            str,
            typer.Option(
                "--regulation",
                "-r",
                metavar="SLUG",
                help=say("哪一部规定（必填）", "which regulation (required)"),
            ),
        ],
        provision: Annotated[
            str | None,
            typer.Option(
                "--provision",
                metavar="ID",
                help=say(
                    "只证明这一条款，如 art_9__point_4",
                    "only this provision, such as art_9__point_4",
                ),
            ),
        ] = None,
        matter: Annotated[str | None, options.matter(door)] = None,
        format: Annotated[str, options.format_(door, "text", "json", "turtle")] = "text",
        input_format: Annotated[str | None, options.input_format(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(format, ("text", "json", "turtle"), "--format")
        kg = door.graph()
        subject = door.one_matter(file, kg, input_format, matter)
        proof = kg.explain(subject, regulation, provision)
        if format == "json":
            door.out_json(proof.to_json())
        elif format == "turtle":
            door.out(proof.to_turtle())
        else:
            door.out(proof.to_text(door.lang, door.width()))
        return 0

    @options.command(
        app,
        door,
        "requires",
        say(
            "还有哪些未查明或未提出的认定会改变结论，按其影响排序，最小的组合在前。",
            "Which findings, unknown or not raised, would still change the outcome: ranked by what they "
            "would change, the smallest sets first.",
        ),
        "kgq requires data/examples/matter.json",
        "kgq requires data/examples/matter.json --regulation nanmu --format json",
    )
    def requires(
        file: Annotated[str, options.file(door)],
        regulation: Annotated[list[str] | None, options.regulations(door)] = None,
        matter: Annotated[str | None, options.matter(door)] = None,
        format: Annotated[str | None, options.format_(door, *_TELLINGS)] = None,
        output: Annotated[str | None, options.output(door)] = None,
        input_format: Annotated[str | None, options.input_format(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        chosen = documents.chosen_format(door, format, output, known=_TELLINGS)
        kg = door.graph()
        subject = door.one_matter(file, kg, input_format, matter)
        answer = kg.requires(subject, regulations=regulation or None)
        said = documents.command_said("requires", "FILE", regulation=regulation, matter=matter)
        documents.tell_answer(door, answer, answer.rows, chosen, output, said)
        return 0

    @options.command(
        app,
        door,
        "what-if",
        say(
            "假如某些事由成立、不成立或未查明，结论前后如何，哪些发生了翻转。",
            "The outcome before and after some grounds are taken as established or refuted, and what flipped.",
        ),
        "kgq what-if data/examples/matter.json --establish intentional_violation",
        "kgq what-if data/examples/matter.json --refute force_majeure --format json",
    )
    def what_if(
        file: Annotated[str, options.file(door)],
        establish: Annotated[
            list[str] | None,
            typer.Option(
                "--establish",
                metavar="GROUND",
                help=say("假定此事由成立；可重复", "take this ground as established; repeatable"),
            ),
        ] = None,
        refute: Annotated[
            list[str] | None,
            typer.Option(
                "--refute",
                metavar="GROUND",
                help=say("假定此事由不成立；可重复", "take this ground as refuted; repeatable"),
            ),
        ] = None,
        unknown: Annotated[
            list[str] | None,
            typer.Option(
                "--unknown",
                metavar="GROUND",
                help=say("假定此事由未查明；可重复", "take this ground as not yet found; repeatable"),
            ),
        ] = None,
        withdraw: Annotated[
            list[str] | None,
            typer.Option(
                "--withdraw",
                metavar="GROUND",
                help=say("假定此事由未提出；可重复", "take this ground as not raised; repeatable"),
            ),
        ] = None,
        regulation: Annotated[list[str] | None, options.regulations(door)] = None,
        matter: Annotated[str | None, options.matter(door)] = None,
        format: Annotated[str | None, options.format_(door, *_TELLINGS)] = None,
        output: Annotated[str | None, options.output(door)] = None,
        input_format: Annotated[str | None, options.input_format(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        chosen = documents.chosen_format(door, format, output, known=_TELLINGS)
        kg = door.graph()
        subject = door.one_matter(file, kg, input_format, matter)
        answer = kg.what_if(
            subject,
            establish or (),
            refute or (),
            unknown=unknown or (),
            withdraw=withdraw or (),
            regulations=regulation or None,
        )
        supposed = {"establish": establish, "refute": refute, "unknown": unknown, "withdraw": withdraw}
        said = documents.command_said("what-if", "FILE", **supposed, regulation=regulation, matter=matter)
        documents.tell_answer(door, answer, answer.rows, chosen, output, said)
        return 0


def _as_read(door: Door, matters: list[Matter], chosen: str, output: str | None) -> int:
    """Prints matters as they were read."""
    from kg_query.matters.written import matter_json

    if chosen not in ("text", "json"):
        raise UsageError(
            Text("--matters 只给出 JSON 事项", "--matters gives matters as JSON only"),
            hint=Text("请用 --format json", "Use --format json"),
        )
    values = [matter_json(one) for one in matters]
    documents.write(door, documents.json_bytes(values[0] if len(values) == 1 else values), output)
    return 0
