"""What "these cells" takes up is recorded as evidence, and need not be followed."""

from __future__ import annotations

import json

from click.testing import CliRunner

from ingest.extract import Extractor
from kg.cli import main
from kg.model import Document

TEXT = "We studied regulatory T cells. These cells secrete IL-10."


def test_antecedent_is_kept_on_the_evidence(extractor: Extractor) -> None:
    (claim,) = extractor.extract(Document("x", TEXT)).as_contribution().claims
    assert claim.statement.relation == "secretes"
    assert claim.evidence.antecedent is not None
    assert claim.evidence.antecedent.of(TEXT) == "regulatory T cells"


def test_extractor_need_not_follow_phrases(extractor: Extractor) -> None:
    plain = Extractor(extractor.recogniser.linker.lexicon, extractor.language, coreference=False)
    assert plain.extract(Document("x", TEXT)).relations == ()


def test_extract_command_need_not_follow_phrases() -> None:
    line = json.dumps({"id": "x", "text": TEXT})
    found = {}
    for option in ("--coreference", "--no-coreference"):
        result = CliRunner().invoke(main, ["extract", "--from", "jsonl", option, "-"], input=line)
        found[option] = json.loads(result.stdout)["statements"]
    assert [s["relation"] for s in found["--coreference"]] == ["secretes"]
    assert found["--no-coreference"] == []


def test_what_is_taken_away_may_be_taken_up(extractor: Extractor) -> None:
    for missing in ("Mice lacking the gene", "Mice without it"):
        text = f"The group worked on IL-10. {missing} had fewer regulatory T cells."
        names, _, said = extractor.read(Document("x", text))
        claims = {(names[r.subject].span.of(text), r.relation, names[r.object].span.of(text)) for r in said}
        assert ("IL-10", "increases_amount_of", "regulatory T cells") in claims
