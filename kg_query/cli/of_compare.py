"""The command that compares regulations."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from kg_query.errors import UsageError
from kg_query.model import Text

from . import documents, options
from .door import Door

__all__ = ["register"]

#: The parts that heed an option.
_OWNERS = {
    "--ground": ("grounds",), "--family": ("grounds",), "--similarity": ("clauses",), "--limit": ("scenarios",),
    "--exhaustive": ("scenarios",), "--matter": ("case",), "--input-format": ("case",),
    "--q": ("grounds",), "--shared": ("grounds",), "--relation": ("grounds",), "--wording": ("clauses",),
    "--group": ("procedure",), "--scope": ("measures",), "--pair": ("clauses", "scenarios", "procedure"), "--kind": ("scenarios", "procedure"),
}  # fmt: skip

#: RDF besides the formats of reports, with the ending of its files.
_RDF = {"turtle": ".ttl"}


def register(app: typer.Typer, door: Door) -> None:
    """Adds the command to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "compare",
        say(
            "比较各部规定，并出具可以提交的比较报告。\n\n"
            "PART：overview 概览（默认）；measures 覆盖、重合与宽严；scenarios 使两部规定结论分歧的最小情形；"
            "grounds 逐事由对照；clauses 逐条文对照，标出文字差异与逻辑关系；procedure 程序对照；"
            "case 同一事项在各部规定下的结论及分歧原因，须给出事项文件；all 除 case 以外的全部。\n\n"
            "写入 --output 的文件以扩展名决定格式。csv 一次输出一张表，用 --table 选定；"
            "turtle（.ttl）为 RDF，可与图谱一并查询。",
            "Compares regulations, and makes reports that can be handed in.\n\n"
            "PART: overview (the default); measures: coverage, overlap, strictness; scenarios: the smallest "
            "sets of findings on which two regulations part; grounds: ground by ground; clauses: clause by "
            "clause, with differences in words and relations in law; procedure; case: one matter under all "
            "regulations and why they part, with a file; all: everything but case.\n\n"
            "The ending of the file of --output tells its format. csv prints one table, chosen by --table; turtle "
            "(.ttl) is RDF that can be queried with the graph.",
        ),
        "kgq compare",
        "kgq compare grounds --family exploration --base nanmu",
        "kgq compare clauses --regulation nanmu --regulation puxian-tolerance --format json",
        "kgq compare case data/examples/matter.json",
        "kgq compare all --output report.xlsx --lang en",
    )
    def compare(
        part: Annotated[
            str,
            typer.Argument(
                metavar="PART", help=say("比较什么；默认 overview", "what to compare; overview by default")
            ),
        ] = "overview",
        file: Annotated[
            str | None,
            typer.Argument(
                metavar="FILE",
                help=say(
                    "case 的事项文件；- 为标准输入", "the file with the matter of case; - is standard input"
                ),
            ),
        ] = None,
        regulation: Annotated[list[str] | None, options.regulations(door)] = None,
        base: Annotated[
            str | None,
            typer.Option(
                "--base",
                metavar="SLUG",
                help=say(
                    "以哪一部为基准；默认第一部", "the one that others are measured by; the first by default"
                ),
            ),
        ] = None,
        ground: Annotated[
            list[str] | None,
            typer.Option(
                "--ground",
                metavar="GROUND",
                help=say("只比较这个事由；可重复", "only this ground; repeatable"),
            ),
        ] = None,
        family: Annotated[
            list[str] | None,
            typer.Option(
                "--family",
                metavar="GROUP",
                help=say("只比较这一类事由；可重复", "only this family of grounds; repeatable"),
            ),
        ] = None,
        similarity: Annotated[
            str | None,
            typer.Option(
                "--similarity",
                metavar="0…1",
                help=say("条文文字相似到多少才列出", "how alike clauses must be in words to be listed"),
            ),
        ] = None,
        limit: Annotated[
            str | None,
            typer.Option(
                "--limit",
                metavar="N",
                help=say("每两部规定列出几个分歧情形", "how many scenarios for each two regulations"),
            ),
        ] = None,
        exhaustive: Annotated[
            bool,
            typer.Option(
                "--exhaustive",
                help=say(
                    "多于三项认定的组合也尽量穷尽（较慢）；三项以内的总是全部搜索",
                    "of sets of more than three findings, join all there are (slower); up to three are always all tried",
                ),
            ),
        ] = False,
        q: Annotated[
            str | None,
            typer.Option(
                "--q",
                metavar="WORDS",
                help=say("只列出名称含有这些词的事由", "only grounds with these words in their names"),
            ),
        ] = None,
        shared: Annotated[
            bool,
            typer.Option(
                "--shared",
                help=say(
                    "只列出至少两部规定涉及的认定",
                    "only findings that at least two of the regulations take into account",
                ),
            ),
        ] = False,
        relation: Annotated[
            str | None,
            typer.Option(
                "--relation",
                metavar="RELATION",
                help=say(
                    "只列出有两部规定之间是这种关系的认定，如 different_outcome",
                    "only findings on which some two regulations stand so, such as different_outcome",
                ),
            ),
        ] = None,
        wording: Annotated[
            str | None,
            typer.Option(
                "--wording",
                metavar="WORDING",
                help=say(
                    "只列出文字这样相近的条文：same、marks、near、akin",
                    "only clauses that are alike in words so: same, marks, near, akin",
                ),
            ),
        ] = None,
        group: Annotated[
            str | None,
            typer.Option(
                "--group",
                metavar="GROUP",
                help=say("只列出这一组程序事项", "only topics of procedure of this group"),
            ),
        ] = None,
        scope: Annotated[
            str | None,
            typer.Option(
                "--scope",
                metavar="SCOPE",
                help=say(
                    "宽严只列出这一口径的，如 same_facts",
                    "only the order of strictness over these situations, such as same_facts",
                ),
            ),
        ] = None,
        pair: Annotated[
            str | None,
            typer.Option(
                "--pair",
                metavar="SLUG~SLUG",
                help=say("只列出这两部规定之间的", "only what stands between these two regulations"),
            ),
        ] = None,
        kind: Annotated[
            str | None,
            typer.Option(
                "--kind",
                metavar="KIND",
                help=say(
                    "只列出这一类分歧情形或者程序差异，如 opposite、other_body",
                    "only scenarios, or differences of procedure, of this kind, such as opposite or other_body",
                ),
            ),
        ] = None,
        matter: Annotated[str | None, options.matter(door)] = None,
        format: Annotated[str | None, options.format_(door, *documents.FORMATS, *_RDF)] = None,
        table: Annotated[
            str | None,
            typer.Option(
                "--table",
                metavar="KEY",
                help=say("csv、json 或者 xlsx 只输出这张表", "only this table, as csv, json or xlsx"),
            ),
        ] = None,
        output: Annotated[
            str | None,
            options.output(door),
        ] = None,
        input_format: Annotated[str | None, options.input_format(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        from kg_query.compare.asked import ASKED, FEW, in_rdf, parts_of

        door.choose(part, ASKED, "PART")
        chosen = documents.chosen_format(door, format, output, _RDF)
        if (part == "case") != (file is not None):
            raise UsageError(
                Text("case 须给出事项文件", "case needs a file with a matter")
                if part == "case"
                else Text(f"{part} 不读事项文件，只有 case 读", f"{part} reads no file; only case does")
            )
        documents.only_of_tables(chosen, table)
        parts = parts_of(part)
        said = {
            "--ground": ground, "--family": family, "--similarity": similarity, "--limit": limit,
            "--exhaustive": exhaustive, "--q": q, "--shared": shared, "--relation": relation, "--wording": wording,
            "--group": group, "--scope": scope, "--pair": pair, "--kind": kind, "--matter": matter,
        }  # fmt: skip
        _heeded(part, parts, {**said, "--input-format": input_format})
        from kg_query.compare import Report, Wanted
        from kg_query.compare.narrowing import NARROWING, Narrow

        kg = door.graph()
        subject = door.one_matter(file, kg, input_format, matter) if file is not None else None
        if chosen == "turtle":
            parts, left = in_rdf(parts)
            if left:
                zh, en = "、".join(left), ", ".join(left)
                door.note(door.say(f"{zh} 没有 RDF 形式，未输出", f"left out, having no form in RDF: {en}"))
        wanted = Wanted(
            parts,
            tuple(ground or ()),
            tuple(family or ()),
            None if similarity is None else _share(similarity, "--similarity"),
            door.number(limit, "--limit") if limit is not None else FEW if part == "overview" else None,
            exhaustive,
            subject,
            Narrow.asked(kg.corpus, parts, {name: said[f"--{name}"] for name in NARROWING}),
        )
        report = Report(kg.compare(regulation or None, base), wanted)
        if chosen == "json" and table is None:
            documents.write(door, documents.json_bytes(report.to_json()), output)
        elif chosen == "turtle":
            documents.write(door, report.to_turtle().encode(), output)
        else:
            command = door.command(_words(part, file, {"--regulation": regulation, "--base": base, **said}))
            made = report.to_document(door.lang, command, whole=table is not None)
            documents.write(door, documents.rendered(door, made, chosen, output, table), output)
        return 0


def _heeded(part: str, parts: tuple[str, ...], said: Mapping[str, Any]) -> None:
    """A usage error for an option that no part asked for would heed, rather than a report that ignores it."""
    for option, value in said.items():
        owners = _OWNERS[option]
        if value and not set(owners) & set(parts):
            owner = owners[0]
            example = f"kgq compare {owner}{' FILE' * (owner == 'case')} {option}{' …' * (value is not True)}"
            raise UsageError(
                Text(
                    f"{option} 只用于 {'、'.join(owners)}，与 {part} 无关",
                    f"{option} is for {', '.join(owners)}, not for {part}",
                ),
                hint=Text(f"例如：{example}", f"For example: {example}"),
            )


def _share(value: str, option: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise UsageError(
            Text(
                f"{option} 应为 0 到 1 之间的数，不能是“{value}”",
                f"{option} is a number from 0 to 1, not “{value}”",
            )
        )
    return number


def _words(part: str, file: str | None, said: Mapping[str, Any]) -> list[str]:
    """The words of the command that gives the same report; of a file's path only its name."""
    words = ["compare", part, *([Path(file).name] if file else [])]
    for option, value in said.items():
        if value is True:
            words.append(option)
        elif value:
            for one in value if isinstance(value, list) else [value]:
                words += [option, one]
    return words
