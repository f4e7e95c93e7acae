"""The dataset that the service answers from: put together, inferred, described, built in one step, verified.

`assemble` says what stands in it, `closure` what follows from that, `description` and `named` what it is
and what can be asked of it, `versions` how it lies on disk and `build` how it gets there.
"""

from .build import backup, build, ready, verify
from .service import questions, serialise, service_description, void
from .versions import Dataset, Manifest, current, default_folder

__all__ = [
    "Dataset", "Manifest", "backup", "build", "current", "default_folder", "questions", "ready", "serialise",
    "service_description", "verify", "void",
]  # fmt: skip
