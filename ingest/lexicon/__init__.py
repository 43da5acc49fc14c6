"""What may this stretch of text name? The packaged lexicon of names, opened in milliseconds."""

from ingest.lexicon.key import key
from ingest.lexicon.lexicon import Lexicon
from ingest.lexicon.term import OWN_NAMES, Match, NameStatus, Sense, Term

__all__ = ["OWN_NAMES", "Lexicon", "Match", "NameStatus", "Sense", "Term", "key"]
