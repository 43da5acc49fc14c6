"""How is the packaged lexicon compiled from its sources? See ``litkg lexicon build --help``."""
