"""The compiled graph as one file in the package, so that opening it costs milliseconds.

The file has lines of JSON: a header with the hash of everything it was made from, the law without its
texts, and what is read only when somebody asks for it: the texts, what a case file can say, the
statutory facts, the rules for case files. A build makes it (`hatch_build.py`); it is never trusted
blindly: `load` compares the hash and says so when it does not fit.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import files
from .corpus import Corpus, provisions_from_json, provisions_to_json
from .errors import CorpusError, Problem
from .model import Provision, Text

if TYPE_CHECKING:
    from .casefiles.schema import Schema
    from .rules.values import RuleBook, StatutoryFact

FORMAT = 9


def write(corpus: Corpus, path: Path | None = None, whole: bool = True) -> Path:
    """The path of the artefact just written: the corpus, with the hash of the bundled sources.

    The file is replaced in one step, so that a reader sees the old one or the new one. Faults in the
    shapes that case files are reviewed by stop it, unless `whole` is False: then the rules are left out,
    and only a review tells the faults.
    """
    from .rules.codec import statutes_to_json

    target = path or files.ARTEFACT
    lines = (
        {"format": FORMAT, "sources": files.source_hash()},
        corpus.core_to_json(),
        provisions_to_json(corpus.provisions),
        corpus.case_schema.to_json(),
        statutes_to_json(corpus.facts),
        _rules(corpus, whole),
    )
    text = "".join(json.dumps(x, ensure_ascii=False, separators=(",", ":")) + "\n" for x in lines)
    interim = target.with_name(f"{target.name}.{os.getpid()}")
    interim.write_text(text, encoding="utf-8")
    interim.replace(target)
    return target


def _rules(corpus: Corpus, whole: bool) -> Any:
    from .rules.codec import rulebook_to_json

    try:
        return rulebook_to_json(corpus.rulebook)
    except CorpusError:
        if whole:
            raise
        return None


def load(path: Path | None = None) -> Corpus | None:
    """The corpus of the artefact, or None where there is none or its sources have changed."""
    target = path or files.ARTEFACT
    try:
        head, core, texts, cases, statutes, rules = target.read_bytes().rstrip(b"\n").split(b"\n", 5)
        header = json.loads(head)
    except (OSError, ValueError):
        return None
    if header != {"format": FORMAT, "sources": files.source_hash()}:
        return None

    def provisions() -> dict[str, Provision]:
        return provisions_from_json(json.loads(texts))

    def case_schema() -> Schema:
        from .casefiles.schema import Schema

        return Schema.from_json(json.loads(cases))

    def facts() -> dict[str, StatutoryFact]:
        from .rules.codec import statutes_from_json

        return statutes_from_json(json.loads(statutes))

    def rulebook() -> RuleBook:
        from .rules.codec import rulebook_from_json

        return rulebook_from_json(json.loads(rules))

    data: dict[str, Any] = json.loads(core)
    with_rules = rulebook if rules != b"null" else None
    return Corpus.from_json(data, provisions, case_schema, facts, with_rules)


def build() -> Corpus:
    """The corpus compiled from the bundled Turtle, for `write`."""
    from .compile import compile_corpus

    return compile_corpus(files.corpus_files())


def bundled() -> tuple[Corpus, list[Problem]]:
    """The bundled corpus, and what there is to say about it when it had to be compiled anew.

    In a clone the artefact is then brought up to date; an installed package is never written to.
    """
    corpus = load()
    if corpus is not None:
        return corpus, []
    corpus = build()
    stale = files.ARTEFACT.exists()
    message = (
        Text(
            "编译产物与源文件不符，已重新编译",
            "the compiled graph did not match its sources and was compiled anew",
        )
        if stale
        else Text(
            "没有编译产物，已从源文件编译", "there was no compiled graph; it was compiled from its sources"
        )
    )
    hint = Text("重新安装可免去这一步", "Installing again makes opening quick")
    if not files.installed():
        try:  # in a clone the sources change while one works on them: keep up, as Python does
            write(corpus, whole=False)
            hint = Text("已更新编译产物", "The compiled graph was brought up to date")
        except OSError:
            pass
    return corpus, [Problem(message, str(files.ARTEFACT.name), hint)]
