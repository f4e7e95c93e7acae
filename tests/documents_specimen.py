"""One report with everything a report can hold, in Chinese and English, and a hostile one."""

from __future__ import annotations

from kg_query.reports.documents.model import (
    Bar,
    Bars,
    Cell,
    Column,
    Details,
    Document,
    Edge,
    HeatMap,
    Items,
    Marked,
    Network,
    Node,
    Paragraph,
    Quote,
    Run,
    Section,
    Table,
    Value,
)

__all__ = ["HOSTILE", "hostile", "specimen"]

_REGULATIONS = (
    ("甲市尽职免责规定", "City A rules on diligence"),
    ("乙县容错办法", "County B tolerance measures"),
    ("丙镇工作指引", "Town C working guide"),
    ("丁区免责清单", "District D exemption list"),
)
_FAMILIES = (
    ("客观原因", "Events beyond control", (
        ("不可抗力", "force majeure"), ("突发紧急情况", "sudden emergency"), ("当事人提供虚假材料", "false material from the party"),
    )),
    ("职责履行", "Performance of duty", (
        ("已经按照规定程序检查", "inspected by the prescribed procedure"), ("已经提出不同意见", "dissent put on record"),
    )),
    ("探索创新", "Trials and innovation", (
        ("先行先试中的失误", "mistake in a pilot"), ("没有谋取私利", "no private gain"),
    )),
)  # fmt: skip
_WORDS = {
    "same": (("相同", "identical"), "good"),
    "wide": (("较宽", "wider"), "mild"),
    "narrow": (("较窄", "narrower"), "warn"),
    "other": (("结论不同", "different outcome"), "bad"),
    "silent": (("未规定", "silent"), "muted"),
}
_KINDS = tuple(_WORDS)


def specimen(lang: str) -> Document:
    """A report of invented rules that uses every block, value and tone there is."""
    at = int(lang == "en")

    def say(zh: str, en: str) -> str:
        return (zh, en)[at]

    names = tuple(pair[at] for pair in _REGULATIONS)

    def cell(ground: int, regulation: int) -> Cell:
        (words, tone) = _WORDS[_KINDS[(ground * 2 + regulation * 3) % len(_KINDS)]]
        note = (
            say(
                f"{names[regulation]}第{ground + 5}条：符合该情形，且没有主观故意的，应当认定为尽职。",
                f"{names[regulation]} art. {ground + 5}: where the ground is met without intent, the duty shall be taken as done.",
            )
            if tone != "muted"
            else ""
        )
        return Cell(words[at], tone, note)  # type: ignore[arg-type]

    grounds = [(f[at], g[at]) for f in _FAMILIES for g in f[2]]
    matrix = Table(
        "grounds",
        say("各规定对同一事由的处理", "What each regulation gives for a ground"),
        (
            Column("family", say("类别", "Family")),
            Column("ground", say("事由", "Ground"), 1.4),
            *(Column(f"r{i}", name) for i, name in enumerate(names)),
        ),
        tuple((f, g, *(cell(i, r) for r in range(4))) for i, (f, g) in enumerate(grounds)),
        say(
            "以第一部规定为基准。条款见表注。",
            "Compared with the first regulation; the clauses are in the notes.",
        ),
        "family",
    )
    clauses = Table(
        "clauses",
        say("文字相近的条款", "Clauses alike in words"),
        (
            Column("a", say("条款甲", "Clause A"), 0.9),
            Column("b", say("条款乙", "Clause B"), 0.9),
            Column("similarity", say("相似度", "Similarity"), 0.6),
            Column("differs", say("结论不同", "Differs"), 0.6),
            Column("text", say("文字差异", "Differences"), 4),
            Column("relation", say("逻辑关系", "Logical relation"), 1.2),
            Column("reason", say("理由", "Reason"), 2),
        ),
        tuple(
            (
                say(f"甲市规定第{n}条", f"City A art. {n}"),
                say(f"乙县办法第{n + 1}条", f"County B art. {n + 1}"),
                round(0.9137 - n / 50, 4),
                n % 2 == 0,
                Marked(
                    (
                        Run(say("行政执法人员在执法工作中", "Officers who in their enforcement work ")),
                        Run(say("已经尽职尽责", "have done their duty"), "removed"),
                        Run(say("依法尽职免责", "are exempt for diligence"), "added"),
                        Run(say("，且没有故意或者重大过失的，", " and show neither intent nor gross negligence ")),
                        Run(say("应当", "shall "), "removed"),
                        Run(say("可以", "may "), "added"),
                        Run(say("不予追究责任。", "not be held liable.")),
                    )
                ),
                Cell(say("较窄", "narrower"), "warn"),
                say("后者要求没有重大过失，前者没有这一要求。", "The latter asks for no gross negligence; the former does not.") * (1 + n % 3),
            )
            for n in range(1, 15)
        ),
    )  # fmt: skip
    measures = Table(
        "measures",
        say("覆盖情况", "Coverage"),
        (
            Column("regulation", say("规定", "Regulation"), 2),
            Column("assessed", say("可评判的条款", "Clauses assessed")),
            Column("other", say("其他条款", "Other clauses")),
            Column("share", say("占比", "Share")),
            Column("open", say("待定", "Open")),
        ),
        tuple((name, 12 + 3 * i, 20 - 4 * i, (12 + 3 * i) / 32, None) for i, name in enumerate(names)),
    )
    empty = Table(
        "empty", say("没有差异的情形", "Cases without a difference"), (Column("x", say("情形", "Case")),), ()
    )
    pairs = [(a, b) for a in range(4) for b in range(a + 1, 4)]
    return Document(
        title=say("四部尽职免责规定的比较", "Four exemption rules compared"),
        lang=lang,
        subtitle=say("样本报告，规定均为虚构", "A specimen; the rules are invented"),
        made_on="2025-03-04",
        about=(
            (say("程序版本", "Version"), "kg-query 0.0"),
            (say("命令", "Command"), "kgq compare all --format html --regulation a --regulation b"),
            (say("覆盖率", "Coverage"), say("有对应规定的事由占全部事由的比例。", "The share of all grounds that a regulation speaks of.")),
        ),
        sections=(
            Section(
                "summary",
                say("一、摘要", "1. Summary"),
                (
                    Paragraph(say(
                        "四部规定对七项事由的处理各不相同：两项完全一致，三项宽严有别，两项结论相反。以下逐项说明，并列出所依据的条款。",
                        "The four regulations treat seven grounds differently: two alike, three wider or narrower, two with contrary outcomes. The parts below take them one by one and cite the clauses.",
                    )),
                    Items((say("先看差异最大的事由。", "Begin with the grounds that part most."),
                           say("再看程序上的期限。", "Then see the periods of procedure.")), numbered=True),
                    Quote(say("执法人员已经履行法定职责的，不承担行政执法责任。", "An officer who has done the statutory duty bears no liability."),
                          say("甲市尽职免责规定第三条", "City A rules on diligence, art. 3")),
                    Bars("coverage", say("各规定的条款构成", "Clauses of each regulation"),
                         say("每部规定中可评判的条款与其他条款的数量。", "How many clauses of each regulation can be assessed, and how many cannot."),
                         "measures", say("条", "clauses"),
                         tuple(Bar(n, ((say("可评判", "assessed"), 12 + 3 * i), (say("其他", "other"), 20 - 4 * i))) for i, n in enumerate(names))),
                    measures,
                ),
            ),
            Section(
                "grounds",
                say("二、按事由比较", "2. By ground"),
                (
                    HeatMap("map", say("事由对照图", "Grounds at a glance"),
                            say("每一格是一部规定对一项事由的处理与基准相比的结果。", "Each square tells how a regulation treats a ground, compared with the base."),
                            "grounds", names, tuple(g for _, g in grounds),
                            tuple(tuple(None if (i + r) % 9 == 8 else cell(i, r) for r in range(4)) for i in range(len(grounds))),
                            tuple((tone, words[at]) for words, tone in _WORDS.values())),  # type: ignore[misc]
                    matrix,
                    Details(say("如何判断宽窄", "How wider and narrower are told apart"), (
                        Paragraph(say("条件甲成立时条件乙必然成立的，甲较窄。", "Where condition A never holds without condition B, A is the narrower.")),
                        empty,
                    )),
                ),
                (
                    Section("network", say("（一）分歧关系", "2.1 Where they part"), (
                        Network("divergence", say("分歧网络", "Divergences"),
                                say("线越粗，两部规定结论不同的情形越多。", "The thicker a line, the more cases in which two regulations part."),
                                "measures", tuple(Node(f"n{i}", n, 1 + i) for i, n in enumerate(names)),
                                tuple(Edge(f"n{a}", f"n{b}", 1 + (a * 5 + b) % 7, str(1 + (a * 5 + b) % 7), _WORDS[_KINDS[(a + b) % 5]][1])  # type: ignore[arg-type]
                                      for a, b in pairs)),
                    )),
                ),
            ),
            Section("clauses", say("三、按条款比较", "3. By clause"), (clauses,)),
        ),
    )  # fmt: skip


