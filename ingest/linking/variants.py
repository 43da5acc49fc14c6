"""What is a sequence variant, whoever writes it?

The normal form is that of tmVar (Wei et al. 2013, doi:10.1093/bioinformatics/btt156): ``p|SUB|V|600|E``,
``c|DEL|657|5``. Nomenclature: HGVS, doi:10.1002/humu.22981.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variant:
    """A change of a sequence; ``level`` is p (protein), c, g, m, n or r, ``kind`` SUB, DEL, INS, DUP, INDEL,
    FS or Allele.

    ``position`` counts as the text does and may be empty, a range (86_89) or relative to an exon (IVS8-2).
    ``count`` is how often a unit is repeated, or where a shifted frame stops.
    """

    level: str
    kind: str
    position: str
    before: str = ""
    after: str = ""
    count: str = ""

    @property
    def normal(self) -> str:
        """The variant in tmVar's normal form.

        >>> Variant("p", "SUB", "600", "V", "E").normal
        'p|SUB|V|600|E'
        """
        parts = [self.position, self.after]
        if self.kind == "SUB":
            parts = [self.before, self.position, self.after]
        elif self.kind == "FS":
            parts = [self.before, self.position, self.after, self.count]
        elif self.kind == "Allele":
            parts = [self.after, self.position]
        elif self.kind == "DUP":
            parts = [self.position, self.after, self.count]
        return "|".join((self.level, self.kind, *parts))

    @property
    def label(self) -> str:
        """The variant as people write it shortest: V600E, 1799T>A, 657del5."""
        if self.kind == "SUB":
            protein = self.level == "p"
            return (
                f"{self.before}{self.position}{self.after}"
                if protein
                else f"{self.position}{self.before}>{self.after}"
            )
        if self.kind == "FS":
            return f"{self.before}{self.position}fs{self.count and 'X' + self.count}"
        if self.kind == "Allele":
            return f"{self.after}{self.position}" if self.level == "p" else f"{self.position}{self.after}"
        return f"{self.position}{self.kind.lower()}{self.after}{self.count}"


_RS = re.compile(r"(?:dbSNP:?\s*|SNP:?\s*)?\(?rs\s?#?\s?(\d{2,12})\b", re.I)


def find_reference(name: str) -> str | None:
    """The reference SNP number that a name is, None if it is none.

    >>> find_reference("rs 113488022"), find_reference("V600E")
    ('rs113488022', None)
    """
    found = _RS.match(name.strip())
    return f"rs{found[1]}" if found else None
