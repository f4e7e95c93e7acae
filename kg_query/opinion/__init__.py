"""The room of reasoned opinions: facts, norms, their application and the conclusion, to be signed."""

from .opinion import Opinion, opinion

__all__ = ["Opinion", "opinion"]
