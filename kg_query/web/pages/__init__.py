"""The pages: what analysts and bureau staff use; each module is one page, over the operations of the API.

`frame` writes templates and answers requests with them, `asking` asks the operations of the API. A page
computes nothing about the law: it asks, and says what came back.
"""

#: The modules whose `router` makes up the pages, in the order in which addresses are looked up.
ROUTERS = (
    "home",
    "assess",
    "plain",
    "search",
    "defects",
    "questions",
    "compare_case",
    "compare",
    "duties",
    "statistics",
    "evaluation",
    "sparql",
    "law",
    "review",
)
