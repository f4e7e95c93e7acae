"""The words of these pages, in Chinese and in English."""

from __future__ import annotations

from ...model import Text
from ...terms import BASE, DCTERMS, LAW, OWL, PROV, RDF, RDFS, SH, SKOS, VANN

__all__ = ["PROPERTY_NAMES", "WORDS", "count", "word"]

_DCAT = "http://www.w3.org/ns/dcat#"
_VOID = "http://rdfs.org/ns/void#"
_SPDX = "http://spdx.org/rdf/terms#"

WORDS: dict[str, Text] = {
    "here": Text("当前位置", "You are here"),
    "identifier": Text("标识符", "Identifier"),
    "identifier_hint": Text("引用时请使用这个地址", "Cite the thing by this address"),
    "id_for_kgq": Text("命令行中的写法", "On the command line"),
    "type": Text("类型", "Type"),
    "statements": Text("图谱中的陈述", "What the graph says"),
    "property": Text("属性", "Property"),
    "value": Text("值", "Value"),
    "graph": Text("所在的图", "Graph"),
    "graphs": Text("陈述出自哪些图", "Graphs these statements stand in"),
    "graphs_hint": Text(
        "方括号里的数字指明该陈述出自下列哪一个图。",
        "The number in brackets after a statement names its graph.",
    ),
    "inferred": Text("推理得出", "inferred"),
    "referred": Text("被哪些内容引用", "What refers to this"),
    "referred_none": Text("图谱中没有引用它的内容。", "Nothing in the graph refers to this."),
    "indirect": Text("经由条件树、清单等内部结构", "by way of a condition tree, a list or the like"),
    "no_statements": Text(
        "图谱只是提到它，没有关于它的陈述。", "The graph mentions this, but says nothing about it."
    ),
    "data": Text("数据", "Data"),
    "data_hint": Text("同一份描述的其他格式：", "The same description in other formats:"),
    "ask": Text("用 SPARQL 查询", "Ask with SPARQL"),
    "licence": Text("许可：MIT", "Licence: MIT"),
    "contents": Text("目录", "Contents"),
    "contents_all": Text("完整内容", "Full contents"),
    "cut_text": Text(
        "文字过长，此处只显示一部分；全文见数据", "Too long to show in full; the data have all of it"
    ),
    "cut_statements": Text(
        "陈述过多，此处只有一部分；请用 SPARQL 查询全部。",
        "There are more statements than are shown here; ask for all of them with SPARQL.",
    ),
    "cut_pointing": Text(
        "引用过多，此处只有一部分；请用 SPARQL 查询全部。",
        "There are more references than are shown here; ask for all of them with SPARQL.",
    ),
    "empty": Text("（空文字）", "(empty text)"),
    "unsafe": Text("不是可以打开的地址，只显示文字", "no address that can be opened; shown as text only"),
    "control": Text("不可见的控制字符", "invisible control character"),
    "only_in": Text("仅有", "only in"),
    "more": Text("其余 {n} 项见数据", "{n} more in the data"),
    "items": Text("{n} 项", "{n} items"),
    "triples": Text("{n} 个三元组", "{n} triples"),
    # documents
    "vocabulary": Text("词汇", "Vocabulary"),
    "vocabulary_title": Text("本体词汇", "The vocabulary"),
    "vocabulary_lead": Text(
        "下列类、属性和个体写出了图谱中的全部事实。每个术语的地址都是本页地址加上“#”和术语名。",
        "The classes, properties and individuals that the graph is written in. The address of a term is that of this page with “#” and its name.",
    ),
    "modules": Text("模块", "Modules"),
    "module": Text("模块", "Module"),
    "module_uses": Text("使用的模块", "Uses terms of"),
    "module_used": Text("被这些模块使用", "Its terms are used by"),
    "module_graph": Text("模块之间的关系", "How the modules depend on each other"),
    "alignments": Text("与其他词汇的对应", "Alignments with other vocabularies"),
    "alignments_of": Text("对应", "Alignments"),
    "classes": Text("类", "Classes"),
    "object_properties": Text("对象属性", "Object properties"),
    "datatype_properties": Text("数据属性", "Datatype properties"),
    "annotation_properties": Text("注释属性", "Annotation properties"),
    "individuals": Text("个体", "Individuals"),
    "version": Text("版本", "Version"),
    "created": Text("制定日期", "Created"),
    "about": Text("内容", "Subject"),
    "definition": Text("定义", "Definition"),
    "scope_note": Text("使用说明", "Scope note"),
    "note": Text("注", "Note"),
    "example": Text("示例", "Example"),
    "source": Text("来源", "Source"),
    "domain": Text("定义域", "Domain"),
    "range": Text("值域", "Range"),
    "super_class": Text("上位类", "Subclass of"),
    "sub_class": Text("下位类", "Superclass of"),
    "super_property": Text("上位属性", "Subproperty of"),
    "sub_property": Text("下位属性", "Superproperty of"),
    "inverse": Text("逆属性", "Inverse of"),
    "disjoint": Text("不相交", "Disjoint with"),
    "equivalent": Text("等同于", "Equivalent to"),
    "characteristics": Text("特征", "Characteristics"),
    "in_domain_of": Text("以其为定义域的属性", "Properties with this domain"),
    "in_range_of": Text("以其为值域的属性", "Properties with this range"),
    "members": Text("成员", "Members"),
    "scheme": Text("概念体系", "Concept scheme"),
    "used": Text("使用次数", "Used"),
    "instances": Text("实例数", "Instances"),
    "times": Text("{n} 次", "{n} times"),
    "decision": Text("设计决定", "Design decision"),
    "decision_lang": Text("设计决定以英文记录。", ""),
    "graph_title": Text("图", "Graph"),
    "graph_lead": Text(
        "这是数据集中的一个命名图。下面是关于它的陈述，以及它描述的内容。",
        "A named graph of the dataset: what is said about it, and what it describes.",
    ),
    "graph_subjects": Text("描述的内容", "What it describes"),
    "shapes_title": Text("SHACL 形状", "SHACL shapes"),
    "shapes_lead": Text(
        "校验事项、案卷和图谱本身所用的形状。地址是本页地址加上“#”和形状名。",
        "The shapes that matters, case files and the graph itself are validated with. The address of a shape is that of this page with “#” and its name.",
    ),
    "severity": Text("严重程度", "Severity"),
    "target": Text("适用对象", "Target"),
    "message": Text("提示", "Message"),
    "list_title": Text("目录：规范性文件与词表", "Contents: regulations and vocabularies"),
    "list_lead": Text(
        "数据集中的全部规范性文件、封闭词表和文档；每一项都有自己的网页与数据。",
        "All regulations, closed vocabularies and documents of the dataset; each has a page and data of its own.",
    ),
    "regulations": Text("规范性文件", "Regulations"),
    "vocabularies": Text("封闭词表", "Closed vocabularies"),
    "documents": Text("文档", "Documents"),
    "issuer": Text("制定机关", "Issuer"),
    "in_force": Text("施行日期", "In force from"),
    "units": Text("单元数", "Units"),
    "norms": Text("规范数", "Norms"),
    "unknown_date": Text("原文未载", "not printed"),
}

