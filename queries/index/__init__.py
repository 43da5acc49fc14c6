"""What can be looked up faster than SPARQL can? An SQLite index of one snapshot, made beside the store."""
