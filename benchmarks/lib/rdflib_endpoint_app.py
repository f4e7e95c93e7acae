"""Serves a file of N-Quads by rdflib-endpoint; runs in an environment that has it.

python benchmarks/lib/rdflib_endpoint_app.py FILE PORT
"""

import sys

import uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint

dataset = Dataset(default_union=True)
dataset.parse(sys.argv[1], format="nquads")
uvicorn.run(
    SparqlEndpoint(graph=dataset, path="/sparql"), host="127.0.0.1", port=int(sys.argv[2]), log_level="error"
)