#: Names of properties of other vocabularies and of documents, for where the graph does not label them.
PROPERTY_NAMES: dict[str, Text] = {
    RDF + "type": Text("类型", "type"),
    RDF + "first": Text("首项", "first"),
    RDF + "rest": Text("其余", "rest"),
    RDF + "value": Text("值", "value"),
    RDFS + "label": Text("名称", "label"),
    RDFS + "comment": Text("说明", "comment"),
    RDFS + "isDefinedBy": Text("定义于", "defined by"),
    RDFS + "seeAlso": Text("另见", "see also"),
    RDFS + "subClassOf": Text("上位类", "subclass of"),
    RDFS + "subPropertyOf": Text("上位属性", "subproperty of"),
    RDFS + "domain": Text("定义域", "domain"),
    RDFS + "range": Text("值域", "range"),
    SKOS + "prefLabel": Text("名称", "preferred label"),
    SKOS + "altLabel": Text("别名", "alternative label"),
    SKOS + "definition": Text("定义", "definition"),
    SKOS + "scopeNote": Text("使用说明", "scope note"),
    SKOS + "note": Text("注", "note"),
    SKOS + "example": Text("示例", "example"),
    SKOS + "notation": Text("编号", "notation"),
    SKOS + "broader": Text("上位概念", "broader"),
    SKOS + "narrower": Text("下位概念", "narrower"),
    SKOS + "closeMatch": Text("近义", "close match"),
    SKOS + "exactMatch": Text("同义", "exact match"),
    SKOS + "related": Text("相关", "related"),
    SKOS + "inScheme": Text("所属概念体系", "in scheme"),
    SKOS + "topConceptOf": Text("顶层概念，属于", "top concept of"),
    SKOS + "hasTopConcept": Text("顶层概念", "has top concept"),
    SKOS + "member": Text("成员", "member"),
    DCTERMS + "title": Text("题名", "title"),
    DCTERMS + "description": Text("说明", "description"),
    DCTERMS + "source": Text("来源", "source"),
    DCTERMS + "license": Text("许可", "licence"),
    DCTERMS + "created": Text("制定日期", "created"),
    DCTERMS + "issued": Text("发布日期", "issued"),
    DCTERMS + "publisher": Text("发布者", "publisher"),
    DCTERMS + "isPartOf": Text("属于", "is part of"),
    DCTERMS + "hasPart": Text("包含", "has part"),
    DCTERMS + "references": Text("引用", "references"),
    DCTERMS + "format": Text("格式", "format"),
    OWL + "sameAs": Text("等同于", "same as"),
    OWL + "inverseOf": Text("逆属性", "inverse of"),
    OWL + "disjointWith": Text("不相交", "disjoint with"),
    OWL + "equivalentClass": Text("等同类", "equivalent class"),
    OWL + "versionIRI": Text("版本标识", "version IRI"),
    OWL + "versionInfo": Text("版本", "version"),
    OWL + "imports": Text("导入", "imports"),
    OWL + "deprecated": Text("已停用", "deprecated"),
    PROV + "wasDerivedFrom": Text("派生自", "was derived from"),
    VANN + "preferredNamespacePrefix": Text("建议前缀", "preferred prefix"),
    VANN + "preferredNamespaceUri": Text("命名空间", "preferred namespace"),
    SH + "property": Text("属性形状", "property shape"),
    SH + "path": Text("路径", "path"),
    SH + "message": Text("提示", "message"),
    SH + "severity": Text("严重程度", "severity"),
    SH + "targetClass": Text("适用的类", "target class"),
    SH + "targetNode": Text("适用的节点", "target node"),
    SH + "sparql": Text("SPARQL 约束", "SPARQL constraint"),
    SH + "select": Text("SELECT 查询", "SELECT query"),
    SH + "prefixes": Text("前缀声明", "prefixes"),
    SH + "datatype": Text("数据类型", "datatype"),
    SH + "class": Text("类", "class"),
    SH + "nodeKind": Text("节点种类", "node kind"),
    SH + "minCount": Text("最少个数", "minimum count"),
    SH + "maxCount": Text("最多个数", "maximum count"),
    SH + "order": Text("次序", "order"),
    _DCAT + "distribution": Text("分发文件", "distribution"),
    _DCAT + "version": Text("版本", "version"),
    _DCAT + "mediaType": Text("媒体类型", "media type"),
    _DCAT + "byteSize": Text("字节数", "size in bytes"),
    _VOID + "triples": Text("三元组数", "triples"),
    _VOID + "subset": Text("包含的图", "subset"),
    _VOID + "entities": Text("实体数", "entities"),
    _VOID + "classPartition": Text("按类统计", "class partition"),
    _VOID + "propertyPartition": Text("按属性统计", "property partition"),
    _VOID + "class": Text("类", "class"),
    _VOID + "property": Text("属性", "property"),
    _VOID + "vocabulary": Text("所用词汇", "vocabulary"),
    _SPDX + "checksum": Text("校验和", "checksum"),
    _SPDX + "checksumValue": Text("校验和的值", "checksum value"),
    _SPDX + "algorithm": Text("算法", "algorithm"),
    DCTERMS + "rights": Text("权利说明", "rights"),
    DCTERMS + "language": Text("语言", "language"),
    PROV + "wasGeneratedBy": Text("生成活动", "was generated by"),
    LAW + "text": Text("文字", "text"),
    BASE + "ns": WORDS["vocabulary_title"],
    BASE + "shapes": WORDS["shapes_title"],
}


def word(name: str, lang: str) -> str:
    """One of the words, in a language."""
    return WORDS[name].in_(lang)


def count(name: str, lang: str, number: int) -> str:
    """One of the words that hold a number.

    >>> count("items", "en", 1200)
    '1,200 items'
    """
    text = WORDS[name].in_(lang).format(n=f"{number:,}")
    if lang == "en" and number == 1:
        return text.replace("items", "item").replace("triples", "triple").replace("times", "time")
    return text
