from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.errors import SettingsError
from factcheck.settings import Settings, load_settings


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def complaint(path: Path, text: str) -> str:
    """The one sentence that a settings file is refused with."""
    with pytest.raises(SettingsError) as caught:
        load_settings(write(path, text))
    return str(caught.value)


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path) -> None:
    assert load_settings(start=tmp_path) == Settings()


def test_a_named_file_is_read(tmp_path: Path) -> None:
    config = write(tmp_path / "desk.toml", '[pairing]\nmin_likeness = 0.6\n[ingest]\nsuffixes = [".txt"]\n')
    settings = load_settings(config)
    assert settings.pairing.min_likeness == 0.6
    assert settings.ingest.suffixes == (".txt",)
    assert settings.verdicts == Settings().verdicts


def test_the_nearest_file_wins(tmp_path: Path) -> None:
    write(tmp_path / "factcheck.toml", "[pairing]\nmax_neighbours = 3\n")
    write(tmp_path / "desk" / "factcheck.toml", "[pairing]\nmax_neighbours = 5\n")
    deep = tmp_path / "desk" / "today"
    deep.mkdir()
    assert load_settings(start=deep).pairing.max_neighbours == 5
    assert load_settings(start=tmp_path).pairing.max_neighbours == 3


def test_a_pyproject_without_the_section_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "factcheck.toml", "[pairing]\nmax_neighbours = 3\n")
    write(tmp_path / "code" / "pyproject.toml", "[project]\nname = 'x'\n[tool]\nother = 1\n")
    assert load_settings(start=tmp_path / "code").pairing.max_neighbours == 3


def test_a_pyproject_with_the_section_is_read(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.factcheck.pairing]\nmax_neighbours = 4\n")
    assert load_settings(start=tmp_path).pairing.max_neighbours == 4


def test_factcheck_toml_goes_before_the_pyproject_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.factcheck.pairing]\nmax_neighbours = 4\n")
    write(tmp_path / "factcheck.toml", "[pairing]\nmax_neighbours = 2\n")
    assert load_settings(start=tmp_path).pairing.max_neighbours == 2


def test_a_named_pyproject_may_lack_the_section(tmp_path: Path) -> None:
    assert load_settings(write(tmp_path / "pyproject.toml", "[project]\nname = 'x'\n")) == Settings()


def test_an_unknown_key_is_refused_with_the_nearest_known_one(tmp_path: Path) -> None:
    said = complaint(tmp_path / "desk.toml", "[pairing]\nmin_likenes = 0.5\n")
    assert str(tmp_path / "desk.toml") in said
    assert '"pairing.min_likenes"' in said
    assert 'did you mean "pairing.min_likeness"?' in said


def test_a_key_in_the_wrong_section_is_sent_to_the_right_one(tmp_path: Path) -> None:
    said = complaint(tmp_path / "desk.toml", "min_contradiction = 0.5\n")
    assert 'did you mean "verdicts.min_contradiction"?' in said


def test_an_unknown_key_like_no_other_lists_what_there_is(tmp_path: Path) -> None:
    said = complaint(tmp_path / "desk.toml", "zzz = 1\n")
    assert "pairing.max_neighbours" in said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[pairing]\nmin_likeness = "high"\n', '"pairing.min_likeness" must be a number, but is "high".'),
        ('[pairing]\nmin_likeness = "0.5"\n', '"pairing.min_likeness" must be a number, but is "0.5".'),
        ("[pairing]\nmax_neighbours = 2.5\n", '"pairing.max_neighbours" must be a whole number, but is 2.5.'),
        ("[pairing]\nmin_likeness = nan\n", '"pairing.min_likeness" must be an ordinary number, but is nan.'),
        ("[models]\nnli_model = 3\n", '"models.nli_model" must be text in quotation marks, but is 3.'),
        ('[ingest]\nsuffixes = ".txt"\n', '"ingest.suffixes" must be a list in square brackets, but is ".txt".'),
        ("pairing = 3\n", '"pairing" must be a section with settings in it, but is 3.'),
    ],
)
def test_a_wrong_type_is_said_in_one_sentence(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "desk.toml"
    assert complaint(path, text) == f"{path}: {expected}"


def test_what_is_not_toml_is_refused(tmp_path: Path) -> None:
    assert "not valid TOML" in complaint(tmp_path / "desk.toml", "pairing: 3\n")


def test_what_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_bytes("name = 'Köln'\n".encode("latin-1"))
    with pytest.raises(SettingsError, match="not valid TOML"):
        load_settings(path)


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such settings file"):
        load_settings(tmp_path / "missing.toml")


def test_a_section_that_is_no_section_is_refused(tmp_path: Path) -> None:
    assert "must be a section" in complaint(tmp_path / "pyproject.toml", "[tool]\nfactcheck = 1\n")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_bytes(b"\xef\xbb\xbf[pairing]\nmax_neighbours = 7\n")
    assert load_settings(path).pairing.max_neighbours == 7


def test_names_of_a_newsroom_are_read(tmp_path: Path) -> None:
    config = write(tmp_path / "factcheck.toml", '[names.places]\n"Aln" = ["Port Aln", "Alln"]\n')
    assert load_settings(config).names.places == {"Aln": ("Port Aln", "Alln")}
