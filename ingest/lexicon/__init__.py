"""What may this stretch of text name? The packaged lexicon of names, opened in milliseconds."""

from ingest.lexicon.key import key
from ingest.lexicon.lexicon import Lexicon
from ingest.lexicon.term import Match, NameStatus, Sense, Term

__all__ = ["Lexicon", "Match", "NameStatus", "Sense", "Term", "key"]
