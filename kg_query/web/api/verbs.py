"""What runs in a task worker: one request of the API answered, from its bytes to the bytes of the answer.

A job is plain JSON: `operation`, `path`, `options` (name → values, from the address), `format`, `lang`,
`media_type` (of the body), `masked` (whether personal data of
what is brought are masked). The header of the answer holds either `size` and perhaps `filename`, or `fault`,
an error as `refusals.fault_to` writes it. The server rebuilds the error and never sees what caused it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kg_query.errors import InputError, InternalError, KgqError, did_you_mean, known_words
from kg_query.graph import KnowledgeGraph
from kg_query.inputs import shown
from kg_query.model import Text

from .inputs import Brought, bring
from .masking import mask_brought, mask_fault
from .operations import Answer, Call, Operation
from .options import Options
from .refusals import NotFound, fault_to
from .table import operations

__all__ = ["Job", "answer", "open_handler"]

Job = Mapping[str, Any]


def open_handler(
    options: Mapping[str, Any],
) -> Callable[[dict[str, Any], bytes], tuple[dict[str, Any], Iterable[bytes]]]:
    """The handler of a worker: opens the graph once, then answers one job after another.

    Args:
        options: `data`, the folders of data that are added to the graph; `lang`.

    Raises:
        InternalError: the reader of workbooks would parse XML without its guard.
    """
    from kg_query.inputs.workbook import guarded_reader

    guarded_reader()
    kg = KnowledgeGraph.open(data=list(options.get("data") or ()), lang=str(options.get("lang") or "zh"))
    _warm(kg)

    def handle(job: dict[str, Any], body: bytes) -> tuple[dict[str, Any], Iterable[bytes]]:
        try:
            made = answer(kg, job, body)
        except KgqError as error:
            fault = fault_to(error)
            return {"fault": mask_fault(kg, body, fault) if job.get("masked") else fault}, ()
        except RecursionError:
            return {"fault": fault_to(InputError(Text("嵌套过深", "nested too deeply")))}, ()
        except MemoryError:
            raise
        except Exception as error:
            _report(error)
            return {"fault": fault_to(_internal())}, ()
        return {"size": len(made.content), "filename": made.filename}, (made.content,)

    return handle


def answer(kg: KnowledgeGraph, job: Job, body: bytes = b"") -> Answer:
    """The answer to one job.

    Raises KgqError for whatever is wrong with the request or cannot be answered.
    """
    operation = operations()[job["operation"]]
    _check_path(kg, operation, job["path"])
    names = [p.name for p in operation.parameters]
    brought = (
        bring(body, job.get("media_type") or "", operation.roles, names) if operation.roles else Brought()
    )
    if job.get("masked"):
        mask_brought(kg, brought)
    given: dict[str, list[str]] = {name: list(values) for name, values in job["options"].items()}
    options = Options({**brought.options, **given}, operation.parameters)  # the address goes before the body
    options.check_words(kg)
    if operation.needs_files and not brought.of(operation.roles[0].name):
        raise InputError(
            Text("请求没有带来内容", "the request brings nothing"),
            hint=Text("请把文件内容作为请求体发送", "Send the content of the file as the body"),
        )
    return operation.run(Call(kg, operation, options, job["path"], brought, job["format"], job["lang"]))


def _check_path(kg: KnowledgeGraph, operation: Operation, path: Mapping[str, str]) -> None:
    for place in operation.places:
        words, value = place.words(kg), path[place.name]
        if words and value not in words:
            raise NotFound(
                Text(f"没有“{shown(value)}”", f"there is no “{shown(value)}”"),
                hint=did_you_mean(value, words) or (known_words(words) if len(words) < 20 else None),
            )


def _warm(kg: KnowledgeGraph) -> None:
    """Makes what the first request would wait for, before the worker is sealed off."""
    kg.assess({"id": "warm", "established": [next(iter(kg.corpus.grounds))]})


def _internal() -> InternalError:
    return InternalError(
        Text("程序内部错误", "internal error"),
        hint=Text("请求编号已记入日志", "The log has it under the id of the request"),
    )


def _report(error: Exception) -> None:
    """Writes where the fault lies to the log of the worker; never what was asked, which may be a case."""
    import sys
    import traceback

    places = [
        f"{f.filename.rsplit('kg_query', 1)[-1]}:{f.lineno}"
        for f in traceback.extract_tb(error.__traceback__)
    ]
    sys.stderr.write(f"kg_query.web.api: {type(error).__name__} at {' < '.join(reversed(places[-6:]))}\n")
