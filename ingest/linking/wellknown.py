"""Which variants do articles name without saying their reference SNP number?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.linking.packed import reading


@dataclass(frozen=True, slots=True)
class Numbered:
    """A variant's reference SNP number; ``single`` if no other change of the table has it.

    BRAF V600E is the one change of the table at rs113488022; KRAS G12D and G12V share rs121913529, which
    therefore is no identifier of either.
    """

    number: str
    single: bool


class WellKnown:
    """A reviewed table of variants, by the symbol of the gene and the normal form."""

    def __init__(self, rows: Iterable[tuple[str, tuple[str, ...], str]] = ()) -> None:
        rows = list(rows)
        changes = Counter(number for _, _, number in rows)
        self._numbers: Mapping[tuple[str, str], Numbered] = {
            (symbol, form): Numbered(number, changes[number] == 1)
            for symbol, forms, number in rows
            for form in forms
        }

    def find(self, symbol: str, normal: str) -> Numbered | None:
        """The number of a variant of this gene, None if the table has none."""
        return self._numbers.get((symbol, normal))

    @classmethod
    def read(cls, path: Path) -> WellKnown:
        """The table of a file: symbol, forms with a space between them, number; raises LexiconError if damaged."""
        with reading(path, "variants"):
            lines = path.read_text(encoding="utf-8").splitlines()
            fields = (line.split("\t") for line in lines if line and not line.startswith("#"))
            return cls((symbol, tuple(forms.split()), number) for symbol, forms, number in fields)
