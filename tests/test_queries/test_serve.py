from pathlib import Path

import pytest

from kg.errors import LitkgError
from queries.serve import read_token
from tests.test_queries.conftest import TOKEN


def test_token_comes_from_a_file_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("LITKG_TOKEN", "another token of some length")
    assert read_token(str(tmp_path / "token")) == TOKEN
    assert read_token(None) == "another token of some length"
    monkeypatch.delenv("LITKG_TOKEN")
    assert read_token(None) is None


@pytest.mark.parametrize("content", ["", "short", "\xff"])
def test_weak_token_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "token").write_text(content, encoding="latin-1")
    with pytest.raises(LitkgError, match="token"):
        read_token(str(tmp_path / "token"))


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LitkgError, match="cannot be read"):
        read_token(str(tmp_path / "none"))
