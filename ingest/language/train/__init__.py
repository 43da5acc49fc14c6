"""How the packaged language model is made again: `python -m ingest.language.train --help`.

Nothing here runs at ingest time; it needs the optional dependencies of the extra `train`.
"""
