"""Case files for the tests of annex 4 and of the Administrative Compulsion Law: whole ones, and one change each.

Each world is a file on which everything is in order. A change names a place by the keys of the JSON,
joined by dots (`documents.measure-approval.cause`), and what is to stand there, or `GONE`.
"""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "data" / "examples" / "casefiles"

#: Marks a place that is taken out of a file.
GONE = object()

Record = dict[str, Any]


def changed(record: Record, changes: dict[str, Any]) -> Record:
    """A copy of a record with some of its places filled anew, or taken out.

    A number in a path is the position in a list, from 0; missing levels are made.
    """
    copy = deepcopy(record)
    for path, value in changes.items():
        *above, last = path.split(".")
        node: Any = copy
        for key in above:
            node = node[int(key)] if isinstance(node, list) else node.setdefault(key, {})
        if isinstance(node, list):
            if value is GONE:
                del node[int(last)]
            else:
                node[int(last)] = value
        elif value is GONE:
            node.pop(last, None)
        else:
            node[last] = value
    return copy


def _read(name: str) -> Record:
    record: Record = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    del record["judgements"]
    return record


def receipt(document: str, day: str, **more: Any) -> Record:
    """A proof of direct service."""
    return {
        "served_document": document, "recipient": "某公司", "mode": "direct", "served_on": day,
        "place": "某地", "server_signed": ["陈某", "林某"], "recipient_signed": "任某", "sealed": True, **more,
    }  # fmt: skip


#: An impoundment on Tuesday 14 May 2024, lifted on 5 June.
MEASURE = _read("measure-full")

#: An auction in settlement of a fine, on Tuesday 15 October 2024.
EXECUTION = _read("execution-full")

#: The impoundment, applied on the spot at 09:30 and reported at 16:00.
URGENT = changed(
    MEASURE,
    {
        "circumstances.urgent": True,
        "documents.measure-approval.applied_at": "2024-05-14T09:30:00",
        "documents.measure-approval.reported_at": "2024-05-14T16:00:00",
        "documents.measure-approval.head_signed_on": "2024-05-15",
    },
)

#: Freezing of deposits, decided on Friday 10 May 2024 and handed over on the third working day, Tuesday.
FREEZING = changed(
    MEASURE,
    {
        "documents.measure-approval.measures": ["freezing"],
        "documents.measure-decision.measures": ["freezing"],
        "documents.measure-notice.measures": ["freezing"],
        "documents.measure-decision.made_on": "2024-05-10",
        "documents.measure-decision.handed_over": GONE,
        "documents.measure-inventory": GONE,
        "documents.legal-review.1.made_on": "2024-05-10",
        "documents.service-receipt": [receipt("measure-decision", "2024-05-14")],
    },
)

#: A limit on personal liberty, urgent, reported on the day of return.
LIBERTY = changed(
    URGENT,
    {
        "circumstances.family_informed": True,
        "documents.measure-approval.measures": ["personal-liberty"],
        "documents.measure-decision.measures": ["personal-liberty"],
        "documents.measure-notice.measures": ["personal-liberty"],
        "documents.measure-approval.returned_at": "2024-05-14T15:50:00",
        "documents.measure-inventory": GONE,
    },
)

#: Restoration by substitute performance on Tuesday 15 October 2024; demand on Thursday 10 October.
SUBSTITUTE = changed(
    EXECUTION,
    {
        "surcharge": GONE,
        "circumstances.money_duty": False,
        "circumstances.harm_from_nonperformance": True,
        "documents.enforcement-decision": GONE,
        "documents.demand-notice": {
            **EXECUTION["documents"]["demand-notice"], "made_on": "2024-10-10", "performance_deadline": "2024-10-14",
        },
        "documents.substitute-performance-decision": {
            "number": "某代履〔2024〕1号", "made_on": "2024-10-10", "organ_name": "蒲县市场监督管理局",
            "party": EXECUTION["documents"]["enforcement-decision"]["party"],
            "facts": "堆放的渣土阻断公路边沟", "object": "清除渣土", "performance_manner": "委托清运",
            "legal_basis": EXECUTION["documents"]["enforcement-decision"]["legal_basis"],
            "cost": 3200.00, "party_duties": "承担代履行费用", "review_organ": "蒲县人民政府", "review_days": 60,
            "court": "蒲县人民法院", "litigation_months": 6, "sealed": True, "performed_on": "2024-10-15",
        },
        "documents.service-receipt": [
            receipt("demand-notice", "2024-10-10"), receipt("substitute-performance-decision", "2024-10-10"),
        ],
    },
)  # fmt: skip

#: An application to the court on Monday 14 October 2024; the demand was served on 24 September, ten working
#: days before Saturday 12 October, which was worked.
COURT = changed(
    EXECUTION,
    {
        "surcharge": GONE,
        "filed_on": GONE,
        "closed_on": GONE,
        "circumstances.enforcement_authorised": False,
        "circumstances.urgent": GONE,
        "documents.enforcement-decision": GONE,
        "documents.enforcement-site-record": GONE,
        "documents.legal-review": GONE,
        "documents.service-receipt": [receipt("demand-notice", "2024-09-24")],
        "documents.court-application": {
            "number": "某强申〔2024〕1号", "applied_on": "2024-10-14", "materials": ["行政处罚决定书", "催告书"],
            "head_signed_by": "马某", "sealed": True,
        },
    },
)  # fmt: skip

#: A measure and its execution in one file.
BOTH = {
    **EXECUTION,
    "kind": ["compulsory-measure", "compulsory-execution"],
    "filed_on": "2024-05-11",
    "circumstances": {**MEASURE["circumstances"], **EXECUTION["circumstances"]},
    "documents": {
        **{k: v for k, v in MEASURE["documents"].items() if k not in ("service-receipt", "legal-review")},
        **{k: v for k, v in EXECUTION["documents"].items() if k not in ("service-receipt", "legal-review")},
        "service-receipt": [
            *MEASURE["documents"]["service-receipt"], *EXECUTION["documents"]["service-receipt"],
        ],
        "legal-review": [
            *MEASURE["documents"]["legal-review"][:2], *EXECUTION["documents"]["legal-review"][1:],
        ],
    },
}  # fmt: skip
for _name in ("measure-approval", "measure-decision"):
    BOTH["documents"][_name] = {
        **BOTH["documents"][_name],
        "party": EXECUTION["documents"]["enforcement-decision"]["party"],
    }

WORLDS: dict[str, Record] = {
    "measure": MEASURE,
    "urgent": URGENT,
    "freezing": FREEZING,
    "liberty": LIBERTY,
    "execution": EXECUTION,
    "substitute": SUBSTITUTE,
    "court": COURT,
    "both": BOTH,
}
