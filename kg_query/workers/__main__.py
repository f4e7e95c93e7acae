"""A worker: makes its handler once, cuts itself off, then answers one job after another until its input ends."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    # started as a file, so that nothing is imported from the folder that the server was started in
    if not __package__:
        home = str(Path(__file__).parents[2])
        if home not in sys.path:
            sys.path.append(home)
    from kg_query.workers.child import main

    main()
