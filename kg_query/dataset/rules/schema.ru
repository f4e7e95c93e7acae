# The semantics of the vocabulary (OWL 2 Profiles, table 9).
# Left unsaid: that a class or property lies below itself and equals itself, that every class lies
# below owl:Thing and above owl:Nothing (scm-cls, scm-op, scm-dp).

# rule: scm-sco
INSERT { ?c rdfs:subClassOf ?e } WHERE { ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?e FILTER(?c != ?d && ?d != ?e && ?c != ?e) }

# rule: scm-eqc1
INSERT { ?c rdfs:subClassOf ?d . ?d rdfs:subClassOf ?c } WHERE { ?c owl:equivalentClass ?d FILTER(?c != ?d) }

# rule: scm-eqc2
INSERT { ?c owl:equivalentClass ?d } WHERE { ?c rdfs:subClassOf ?d FILTER(?c != ?d) ?d rdfs:subClassOf ?c }

# rule: scm-spo
INSERT { ?p rdfs:subPropertyOf ?r } WHERE { ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r FILTER(?p != ?q && ?q != ?r && ?p != ?r) }

# rule: scm-eqp1
INSERT { ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p } WHERE { ?p owl:equivalentProperty ?q FILTER(?p != ?q) }

# rule: scm-eqp2
INSERT { ?p owl:equivalentProperty ?q } WHERE { ?p rdfs:subPropertyOf ?q FILTER(?p != ?q) ?q rdfs:subPropertyOf ?p }

# rule: scm-dom1
INSERT { ?p rdfs:domain ?d } WHERE { ?p rdfs:domain ?c . ?c rdfs:subClassOf ?d }

# rule: scm-dom2
INSERT { ?p rdfs:domain ?c } WHERE { ?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q }

# rule: scm-rng1
INSERT { ?p rdfs:range ?d } WHERE { ?p rdfs:range ?c . ?c rdfs:subClassOf ?d }

# rule: scm-rng2
INSERT { ?p rdfs:range ?c } WHERE { ?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q }

# rule: scm-hv
INSERT { ?c rdfs:subClassOf ?d } WHERE {
  ?p rdfs:subPropertyOf ?q FILTER(?p != ?q)
  ?c owl:onProperty ?p ; owl:hasValue ?y . ?d owl:hasValue ?y ; owl:onProperty ?q
}

# rule: scm-svf1
INSERT { ?c rdfs:subClassOf ?d } WHERE {
  ?a rdfs:subClassOf ?b FILTER(?a != ?b)
  ?c owl:someValuesFrom ?a ; owl:onProperty ?p . ?d owl:someValuesFrom ?b ; owl:onProperty ?p
}

# rule: scm-svf2
INSERT { ?c rdfs:subClassOf ?d } WHERE {
  ?p rdfs:subPropertyOf ?q FILTER(?p != ?q)
  ?c owl:onProperty ?p ; owl:someValuesFrom ?y . ?d owl:someValuesFrom ?y ; owl:onProperty ?q
}

# rule: scm-avf1
INSERT { ?c rdfs:subClassOf ?d } WHERE {
  ?a rdfs:subClassOf ?b FILTER(?a != ?b)
  ?c owl:allValuesFrom ?a ; owl:onProperty ?p . ?d owl:allValuesFrom ?b ; owl:onProperty ?p
}

# rule: scm-avf2
INSERT { ?d rdfs:subClassOf ?c } WHERE {
  ?p rdfs:subPropertyOf ?q FILTER(?p != ?q)
  ?c owl:onProperty ?p ; owl:allValuesFrom ?y . ?d owl:allValuesFrom ?y ; owl:onProperty ?q
}

# rule: scm-int
INSERT { ?c rdfs:subClassOf ?member } WHERE { ?c owl:intersectionOf/rdf:rest*/rdf:first ?member FILTER(?c != ?member) }

# rule: scm-uni
INSERT { ?member rdfs:subClassOf ?c } WHERE { ?c owl:unionOf/rdf:rest*/rdf:first ?member FILTER(?c != ?member) }