#: Texts that would do harm in one format or another.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</style><style>*{display:none}",
    "{{ 7*7 }} {% raw %}",
    '=HYPERLINK("http://example.invalid","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    '#import "x" $a$ `b` *c* _d_ \\ //',
    "a\u202eb\u2066c\u200fd",
    "nul\x00 esc\x1b[31m bell\x07 \ufffe \ud800 end",
    "]]> &amp; <!-- &#0;",
    "长" * 100_000,
    "w" * 100_000,
    "line\r\nline\rline",
    "http://example.invalid/x.png",
    "",
)


def hostile(lang: str) -> Document:
    """The worst a builder could hand on: each hostile text in every place that takes text."""
    sections = []
    for number, text in enumerate(HOSTILE):
        row: tuple[Value, ...] = (
            text,
            Cell(text, "bad", text),
            Marked((Run(text, "removed"), Run(text, "added"))),
            number,
        )
        table = Table(
            f"t{number}",
            text,
            (Column("a", text), Column("b", "b"), Column("c", "c"), Column("d", text)),
            (row, row),
            text,
            "a" if number % 2 else None,
        )
        charts = (
            HeatMap(
                text, text, text, text, (text, "x"), (text,), ((Cell(text, "warn"), None),), (("warn", text),)
            ),
            Bars(text, text, text, f"t{number}", text, (Bar(text, ((text, 2.0), ("x", 1.0))),)),
            Network(
                text,
                text,
                text,
                f"t{number}",
                (Node("a", text), Node("b", text)),
                (Edge("a", "b", 1.0, text),),
            ),
        )
        blocks = (
            Paragraph(text),
            Items((text,)),
            Quote(text, text),
            Details(text, (Paragraph(text),)),
            table,
            *charts,
        )
        sections.append(Section(text, text, blocks, (Section(text, text, ()),)))
    return Document(
        HOSTILE[0],
        lang,
        tuple(sections),
        HOSTILE[11],
        tuple((text, text) for text in HOSTILE),
        made_on=HOSTILE[0],
    )
