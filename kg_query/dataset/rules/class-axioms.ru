# The semantics of axioms about classes (OWL 2 Profiles, table 7).

# rule: cax-sco
INSERT { ?x a ?d } WHERE { ?c rdfs:subClassOf ?d FILTER(?c != ?d) ?x a ?c }

# rule: cax-eqc
INSERT { ?x a ?d } WHERE { { ?c owl:equivalentClass ?d } UNION { ?d owl:equivalentClass ?c } FILTER(?c != ?d) ?x a ?c }
