from pathlib import Path

from ingest.extract import Extractor
from ingest.receive import Receiver
from kg.model import Contribution, Document
from kg.store import Store


def test_what_is_sent_is_in_the_store_when_the_answer_is_given(tmp_path: Path, extractor: Extractor) -> None:
    with Store.open(tmp_path) as store:
        store.add(Contribution(Document("text:old", "Old.")))
    receive = Receiver(tmp_path, lambda: extractor)
    (first,) = receive(b"Interleukin-6 activates STAT3.", "mine", "text")
    assert (first.statements, first.changed, first.problem) == (1, True, "")
    with Store.open(tmp_path, read_only=True) as store:
        assert {document.id for document in store.documents()} == {"text:old", first.id}


def test_record_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path, extractor: Extractor) -> None:
    with Store.open(tmp_path):
        pass
    lines = b'{"id": "a", "text": "PD-1."}\nnonsense\n{"id": "b", "text": "PD-1."}\n'
    found = Receiver(tmp_path, lambda: extractor)(lines, "mine", "jsonl")
    assert [one.id for one in found if not one.problem] == ["a", "b"]
    (wrong,) = (one for one in found if one.problem)
    assert "mine" in wrong.problem
