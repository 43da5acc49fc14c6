"""How is the packaged lexicon compiled from its sources? See ``python -m ingest.lexicon.build --help``."""
