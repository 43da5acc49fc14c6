"""Answers: the question library, the SPARQL endpoint, the HTTP interface and its pages."""
