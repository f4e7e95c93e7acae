"""The web: the graph over HTTP, as a SPARQL endpoint, as linked data and as an API.

`app.create_app` puts it together; each router stands in a module of its own and is listed there.
Nothing here parses what a user sent or evaluates a query: that happens in worker processes.
"""
