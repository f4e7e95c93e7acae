"""Named questions: one question, one `.rq` file, and it is a command by being there.

A question's header says it in both languages and types its parameters::

    # zh: 哪些条款……？
    # en: Which clauses …?
    # param: ground ground force_majeure | 事由 | ground
    # topic: liability
    # source: design

A question that is asked of case files, which have to be loaded, says so: `# needs: case-files`. One that is
asked of a comparison of the regulations, which is worked out when it is wanted, names the parts of it:
`# needs: comparison clauses grounds`.

`# param: NAME TYPE DEFAULT | Chinese | English`; a default of `-` means "all". Parameters are
bound as RDF terms, never pasted into the text. The variable `?lang` is always bound to the
language of the answer. The topic, one of `TOPICS`, is what lists of questions are ordered by; questions asked of
files or of a comparison have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import terms
from .errors import UsageError, did_you_mean
from .model import Text

if TYPE_CHECKING:
    from pyoxigraph import Store

#: What a parameter's type stands for: the namespace its values live in.
NAMESPACES: dict[str, str] = {
    "ground": terms.GROUND,
    "regulation": terms.ID,
    "clause": terms.ID,
    "law": terms.CITED,
    "role": terms.ROLE,
    "body": terms.BODY,
    "modality": terms.MODALITY,
    "outcome": terms.OUTCOME,
    "certainty": terms.LAW,
    "topic": terms.TOPIC,
    "relation": terms.GROUND_RELATION,
    "divergence": terms.DIVERGENCE,
}

Value = str | int | float | bool | None

#: What the questions are about, in the order in which they are listed.
TOPICS: dict[str, Text] = {
    "liability": Text("免责、从轻与追责", "Relief, mitigation and liability"),
    "grounds": Text("事由", "Grounds"),
    "people": Text("机构、人员与程序", "Bodies, persons and procedure"),
    "periods": Text("期限", "Periods"),
    "review": Text("案卷评查标准", "Standards of the case-file review"),
    "citations": Text("引用关系与国家法", "Citations and national law"),
    "text": Text("文本、解读与录入情况", "The texts, their readings, and how they are modelled"),
}

#: What the columns of a table of questions are called.
QUESTION_COLUMNS = ("name", "question", "parameters")
_NEEDS = {
    "case-files": Text("（需载入案卷）", " (load case files)"),
    "comparison": Text("（先作比较，需数秒）", " (compares first, some seconds)"),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked with: a name, a type, a default (None: all) and a meaning."""

    name: str
    type: str
    default: str | None
    meaning: Text


@dataclass(frozen=True, slots=True)
class Question:
    """A named question: its words in both languages, its parameters, source and SPARQL.

    `needs` is "case-files" where it is asked of case files, which have to be loaded, or "comparison"
    where it is asked of a comparison; `parts` are then the parts of that.
    """

    name: str
    words: Text
    parameters: tuple[Parameter, ...]
    source: str
    sparql: str
    needs: str | None = None
    parts: tuple[str, ...] = ()
    topic: str | None = None

    def check(self, loaded: bool) -> None:
        """Raises UsageError where the question needs files and none are `loaded`."""
        if self.needs == "case-files" and not loaded:
            raise UsageError(
                Text(f"问题“{self.name}”需要案卷", f"Question “{self.name}” is asked of case files"),
                hint=Text("请用 --load 载入案卷文件", "Load files of them with --load"),
            )

    def to_json(self) -> dict[str, Any]:
        """The question as `kgq ask --list --format json` prints it."""
        return {
            "name": self.name,
            "question": self.words.to_json(),
            "parameters": [
                {
                    "name": p.name,
                    "type": p.type,
                    "default": p.default,
                    "meaning": p.meaning.to_json(),
                }
                for p in self.parameters
            ],
            "topic": self.topic,
            "source": self.source,
            "needs": self.needs,
            "parts": list(self.parts),
        }

    def check_names(self, params: Iterable[str]) -> None:
        """Raises UsageError, with the nearest known one, for a parameter that the question does not have."""
        known = {p.name: p for p in self.parameters}
        for key in params:
            if key not in known:
                raise UsageError(
                    Text(
                        f"问题“{self.name}”没有参数“{key}”",
                        f"Question “{self.name}” has no parameter “{key}”",
                    ),
                    hint=_suggestion(
                        key,
                        known,
                        Text(
                            "它的参数：" + ("、".join(known) or "无"),
                            "Its parameters: " + (", ".join(known) or "none"),
                        ),
                    ),
                )

    def row(self, lang: str) -> tuple[str, str, str]:
        """The question as a row under `QUESTION_COLUMNS`, with what it needs first, in `lang`."""
        needs = _NEEDS[self.needs].in_(lang) if self.needs else ""
        parameters = " ".join(f"{p.name}={p.default or ''}" for p in self.parameters)
        return self.name, self.words.in_(lang) + needs, parameters


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows that answer a question; ids are short (`nanmu/art_12`), numbers are numbers."""

    question: Question
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def to_json(self) -> list[dict[str, Value]]:
        """One object a row."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


