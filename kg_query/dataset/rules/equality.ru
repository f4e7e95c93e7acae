# The semantics of equality (OWL 2 Profiles, table 4). That everything equals itself is left unsaid (eq-ref).

# rule: eq-sym
INSERT { ?y owl:sameAs ?x } WHERE { ?x owl:sameAs ?y FILTER(?x != ?y) }

# rule: eq-trans
INSERT { ?x owl:sameAs ?z } WHERE { ?x owl:sameAs ?y . ?y owl:sameAs ?z FILTER(?x != ?z && ?x != ?y) }

# rule: eq-rep-s
INSERT { ?t ?p ?o } WHERE { ?s owl:sameAs ?t FILTER(?s != ?t) ?s ?p ?o FILTER(?p != owl:sameAs) }

# rule: eq-rep-p
INSERT { ?s ?q ?o } WHERE { ?p owl:sameAs ?q FILTER(?p != ?q) ?s ?p ?o }

# rule: eq-rep-o
INSERT { ?s ?p ?u } WHERE { ?o owl:sameAs ?u FILTER(?o != ?u) ?s ?p ?o FILTER(?p != owl:sameAs) }
