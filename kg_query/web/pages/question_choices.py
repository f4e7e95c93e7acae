"""The parameters of a named question as fields of a form: what can be chosen for each, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg_query.ask import Parameter, Question
from kg_query.corpus import Corpus
from kg_query.model import Text

from .named import Named

__all__ = ["called", "fields", "given"]

#: Type of a parameter → the scheme of concepts that it is one of.
_SCHEMES = {
    "law": "law", "role": "role", "body": "body", "modality": "modality", "topic": "topic",
    "relation": "ground-relation", "divergence": "divergence", "certainty": "certainty",
}  # fmt: skip


def given(question: Question, asked: Mapping[str, str]) -> dict[str, str]:
    """The value of each parameter: as asked, else its default; "" stands for all.

    Args:
        question: whose parameters.
        asked: what an address or a form says; other names are left alone.
    """
    return {
        p.name: asked[p.name].strip() if p.name in asked else p.default or "" for p in question.parameters
    }


def called(meaning: Text, lang: str) -> tuple[str, str]:
    """What a parameter is called above its field, and what else its meaning says of the values it takes.

    Args:
        meaning: as the question states it: `name`, or `name: values`.
        lang: "zh" or "en".

    >>> called(Text("情态：must 应当", "modality: must"), "en")
    ('modality', 'must')
    """
    name, _, values = meaning.in_(lang).partition("：" if lang == "zh" else ": ")
    return name, values


def fields(question: Question, values: Mapping[str, str], corpus: Corpus, lang: str) -> list[dict[str, Any]]:
    """A field for each parameter.

    Args:
        question: whose parameters.
        values: what stands in the fields; a value outside the choices is kept, so that nothing typed is lost.
        corpus: the law.
        lang: "zh" or "en".

    Returns:
        `{"name", "label", "hint", "kind": "choice" | "number" | "share" | "text", "value", "groups": [(label, [(value, label)])]}`;
        the hint says what may be typed, where nothing is chosen from a list.
    """
    made = []
    for parameter in question.parameters:
        groups = _groups(parameter, corpus, lang)
        value = values[parameter.name]
        known = {one for _, some in groups for one, _ in some}
        if groups and value and value not in known:
            groups = [("", [(value, value)]), *groups]
        kind = "choice" if groups else {"integer": "number", "share": "share"}.get(parameter.type, "text")
        label, hint = called(parameter.meaning, lang)
        made.append(
            {
                "name": parameter.name,
                "label": label[:1].upper() + label[1:],
                "hint": "" if groups else hint,
                "kind": kind,
                "value": value,
                "groups": groups,
                "default": parameter.default,
            }
        )
    return made


def _groups(parameter: Parameter, corpus: Corpus, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    named = Named(corpus, lang)
    if parameter.type == "regulation":
        return [("", [(slug, named.regulation(slug).text) for slug in corpus.regulations])]
    if parameter.type == "ground":
        families = corpus.concepts.get("group", {})
        found: dict[str, list[tuple[str, str]]] = {}
        for ground in corpus.grounds.values():
            found.setdefault(ground.group, []).append((ground.id, ground.label.in_(lang)))
        return [(families[g].label.in_(lang) if g in families else g, some) for g, some in found.items()]
    if parameter.type == "outcome":
        return [("", [(one.code, one.label.in_(lang)) for one in corpus.outcomes.values()])]
    concepts = corpus.concepts.get(_SCHEMES.get(parameter.type, ""), {})
    return [("", [(one.code, one.label.in_(lang)) for one in concepts.values()])] if concepts else []
