"""What the named graphs are called, in both languages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..model import Text
from ..store import DERIVED
from ..terms import DCTERMS, GRAPH, ID, OWL, RDF
from .assemble import AXIOMS, DESCRIPTION, INFERRED, QUESTIONS, Part

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["description_of", "title_of"]

#: What the files of a regulation's folder hold.
_KINDS = {
    "text": (Text("条文", "text"), Text("条文单元、原文位置与校勘", "units of the text, their place in the source, and emendations")),
    "norms": (Text("规范", "norms"), Text("规范、条件树、例外、优先关系、期限与解读", "norms, condition trees, exceptions, priorities, periods and readings")),
    "drafting": (Text("起草", "drafting"), Text("起草质量：人工比对的结论与说明", "drafting: what was found by hand about the texts")),
    "grounds": (Text("事由", "grounds"), Text("该规定专用的事由", "grounds that only this text needs")),
    "indicators": (Text("指标", "indicators"), Text("评估指标", "indicators of the evaluation")),
}  # fmt: skip

_FILES = {
    "data/cited_laws.ttl": Text("所引法律法规", "laws cited"),
    "data/terms.ttl": Text("用语表", "words and what they stand for"),
    "data/duties/grounds.ttl": Text("后续义务所涉事由", "grounds of follow-up duties"),
    "data/statistics/tables.ttl": Text("年度统计表", "tables of the annual statistics"),
    "data/national/compulsion.ttl": Text("国家法律：行政强制", "National law: compulsion"),
    "data/national/general.ttl": Text("国家法律：一般规定", "National law: general"),
    "data/national/market.ttl": Text("国家法律：市场监管程序", "National law: market supervision procedure"),
    "data/national/parameters.ttl": Text("国家法律：参数", "National law: parameters"),
    "data/national/penalty.ttl": Text("国家法律：行政处罚", "National law: penalties"),
    "data/national/personnel.ttl": Text("国家法律：人员", "National law: personnel"),
    "data/national/remedies.ttl": Text("国家法律：救济", "National law: remedies"),
    "data/national/transfer.ttl": Text("国家法律：移送", "National law: transfer"),
    "shapes/casefile.ttl": Text("形状：案卷", "Shapes: case files"),
    "shapes/compulsion.ttl": Text("形状：行政强制案卷评查标准", "Shapes: review standard for compulsion files"),
    "shapes/corpus.ttl": Text("形状：图谱本身", "Shapes: the graph itself"),
    "shapes/matter.ttl": Text("形状：事项", "Shapes: matters"),
    "shapes/national.ttl": Text("形状：国家法律的程序要求", "Shapes: procedure of national law"),
    "shapes/penalty.ttl": Text("形状：行政处罚案卷评查标准", "Shapes: review standard for penalty files"),
}  # fmt: skip

_MADE = {
    AXIOMS: (
        Text("条件公理（自动生成）", "Axioms of the conditions (generated)"),
        Text(
            "由条件树生成的 OWL 2 RL 公理：事由之间的蕴含，以及每条规范的条件、例外、前提各对应的类。",
            "OWL 2 RL axioms generated from the condition trees: entailment between grounds, and for each "
            "norm the classes that stand for its condition, exception and presupposition.",
        ),
    ),
    INFERRED: (
        Text("推理所得", "What is inferred"),
        Text(
            "按 W3C OWL 2 RL 规则从全部源文件图与条件公理推出、且原图未写明的三元组。略去对任何事物都成立者："
            "自身等同（owl:sameAs）、类型为 owl:Thing、类与属性的自反包含及与 owl:Thing、owl:Nothing 的关系、"
            "OWL 词汇与数据类型自身的公理。外部词汇表不下载，只用本图中的公理。",
            "The triples that follow by the W3C rules of OWL 2 RL from all graphs of source files and the "
            "axioms of the conditions, and are not written there. Left out is what is true of anything: that a "
            "thing is the same as itself (owl:sameAs), that it is an owl:Thing, that a class or property "
            "lies below itself, or between owl:Nothing and owl:Thing, and the axioms of OWL's own vocabulary and of "
            "datatypes. No outside vocabulary is fetched: only axioms in these graphs count.",
        ),
    ),
    QUESTIONS: (
        Text("具名问题", "Named questions"),
        Text(
            "每个具名问题一条可直接运行的 SPARQL 查询（sh:select），附中英文说明与参数。针对案卷或比较结果的问题"
            "（schema:keywords 标为 case-files、comparison），需先有这些数据才有答案。",
            "Each named question as a SPARQL query that runs as it stands (sh:select), with its words in Chinese and "
            "English and its parameters. Questions about case files or a comparison (schema:keywords case-files, "
            "comparison) have rows only where such data stand beside the law.",
        ),
    ),
    DESCRIPTION: (
        Text("数据集说明", "Description of the dataset"),
        Text("本数据集及其各个图的说明（VoID、DCAT、PROV）。", "What this dataset and each of its graphs is (VoID, DCAT, PROV)."),
    ),
    DERIVED: (
        Text("补全", "What was left to derive"),
        Text("附加法规文件夹未写明、由编译程序补出的次序与归属。", "Order and place of units that added folders leave unsaid, as the compiler derives them."),
    ),
}  # fmt: skip


def title_of(part: Part, corpus: Corpus) -> Text:
    """The title of a named graph."""
    if part.graph in _MADE:
        return _MADE[part.graph][0]
    name = _name(part)
    if name in _FILES:
        return _FILES[name]
    if own := _own_title(part):
        return Text(f"本体：{own.zh}", f"Ontology: {own.en}")
    regulation, kind = _of_regulation(part, corpus)
    if regulation is not None:
        what = _KINDS[kind][0] if kind in _KINDS else Text(kind, kind)
        return Text(f"{regulation.zh}：{what.zh}", f"{regulation.en or regulation.zh}: {what.en}")
    return Text(name, name)


def description_of(part: Part, corpus: Corpus) -> Text | None:
    """A sentence or two on a named graph, or None where the title says all."""
    if part.graph in _MADE:
        return _MADE[part.graph][1]
    regulation, kind = _of_regulation(part, corpus)
    return _KINDS[kind][1] if regulation is not None and kind in _KINDS else None


def _name(part: Part) -> str:
    return part.file.name if part.file else part.graph.removeprefix(GRAPH)


def _of_regulation(part: Part, corpus: Corpus) -> tuple[Text | None, str]:
    """The regulation that a file in a folder of its own is about, and the file's own name."""
    steps = _name(part).removesuffix(".ttl").split("/")
    if len(steps) == 1:
        return None, steps[0]
    found = corpus.regulations.get(steps[-2])
    if found is None:  # a folder need not be called what its regulation is
        about = Counter(
            str(getattr(q.subject, "value", "")).removeprefix(ID).split("/")[0] for q in part.quads
        )
        found = next((corpus.regulations[s] for s, _ in about.most_common() if s in corpus.regulations), None)
    return (found.label if found else None), steps[-1]


def _own_title(part: Part) -> Text | None:
    """The title that an ontology gives itself."""
    from pyoxigraph import Literal

    ontologies = {
        q.subject
        for q in part.quads
        if q.predicate.value == RDF + "type" and getattr(q.object, "value", "") == OWL + "Ontology"
    }
    found = {
        q.object.language: q.object.value
        for q in part.quads
        if q.subject in ontologies
        and q.predicate.value == DCTERMS + "title"
        and isinstance(q.object, Literal)
    }
    return Text(found.get("zh", found.get("en", "")), found.get("en", found.get("zh", ""))) if found else None
