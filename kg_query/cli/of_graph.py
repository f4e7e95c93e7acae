"""Commands over the graph as RDF: ask, query, export."""

from typing import Annotated, Any

import typer

from kg_query.errors import InputError, UsageError
from kg_query.model import Text

from . import documents, options
from .door import Door
from .tables import table

__all__ = ["register"]

_QUERY_FORMATS = (
    "text",
    "table",
    "json",
    "csv",
    "tsv",
    "xml",
    "turtle",
    "ntriples",
    "jsonld",
    "rdfxml",
)
#: Endings of files that are not the name of their format.
_ENDINGS = {".txt": "text", ".ttl": "turtle", ".nt": "ntriples"}
_EXPORT_ENDINGS = {"turtle": ".ttl", "ntriples": ".nt", "nquads": ".nq", "rdfxml": ".rdf"}
#: Rows as a report of one table.
_REPORTS = ("xlsx", "html", "docx", "pdf")


def register(app: typer.Typer, door: Door) -> None:
    """Adds the commands to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "ask",
        say(
            "回答一个具名问题；--list 列出全部问题及其参数。\n\n"
            "有的问题针对案卷：用 --load 载入案卷文件，问题就其内容和评查结果作答。有的问题针对各部规定的比较，"
            "比较当场算出，首次需要数秒。写入 --output 的文件以扩展名决定格式。",
            "The answer to a named question; --list shows all questions with their parameters.\n\n"
            "Some questions are asked of case files: --load adds files of them, with their reviews. Some are "
            "asked of a comparison of the regulations, which is worked out then and takes seconds. The ending of "
            "the file of --output tells its format.",
        ),
        "kgq ask --list",
        "kgq ask relief-for-ground --param ground=force_majeure",
        "kgq ask relief-for-ground --param ground=force_majeure --format csv --lang en",
        "kgq ask files-by-grade --load data/examples/casefiles/penalty-full.json",
        "kgq ask wider-elsewhere --param regulation=town --output wider.xlsx",
    )
    def ask(
        name: Annotated[
            str | None,
            typer.Argument(metavar="NAME", help=say("问题的名称", "the name of the question")),
        ] = None,
        param: Annotated[
            list[str] | None,
            typer.Option("--param", "-p", metavar="K=V", help=say("参数；可重复", "a parameter; repeatable")),
        ] = None,
        list_: Annotated[
            bool, typer.Option("--list", help=say("列出全部问题", "list all questions"))
        ] = False,
        load: Annotated[
            list[str] | None,
            options.load(door),
        ] = None,
        format: Annotated[str | None, options.format_(door, *documents.FORMATS)] = None,
        output: Annotated[str | None, options.output(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        chosen = documents.chosen_format(door, format, output)
        if list_:
            door.choose(chosen, ("text", "json", "csv", "xlsx"), "--format")
            return _questions(door, chosen, output)
        if name is None:
            raise UsageError(
                Text("缺少问题的名称", "the name of the question is missing"),
                hint=Text("全部问题见：kgq ask --list", "List them with: kgq ask --list"),
            )
        answer = door.graph().ask(name, _parameters(param or []), lang=door.lang, load=load or ())
        if chosen in _REPORTS:
            from kg_query.reports.documents.of_rows import answer_document

            words = answer.question.words.in_(door.lang)
            said = documents.command_said("ask", name, param=param, load=["FILE" for _ in load or ()])
            made = answer_document(name, words, answer.columns, answer.rows, door.lang, door.command(said))
            documents.write(door, documents.rendered(door, made, chosen, output), output)
        elif chosen == "json":
            documents.write(door, documents.json_bytes(answer.to_json()), output)
        elif chosen == "csv":
            documents.write(door, door.csv_bytes(answer.columns, answer.rows), output)
        else:
            door.note(answer.question.words.in_(door.lang))
            shown = table(answer.columns, answer.rows, door.lang)
            documents.write(door, f"{shown}\n".encode(), output)
        return 0

    @options.command(
        app,
        door,
        "query",
        say(
            "对全部数据作 SPARQL 查询（SELECT、ASK、CONSTRUCT、DESCRIBE）；项目的前缀无需声明。\n\n"
            "--load 把事项文件连同其认定结论、案卷文件连同其评查结果作为命名图加入。查询只读，"
            "也不访问其他服务器。",
            "A SPARQL query over the whole graph (SELECT, ASK, CONSTRUCT, DESCRIBE); the project's prefixes "
            "need no declaration.\n\n"
            "--load adds files of matters with their verdicts, or of case files with their reviews, as named "
            "graphs. Queries change nothing and call no other server.",
        ),
        "kgq query -e 'SELECT ?r ?t { ?r a law:Regulation ; dcterms:title ?t }'",
        "kgq query FILE.rq --format csv",
        "kgq query FILE.rq --load data/examples/matters/batch.csv --timeout 10",
        "kgq query -e 'SELECT ?case ?score { ?r law:reviewOf ?case ; law:score ?score }' "
        "--load data/examples/casefiles/penalty-full.json",
    )
    def query(
        file: Annotated[
            str | None,
            typer.Argument(
                metavar="FILE.rq",
                help=say("查询文件；- 为标准输入", "a file with the query; - is standard input"),
            ),
        ] = None,
        expression: Annotated[
            str | None,
            typer.Option("-e", "--expression", metavar="QUERY", help=say("直接写出查询", "the query itself")),
        ] = None,
        load: Annotated[
            list[str] | None,
            options.load(door),
        ] = None,
        timeout: Annotated[
            str,
            typer.Option(
                "--timeout",
                metavar="SECONDS",
                help=say(
                    "最多几秒；默认 60，超时退出码为 4",
                    "at most so many seconds; 60 by default, exit code 4",
                ),
            ),
        ] = "60",
        comparison: Annotated[
            list[str] | None,
            typer.Option(
                "--comparison",
                metavar="clauses|grounds|scenarios",
                help=say(
                    "加入各部规定比较结果的这一部分；可重复",
                    "add this part of a comparison of the regulations; repeatable",
                ),
            ),
        ] = None,
        format: Annotated[str | None, options.format_(door, "text", *_QUERY_FORMATS[2:], *_REPORTS)] = None,
        output: Annotated[str | None, options.output(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        format = _query_format(door, format, output)
        seconds = door.seconds(timeout, "--timeout")
        text = _query_text(file, expression)
        from kg_query.sparql import guard, run, watchdog

        guard.check(text)
        kg = door.graph()
        with watchdog(seconds, door.lang):
            store = kg.beside(load or (), comparison or ())
        result = run(store, text, seconds)  # in a process of its own: Ctrl-C and a crash end only that
        if format in _REPORTS:
            made = _result(door, result, text)
            documents.write(door, documents.rendered(door, made, format, output), output)
        elif format not in ("text", "table"):
            documents.write(door, result.serialize(format).encode(), output)
        else:
            documents.write(door, f"{_rows(result, door)}\n".encode(), output)
        return 0

    @options.command(
        app,
        door,
        "export",
        say(
            "导出图谱：条文单元、全部 RDF、OWL 本体（含由条件树生成的公理）。\n\n"
            "可导出：provisions、owl、turtle、trig、nquads、ntriples、jsonld、context。",
            "The graph in another form: the units of text, all RDF, the OWL ontology (with the axioms "
            "generated from the condition trees).\n\n"
            "There are: provisions, owl, turtle, trig, nquads, ntriples, jsonld, context.",
        ),
        "kgq export provisions --format json",
        "kgq export provisions --format csv",
        "kgq export owl --format rdfxml",
    )
    def export(
        what: Annotated[str, typer.Argument(metavar="WHAT", help=say("导出什么", "what to export"))],
        format: Annotated[
            str | None,
            typer.Option(
                "--format",
                "-f",
                metavar="json|csv|xlsx|turtle|rdfxml|…",
                help=say(
                    "输出格式；各类导出有各自的默认",
                    "format of the output; each export has its default",
                ),
            ),
        ] = None,
        output: Annotated[
            str | None,
            options.output(door),
        ] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        from kg_query.export import PROVISION_COLUMNS, WITH_WORKBOOKS, provision_rows

        known = WITH_WORKBOOKS[door.choose(what, WITH_WORKBOOKS, "WHAT")]
        if format is not None:
            door.choose(format, known, "--format")
            documents.agreed(format, output)
        elif output is not None:
            endings = {_EXPORT_ENDINGS.get(one, f".{one}"): one for one in known}
            format = endings[door.ending(output, endings, "--output")]
        kg = door.graph()
        if format == "xlsx":
            documents.chosen_format(door, format, output)  # no terminal shows a workbook
            units = documents.Rows("provisions", PROVISION_COLUMNS, provision_rows(kg.corpus))
            made = documents.workbook(door, units, ["export", what])
        else:
            made = kg.export(what, format).encode()
        documents.write(door, made, output)
        return 0


def _query_format(door: Door, format: str | None, output: str | None) -> str:
    """The format of a query: as said, else by the ending of the file, else text."""
    known = (*_QUERY_FORMATS, *_REPORTS)
    if format is not None:
        door.choose(format, known, "--format")
        documents.agreed(format, output)
    elif output is not None:
        endings = {f".{one}": one for one in known if one not in ("text", "table")} | _ENDINGS
        format = endings[door.ending(output, [*endings], "--output")]
    if format in _REPORTS:
        documents.chosen_format(door, format, output)  # no terminal shows a workbook
    return format or "text"


def _result(door: Door, result: Any, query: str) -> Any:
    """The rows of a query as a report of one table."""
    from kg_query.reports.documents.of_rows import answer_document
    from kg_query.sparql.frames import values

    if result.kind != "rows":
        raise UsageError(
            Text("只有 SELECT 查询能成为表格", "only a SELECT query gives a table"),
            hint=Text("CONSTRUCT 请用 turtle 等格式", "Use turtle and the like for CONSTRUCT"),
        )
    title = door.say("查询结果", "Result of a query")
    return answer_document("result", title, result.columns, values(result), door.lang, query.strip())


def _questions(door: Door, format: str, output: str | None) -> int:
    from kg_query.ask import QUESTION_COLUMNS, questions

    every = list(questions().values())
    rows = [q.row(door.lang) for q in every]
    heads = (door.say("名称", "name"), door.say("问题", "question"), door.say("参数", "parameters"))
    documents.tell(
        door,
        format,
        output,
        text=lambda _: table(heads, rows, door.lang),
        json=lambda: [q.to_json() for q in every],
        rows=lambda: documents.Rows("questions", QUESTION_COLUMNS, rows),
        said=["ask", "--list"],
    )
    return 0


def _parameters(words: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise UsageError(
                Text(f"参数“{word}”应写作 名称=值", f"the parameter “{word}” should be name=value"),
                hint=Text(
                    "例如：--param ground=force_majeure",
                    "For example: --param ground=force_majeure",
                ),
            )
        if key in found:
            raise UsageError(Text(f"参数“{key}”重复", f"the parameter “{key}” stands twice"))
        found[key] = value
    return found


def _query_text(file: str | None, expression: str | None) -> str:
    """The query of the command: from the file, from standard input, or as written."""
    if (file is None) == (expression is None):
        raise UsageError(
            Text(
                "请给出查询文件，或用 -e 写出查询，二者取一",
                "give a query file or -e with the query, one of the two",
            ),
            hint=Text(
                "例如：kgq query -e 'ASK { id:nanmu a law:Regulation }'",
                "For example: kgq query -e 'ASK { id:nanmu a law:Regulation }'",
            ),
        )
    if expression is not None:
        return expression
    from kg_query.inputs import decode, read_bytes

    assert file is not None
    data, where = read_bytes(file)
    text = decode(data, where)
    if not text.strip():
        raise InputError(Text("文件是空的", "the file is empty"), where)
    return text


def _rows(result: Any, door: Door) -> str:
    """The result in plain text: a table with ids in place of our IRIs, yes or no, or Turtle."""
    if result.kind == "boolean":
        return door.say("是", "yes") if result.boolean else door.say("否", "no")
    if result.kind == "graph":
        return str(result.serialize("turtle")).rstrip("\n")
    from kg_query.terms import short

    rows = []
    for row in result.rows:
        cells = []
        for name in result.columns:
            term = row.get(name) or {"type": "unbound", "value": ""}
            cells.append(short(term["value"]) if term["type"] == "uri" else term["value"])
        rows.append(cells)
    return table(result.columns, rows, door.lang)
