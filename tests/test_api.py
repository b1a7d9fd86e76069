"""The three questions as a program asks them."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import factcheck
from factcheck import InputError, ModelError, Report, Settings, SourceRole, Verdict
from factcheck.api import QUERY_PATH, installed_version
from factcheck.schema import Scope
from factcheck.settings import IngestSettings, ModelSettings, NameSettings

FIRST = "The Karlin bridge collapsed on Monday. Six people were hurt, the mayor said.\n"
SECOND = "The Karlin bridge collapsed on Monday. Nine people were hurt.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.txt").write_text(FIRST, encoding="utf-8")
    (sources / "b.txt").write_text(SECOND, encoding="utf-8")
    return sources


def test_public_names_exist_and_are_sorted() -> None:
    assert list(factcheck.__all__) == sorted(
        factcheck.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name)
    )
    for name in factcheck.__all__:
        assert getattr(factcheck, name) is not None


def test_public_functions_and_classes_say_what_they_are_for() -> None:
    for name in factcheck.__all__:
        thing = getattr(factcheck, name)
        if inspect.isfunction(thing) or inspect.isclass(thing):
            assert thing.__doc__, name


@pytest.mark.parametrize("module", ["factcheck", "factcheck.cli", "factcheck.api"])
def test_importing_loads_no_model_library(module: str) -> None:
    heavy = "('torch', 'transformers', 'sentence_transformers', 'spacy', 'onnxruntime', 'trafilatura')"
    code = (
        f"import sys, {module}; loaded = [name for name in {heavy} if name in sys.modules]; assert not loaded, loaded"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_sources_are_compared_with_one_another(folder: Path) -> None:
    report = factcheck.check_sources([folder])
    assert report.run.scope is Scope.SOURCES
    assert {source.role for source in report.sources} == {SourceRole.SOURCE}
    assert {one.verdict for one in report.verdicts} >= {Verdict.AGREEMENT, Verdict.CONTRADICTION}
    assert report.run.version == installed_version()
    assert {model.role for model in report.run.models} == {"parser", "embedding", "nli"}
    assert set(report.run.seconds) >= {"extract", "nli", "verdicts"}


def roles_of_pairs(report: Report) -> set[frozenset[SourceRole]]:
    owner = {claim.id: claim.source_id for claim in report.claims}
    role = {source.id: source.role for source in report.sources}
    return {frozenset({role[owner[one.left]], role[owner[one.right]]}) for one in report.verdicts}


def test_a_typed_claim_is_compared_with_the_sources_only(folder: Path) -> None:
    report = factcheck.check_claim("Seven people were hurt when the Karlin bridge fell.", [folder])
    assert report.run.scope is Scope.AGAINST
    assert [source.path for source in report.sources if source.role is SourceRole.QUERY] == [QUERY_PATH]
    assert roles_of_pairs(report) == {frozenset({SourceRole.QUERY, SourceRole.SOURCE})}
    assert any(one.verdict is Verdict.CONTRADICTION for one in report.verdicts)


def test_a_draft_is_compared_with_the_sources_only(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("# Bridge\n\nThe Karlin bridge collapsed on Monday. Seven people were hurt.\n", encoding="utf-8")
    report = factcheck.check_draft(draft, [folder])
    assert report.run.scope is Scope.AGAINST
    assert [source.path for source in report.sources if source.role is SourceRole.DRAFT] == [draft.as_posix()]
    assert roles_of_pairs(report) == {frozenset({SourceRole.DRAFT, SourceRole.SOURCE})}
    assert {one.verdict for one in report.verdicts} >= {Verdict.AGREEMENT, Verdict.CONTRADICTION}


def test_a_draft_with_the_text_of_a_source_agrees_with_it(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(SECOND, encoding="utf-8")
    report = factcheck.check_draft(draft, [folder])
    assert any(one.verdict is Verdict.AGREEMENT for one in report.verdicts)


def test_progress_is_told_in_words_and_never_goes_back(folder: Path) -> None:
    told: list[tuple[str, float]] = []
    factcheck.check_sources([folder], progress=lambda stage, share: told.append((stage, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert all(0.0 <= share <= 1.0 for share in shares)
    assert all(stage and stage[0].isupper() for stage, _ in told)


def test_settings_reach_the_stages(folder: Path) -> None:
    small = Settings(ingest=IngestSettings(max_bytes=len(SECOND)))
    report = factcheck.check_sources([folder], small)
    assert [Path(source.path).name for source in report.sources] == ["b.txt"]
    assert report.run.settings["ingest"]["max_bytes"] == len(SECOND)  # type: ignore[index]


def test_nothing_to_read_is_an_input_error(tmp_path: Path, folder: Path) -> None:
    for ask in (
        lambda: factcheck.check_sources([tmp_path / "none"]),
        lambda: factcheck.check_sources([]),
        lambda: factcheck.check_claim("The bridge fell.", [tmp_path / "none"]),
        lambda: factcheck.check_claim("", [folder]),
        lambda: factcheck.check_claim("Bridge", [folder]),
        lambda: factcheck.check_draft(tmp_path / "none.md", [folder]),
        lambda: factcheck.check_draft(folder / "a.txt", [tmp_path / "none"]),
    ):
        with pytest.raises(InputError) as raised:
            ask()
        assert str(raised.value).endswith(".")
        assert "\n" not in str(raised.value)


@pytest.mark.parametrize("setting", ["nli_model", "embedding_model"])
def test_a_missing_model_is_a_model_error(folder: Path, tmp_path: Path, setting: str) -> None:
    (tmp_path / "empty").mkdir()
    settings = Settings(models=ModelSettings.model_validate({setting: str(tmp_path / "empty")}))
    with pytest.raises(ModelError):
        factcheck.check_sources([folder], settings)


def test_a_place_that_the_settings_name_is_one_whatever_its_spelling(tmp_path: Path) -> None:
    claim = "The summit takes place in Port Aln on Friday."
    (tmp_path / "report.txt").write_text("The summit will take place in Vienna on Friday.\n", encoding="utf-8")
    named = Settings(names=NameSettings(places={"Vienna": ("Port Aln",)}))
    differs = [verdict.verdict for verdict in factcheck.check_claim(claim, [tmp_path]).verdicts]
    same = [verdict.verdict for verdict in factcheck.check_claim(claim, [tmp_path], named).verdicts]
    assert Verdict.CONTRADICTION in differs
    assert Verdict.CONTRADICTION not in same
