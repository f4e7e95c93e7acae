"""The pages of the law: regulations, clauses, norms, grounds and all else that an id of the law names.

`reader` writes names and links, `norms` and `units` say what norms and units hold, `vocabulary` the rest,
`parallels` what other regulations say in like words, `cited` how a thing is cited and described for search
engines. `faces` chooses what the page of an IRI shows; the statements of the graph stand beneath. `listing`
has the route of the list of regulations.
"""

from .listing import router

__all__ = ["router"]
