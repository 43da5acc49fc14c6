"""The graph: identifiers, vocabulary, model, RDF shape, store, assembly and views."""