_HEADER = re.compile(r"^# (zh|en|param|topic|source|needs): (.+)$")


def parse_question(name: str, text: str) -> Question:
    """The question that a `.rq` file holds.

    Raises ValueError where the header lacks a language, a source, a topic or a parameter's parts.

    >>> parse_question("q", "# zh: 问？\\n# en: Ask?\\n# topic: text\\n# source: design\\nSELECT * {}").words.en
    'Ask?'
    """
    words: dict[str, str] = {}
    parameters = []
    for line in text.splitlines():
        if not (found := _HEADER.match(line)):
            continue
        key, value = found.groups()
        if key != "param":
            words[key] = value
            continue
        spec, zh, en = (part.strip() for part in value.split("|"))
        pname, ptype, default = spec.split(maxsplit=2)
        parameters.append(Parameter(pname, ptype, None if default == "-" else default, Text(zh, en)))
    wanted = {"zh", "en", "source"} | (set() if "needs" in words else {"topic"})
    if missing := wanted - words.keys():
        raise ValueError(f"question {name}: header lacks {', '.join(sorted(missing))}")
    if (topic := words.get("topic")) not in (None, *TOPICS):
        raise ValueError(f"question {name}: there is no topic {topic}")
    needs, *parts = words["needs"].split() if "needs" in words else (None,)
    if needs not in (None, "case-files", "comparison"):
        raise ValueError(f"question {name}: nothing is called {needs}")
    if (needs == "comparison") != bool(parts):
        raise ValueError(f"question {name}: parts are named of a comparison, and of nothing else")
    both = Text(words["zh"], words["en"])
    named = tuple(str(p) for p in parts)
    return Question(name, both, tuple(parameters), words["source"], text, needs, named, topic)


