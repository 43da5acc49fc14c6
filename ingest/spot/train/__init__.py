"""How the packaged recogniser is made again: `python -m ingest.spot.train --help`.

Nothing here runs at ingest time; it needs the optional dependencies of the extra `train`.
"""
