"""Errors that HTTP has a status of its own for, and how any error crosses from a worker to the server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg_query import errors
from kg_query.errors import SHOWN, InputError, KgqError, Problem
from kg_query.model import Text

__all__ = [
    "DoctypeRefused",
    "NotAccepted",
    "NotFound",
    "Refusal",
    "UnsupportedMedia",
    "fault_from",
    "fault_to",
]


class Refusal(InputError):
    """An error with a status of its own (RFC 9110 §15.5).

    Attributes:
        status: the status code.
        slug: the last part of the problem type's address.
    """

    status = 422
    slug = "bad-input"


class NotFound(Refusal):
    """404: there is nothing of that name."""

    status, slug = 404, "not-found"


class UnsupportedMedia(Refusal):
    """415: a media type that is not read here, or a content that is not of the type it claims."""

    status, slug = 415, "unsupported-media-type"


class NotAccepted(Refusal):
    """403: something that is understood and is refused from anybody, such as shapes or templates."""

    status, slug = 403, "not-accepted"


class DoctypeRefused(Refusal):
    """422: XML that declares a document type or entities, which could read files or use up memory."""

    slug = "doctype-not-allowed"


_KINDS: dict[str, type[KgqError]] = {
    kind.__name__: kind
    for kind in (
        errors.UsageError,
        errors.InputError,
        errors.CorpusError,
        errors.LimitError,
        errors.InternalError,
        NotFound,
        UnsupportedMedia,
        NotAccepted,
        DoctypeRefused,
    )
}


def fault_to(error: KgqError) -> dict[str, Any]:
    """The error as JSON data; of very many problems the first `SHOWN` and their number."""
    kind = next(c.__name__ for c in type(error).__mro__ if c.__name__ in _KINDS or c is KgqError)
    return {
        "kind": kind,
        **Problem(error.message, error.where, error.hint).to_json(),
        "problems": [p.to_json() for p in error.problems[:SHOWN]],
        "count": len(error.problems),
    }


def fault_from(data: Mapping[str, Any]) -> KgqError:
    """The error that `fault_to` wrote down."""
    kind = _KINDS.get(data["kind"], errors.InternalError)
    problems = [_problem(one) for one in data["problems"]]
    if (rest := data["count"] - len(problems)) > 0:
        problems.append(Problem(Text(f"另有 {rest} 处问题", f"{rest} more problems")))
    head = _problem(data)
    return kind(head.message, head.where, head.hint, problems)


def _problem(data: Mapping[str, Any]) -> Problem:
    hint = data["hint"]
    return Problem(Text(**data["message"]), data["where"], Text(**hint) if hint else None)
