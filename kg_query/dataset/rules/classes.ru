# The semantics of classes (OWL 2 Profiles, table 6).

# rule: cls-int1
INSERT { ?x a ?c } WHERE {
  ?c owl:intersectionOf ?list . ?list rdf:first ?first . ?x a ?first
  FILTER NOT EXISTS { ?list rdf:rest*/rdf:first ?member FILTER NOT EXISTS { ?x a ?member } }
}

# rule: cls-int2
INSERT { ?x a ?member } WHERE { ?c owl:intersectionOf/rdf:rest*/rdf:first ?member . ?x a ?c }

# rule: cls-uni
INSERT { ?x a ?c } WHERE { ?c owl:unionOf/rdf:rest*/rdf:first ?member . ?x a ?member }

# rule: cls-svf1
INSERT { ?x a ?c } WHERE { ?c owl:someValuesFrom ?d ; owl:onProperty ?p . ?x ?p ?y . ?y a ?d }

# rule: cls-svf2
INSERT { ?x a ?c } WHERE { ?c owl:someValuesFrom owl:Thing ; owl:onProperty ?p . ?x ?p ?y }

# rule: cls-avf
INSERT { ?y a ?d } WHERE { ?c owl:allValuesFrom ?d ; owl:onProperty ?p . ?x a ?c ; ?p ?y FILTER(!isLiteral(?y)) }

# rule: cls-hv1
INSERT { ?x ?p ?y } WHERE { ?c owl:hasValue ?y ; owl:onProperty ?p . ?x a ?c }

# rule: cls-hv2
INSERT { ?x a ?c } WHERE { ?c owl:hasValue ?y ; owl:onProperty ?p . ?x ?p ?y }

# rule: cls-maxc2
INSERT { ?y owl:sameAs ?z } WHERE {
  ?c owl:maxCardinality ?one FILTER(?one = 1) ?c owl:onProperty ?p . ?x a ?c ; ?p ?y , ?z
  FILTER(?y != ?z && !isLiteral(?y) && !isLiteral(?z))
}

# rule: cls-maxqc3
INSERT { ?y owl:sameAs ?z } WHERE {
  ?c owl:maxQualifiedCardinality ?one FILTER(?one = 1) ?c owl:onProperty ?p ; owl:onClass ?d .
  ?x a ?c ; ?p ?y , ?z FILTER(?y != ?z && !isLiteral(?y) && !isLiteral(?z)) ?y a ?d . ?z a ?d
}

# rule: cls-maxqc4
INSERT { ?y owl:sameAs ?z } WHERE {
  ?c owl:maxQualifiedCardinality ?one FILTER(?one = 1) ?c owl:onProperty ?p ; owl:onClass owl:Thing .
  ?x a ?c ; ?p ?y , ?z FILTER(?y != ?z && !isLiteral(?y) && !isLiteral(?z))
}

# rule: cls-oo
INSERT { ?member a ?c } WHERE { ?c owl:oneOf/rdf:rest*/rdf:first ?member FILTER(!isLiteral(?member)) }
