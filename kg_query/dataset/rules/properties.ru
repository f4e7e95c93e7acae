# The semantics of axioms about properties (OWL 2 Profiles, table 5).
# prp-spo2 (chains) and prp-key are written out for each axiom by `closure`: their lists have any length.

# rule: prp-dom
INSERT { ?x a ?c } WHERE { ?p rdfs:domain ?c . ?x ?p ?y }

# rule: prp-rng
INSERT { ?y a ?c } WHERE { ?p rdfs:range ?c . ?x ?p ?y FILTER(!isLiteral(?y)) }

# rule: prp-fp
INSERT { ?y owl:sameAs ?z } WHERE {
  ?p a owl:FunctionalProperty . ?x ?p ?y , ?z FILTER(?y != ?z && !isLiteral(?y) && !isLiteral(?z))
}

# rule: prp-ifp
INSERT { ?x owl:sameAs ?z } WHERE {
  ?p a owl:InverseFunctionalProperty . ?x ?p ?y . ?z ?p ?y FILTER(?x != ?z)
}

# rule: prp-symp
INSERT { ?y ?p ?x } WHERE { ?p a owl:SymmetricProperty . ?x ?p ?y }

# rule: prp-trp
INSERT { ?x ?p ?z } WHERE { ?p a owl:TransitiveProperty . ?x ?p ?y . ?y ?p ?z }

# rule: prp-spo1
INSERT { ?x ?q ?y } WHERE { ?p rdfs:subPropertyOf ?q FILTER(?p != ?q) ?x ?p ?y }

# rule: prp-eqp
INSERT { ?x ?q ?y } WHERE { { ?p owl:equivalentProperty ?q } UNION { ?q owl:equivalentProperty ?p } FILTER(?p != ?q) ?x ?p ?y }

# rule: prp-inv
INSERT { ?y ?q ?x } WHERE { { ?p owl:inverseOf ?q } UNION { ?q owl:inverseOf ?p } ?x ?p ?y }
