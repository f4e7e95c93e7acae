"""What every request passes before a route sees it, and every answer on its way out; one module a concern.

Pure ASGI, so that bodies are streamed and nothing is buffered that need not be. `stack` has them in order.
"""

from .stack import install

__all__ = ["install"]