@lru_cache(maxsize=1)
def questions() -> Mapping[str, Question]:
    """All named questions by name, in alphabetical order."""
    folder = Path(__file__).parent / "questions"
    return {
        path.stem: parse_question(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.rq"))
    }


def question(name: str) -> Question:
    """The question of this name.

    Raises UsageError for an unknown name, with the nearest known ones.
    """
    try:
        return questions()[name]
    except KeyError:
        raise UsageError(
            Text(f"没有名为“{name}”的问题", f"No question is called “{name}”"),
            hint=_suggestion(
                name, questions(), Text("全部问题见：kgq ask --list", "List them with: kgq ask --list")
            ),
        ) from None


def ask(store: Store, name: str, params: Mapping[str, str], lang: str = "zh") -> Answer:
    """The answer to a named question over `store`.

    `params` maps parameter names to values as a user types them (ids, numbers, words); a missing
    one takes its default. Raises UsageError for an unknown question, parameter or value.
    """
    import pyoxigraph as ox

    asked = question(name)
    asked.check_names(params)
    bound: dict[str, Any] = {"lang": ox.Literal(lang)}
    for parameter in asked.parameters:
        value = params.get(parameter.name, parameter.default)
        if value not in (None, ""):
            bound[parameter.name] = _term(store, parameter, str(value))
    solutions: Any = store.query(_bind(asked.sparql, bound), use_default_graph_as_union=True)
    columns = tuple(variable.value for variable in solutions.variables)
    rows = tuple(tuple(short(term) for term in solution) for solution in solutions)
    return Answer(asked, columns, rows)


def _bind(sparql: str, terms_of: Mapping[str, Any]) -> str:
    """The query with its parameters as VALUES, each term in its own escaped form."""
    names = " ".join(f"?{name}" for name in terms_of)
    values = " ".join(str(term) for term in terms_of.values())
    return sparql.replace("WHERE {", f"WHERE {{\n  VALUES ({names}) {{ ({values}) }}", 1)


def short(term: Any) -> Value:
    """A SPARQL value as a user reads it: a short id for an IRI, a number for a number.

    >>> short(None) is None
    True
    """
    if term is None:
        return None
    value = str(term.value)
    datatype = getattr(term, "datatype", None)
    if datatype is not None:
        name = datatype.value.rsplit("#", 1)[-1]
        if name in {"integer", "int", "long", "nonNegativeInteger"}:
            return int(value)
        if name in {"decimal", "double", "float"}:
            number = Decimal(value)
            return int(number) if number == number.to_integral_value() else float(number)
        if name == "boolean":
            return value == "true"
        return value
    for base in (*_CODES, terms.ID, terms.GROUND, terms.LAW):
        if value.startswith(base):
            return value[len(base) :]
    return value


_CODES = (
    terms.KIND,
    terms.MODALITY,
    terms.OUTCOME,
    terms.ROLE,
    terms.BODY,
    terms.STATUS,
    terms.STATE,
    terms.CITED,
    terms.EFFECT,
    terms.TOPIC,
    terms.RELATION,
    terms.GROUND_RELATION,
    terms.WORDING,
    terms.DIVERGENCE,
    terms.PART,
    terms.TIME,
)


def _term(store: Store, parameter: Parameter, value: str) -> Any:
    import pyoxigraph as ox

    if parameter.type == "integer":
        if not re.fullmatch(r"-?[0-9]{1,18}", value):
            raise UsageError(
                Text(
                    f"参数“{parameter.name}”须为整数，现为“{value}”",
                    f"Parameter “{parameter.name}” must be a whole number, not “{value}”",
                ),
                hint=Text(f"例如：--param {parameter.name}=3", f"For example: --param {parameter.name}=3"),
            )
        return ox.Literal(int(value))
    if parameter.type == "share":
        if not re.fullmatch(r"0(\.[0-9]{1,18})?|1(\.0{1,18})?", value):
            raise UsageError(
                Text(
                    f"参数“{parameter.name}”须为 0 到 1 之间的数，现为“{value}”",
                    f"Parameter “{parameter.name}” must be a number from 0 to 1, not “{value}”",
                ),
                hint=Text(
                    f"例如：--param {parameter.name}=0.6", f"For example: --param {parameter.name}=0.6"
                ),
            )
        return ox.Literal(value, datatype=ox.NamedNode(terms.XSD + "decimal"))
    if parameter.type == "text":
        try:
            return ox.Literal(value)
        except ValueError:  # half of a surrogate pair, which no text can hold
            raise UsageError(
                Text(
                    f"参数“{parameter.name}”含有无效字符",
                    f"Parameter “{parameter.name}” holds characters that are none",
                )
            ) from None
    base = NAMESPACES[parameter.type]
    iri = value if value.startswith(terms.BASE) else base + value
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        node = None
    if node is None or next(store.quads_for_pattern(node, None, None, None), None) is None:
        members = {
            name.removeprefix(base)
            for quad in store.quads_for_pattern(None, None, None, None)
            if (name := str(getattr(quad.subject, "value", ""))).startswith(base)
        }
        raise UsageError(
            Text(
                f"参数“{parameter.name}”的值“{value}”不存在（应为{parameter.meaning.zh}）",
                f"Parameter “{parameter.name}”: there is no {parameter.meaning.en} “{value}”",
            ),
            hint=_suggestion(value, members, Text("可用 kgq search 查找", "Find one with kgq search")),
        )
    return node


def _suggestion(word: str, known: Iterable[str], otherwise: Text) -> Text:
    near = did_you_mean(word, tuple(known))
    return Text(near.zh + otherwise.zh, f"{near.en} {otherwise.en}") if near else otherwise
