"""What schemathesis has to know of this service to ask it (`make fuzz`): how a body that is a query is sent."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.serializer("application/sparql-query", "application/sparql-update")
def sparql(context: Any, value: Any) -> bytes:
    """The text of a query or an update, as it stands."""
    return str(value).encode("utf-8", "surrogatepass")
