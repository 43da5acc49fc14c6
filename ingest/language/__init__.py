"""What does English say about the structure of a text: sentences, words, parses, abbreviations."""

from ingest.language.abbreviations import Abbreviation, find_abbreviations
from ingest.language.pipeline import Language

__all__ = ["Abbreviation", "Language", "find_abbreviations"]
