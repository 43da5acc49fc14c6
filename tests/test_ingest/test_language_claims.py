"""Who does what to whom in short claims, and how well the parser sees it."""

from pathlib import Path

from ingest.language import Language
from ingest.language.train.scores import Claim, read_claims, spoken_claims

CLAIMS = Path(__file__).parent / "test_language_claims.tsv"


def test_parser_finds_what_short_claims_say() -> None:
    gold = read_claims(CLAIMS)
    found = [spoken_claims(doc) for doc in Language.load().parse(sentence for sentence, _ in gold)]
    missed = [
        (sentence, claims - heard)
        for (sentence, claims), heard in zip(gold, found, strict=True)
        if claims - heard
    ]
    assert len(gold) >= 70
    assert sum(len(claims) for _, claims in missed) <= 5, missed


def test_parser_finds_claims_in_active_and_passive_alike() -> None:
    docs = Language.load().parse(["Ruxolitinib blocks JAK2.", "JAK2 is blocked by ruxolitinib."])
    assert [spoken_claims(doc) for doc in docs] == [
        {Claim("Ruxolitinib", "block", "JAK2")},
        {Claim("ruxolitinib", "block", "JAK2")},
    ]
