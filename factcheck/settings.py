"""Every default of factcheck, in one frozen tree, with the reason for each threshold."""

from __future__ import annotations

import json
import math
import tomllib
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError, field_validator

from factcheck.errors import SettingsError
from factcheck.rules import RULE_IDS, unknown_rule
from factcheck.schema import Record, Severity

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class IngestSettings(Record):
    """Limits on what is read."""

    max_bytes: int = Field(20_000_000, description="a larger file is skipped; a news report is a few kilobytes")
    suffixes: tuple[str, ...] = (".txt", ".md", ".markdown", ".html", ".htm")


class PairingSettings(Record):
    """Which pairs of claims are judged at all."""

    min_likeness: float = Field(
        0.155, description="mean of cosine and shared rare words below which two claims are not about one thing"
    )
    max_neighbours: int = Field(
        7, description="mean place of two claims among the nearest of each other's source up to which they are compared"
    )
    max_neighbours_by_fact: int = Field(
        2,
        description="claims of each other source chosen for giving a value of the same thing, however unlike in words",
    )
    across_events: bool = Field(
        False, description="whether sources that tell of different events are compared with each other all the same"
    )
    skip_settled: bool = Field(
        False,
        description="whether a report leaves out the pairs that are neutral whatever the NLI model says: the same "
        "findings from fewer comparisons, and fewer neutral pairs in the JSON",
    )
    min_similarity_against: float = Field(
        0.25, description="cosine below which a claim of a source says nothing of a typed claim or a draft's claim"
    )
    max_neighbours_against: int = Field(
        10, description="claims of each source that a typed claim or a draft's claim chooses to be compared with"
    )
    min_cluster_similarity: float = Field(0.6, description="mean cosine above which two groups of claims share a topic")


class VerdictSettings(Record):
    """Thresholds of the verdict; each named by what it admits.

    `min_probability_of_clash` bounds a calibrated probability (`stages/verdicts/weights.toml`); the others were set by
    hand on the five seed reports, for few and defensible contradictions.
    """

    min_agreement: float = Field(0.55, description="probability, from likeness and entailment, that is agreement")
    min_one_fact: float = Field(
        0.7, description="probability, by the NLI model's output for it, that both report one fact, that is agreement"
    )
    min_one_fact_when_delicate: float = Field(
        0.9, description="the same where a claim is vague, or only one is firm or over"
    )
    min_agreement_when_delicate: float = Field(
        0.75, description="the same where a reference is open, or only one claim denies, doubts, conditions or is over"
    )
    min_agreement_by_likeness: float = Field(
        0.8, description="the same where neither claim entails the other and no fact matches"
    )
    min_entailment_with_names: float = Field(
        0.6, description="entailment that is agreement between similar claims that share three names"
    )
    min_similarity_with_names: float = Field(0.65, description="cosine of such claims")
    min_entailment_alike: float = Field(
        0.8, description="entailment one way that is agreement between claims of one topic that share words"
    )
    min_agreement_alike: float = Field(0.15, description="probability, by likeness and entailment, of such claims")
    min_entailment_when_torn: float = Field(
        0.5, description="entailment that upholds agreement against a contradiction the other way"
    )
    min_entailment_of_checked: float = Field(
        0.25, description="entailment of a typed claim or draft by the source, where only the claim entails the source"
    )
    min_contradiction: float = Field(
        0.5, description="contradiction that rules out agreement in both directions, and puts it in doubt in one"
    )
    min_probability_of_clash: float = Field(
        0.25, description="probability that makes a clash of facts a contradiction, as fitted on the annotated stories"
    )
    max_pairs_of_clash: int = Field(
        5, ge=1, description="pairs of claims listed for one clash of two values; the others are told as repeats of it"
    )
    min_contradiction_with_clash: float = Field(
        0.5, description="contradiction that makes something of a clash whose alignment is unsure"
    )
    min_contradiction_both_ways: float = Field(
        0.4, description="contradiction in both directions that makes comparable what no common event aligns"
    )
    min_contradiction_alone: float = Field(
        0.9, description="contradiction needed in both directions without a clash; bare NLI false-fires below"
    )
    min_contradiction_in_a_word: float = Field(
        0.8, description="contradiction needed in both directions of claims that are alike but for a word or two"
    )
    min_similarity_alone: float = Field(0.7, description="cosine needed for a contradiction without a clash")
    min_similarity_of_match: float = Field(
        0.35, description="cosine below which a quotation or a kind of place that both give is a coincidence"
    )
    min_similarity_of_dated_match: float = Field(
        0.5, description="cosine below which a date or a list of names that both give is a coincidence"
    )
    min_similarity_same_event: float = Field(0.4, description="cosine below which two claims do not tell of one event")
    min_similarity_without_names: float = Field(
        0.5, description="the same for claims that share no name, whose figures are compared"
    )
    min_similarity_sure: float = Field(
        0.6, description="cosine above which claims of one event are taken to be aligned"
    )


class ModelSettings(Record):
    """Which models are used; None stands for the ones that come with factcheck."""

    nli_model: str | None = None
    embedding_model: str | None = None
    backend: Literal["auto", "onnx", "torch"] = Field(
        "auto", description="what runs the NLI model; auto is torch where there is a CUDA GPU, else onnx if it can"
    )
    batch_tokens: int | None = Field(
        None, ge=1, description="padded tokens in one NLI batch; None is what suits the backend, 256 on a core"
    )


class FailOn(StrEnum):
    """The mildest severity of a finding that makes the exit code 1, gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"


class FindingSettings(Record):
    """Which findings count, how much, and which are settled."""

    fail_on: FailOn = Field(FailOn.ERROR, description="the exit code is 1 from this severity on")
    min_level: Severity = Field(Severity.INFO, description="the mildest severity that is shown")
    select: tuple[str, ...] = Field((), description="only these rules; all of them where none is named")
    ignore: tuple[str, ...] = Field((), description="not these rules")
    severity: dict[str, Severity] = Field({}, description="another severity for a rule")
    baseline: str | None = Field(None, description="the file of decisions; beside the settings file unless absolute")
    against: tuple[str, ...] = Field(
        (), description="the reports that check compares with where --against is not given"
    )
    min_probability: float = Field(
        0.5, ge=0.0, le=1.0, description="a contradiction less probable than this does not make the exit code 1"
    )

    @property
    def failing(self) -> frozenset[Severity]:
        """The severities that make the exit code 1."""
        if self.fail_on is FailOn.NEVER:
            return frozenset()
        levels = tuple(Severity)
        return frozenset(levels[: levels.index(Severity(self.fail_on.value)) + 1])

    @field_validator("select", "ignore")
    @classmethod
    def _known(cls, rules: tuple[str, ...]) -> tuple[str, ...]:
        for rule in rules:
            if rule not in RULE_IDS:
                raise ValueError(unknown_rule(rule))
        return rules

    @field_validator("severity")
    @classmethod
    def _of_known_rules(cls, severity: dict[str, Severity]) -> dict[str, Severity]:
        for rule in severity:
            if rule not in RULE_IDS:
                raise ValueError(unknown_rule(rule))
        return severity


class NameSettings(Record):
    """Names beside those that factcheck knows: the form that all spellings share = the other spellings."""

    places: dict[str, tuple[str, ...]] = Field(default={}, description='such as "Aln" = ["Alln", "Port Aln"]')
    organisations: dict[str, tuple[str, ...]] = Field(default={}, description='such as "Orbis Bank" = ["OB"]')
    groups: dict[str, tuple[str, ...]] = Field(default={}, description="peoples and parties")
    surnames: dict[str, tuple[str, ...]] = Field(default={}, description="spellings of one family name")


class CacheSettings(Record):
    """Where results of the models are kept between runs: parses and vectors of texts, NLI scores of pairs."""

    enabled: bool = True
    folder: str | None = Field(None, description="None is the user's cache folder, as the system names it")
    max_megabytes: int = Field(200, ge=1, description="what was kept longest goes first")


class Settings(Record):
    """The whole tree."""

    ingest: IngestSettings = IngestSettings()
    pairing: PairingSettings = PairingSettings()
    verdicts: VerdictSettings = VerdictSettings()
    models: ModelSettings = ModelSettings()
    cache: CacheSettings = CacheSettings()
    findings: FindingSettings = FindingSettings()
    names: NameSettings = NameSettings()


def with_findings(settings: Settings, **changes: object) -> Settings:
    """The settings with other ones for findings, as a command line gives them; raises SettingsError for a bad one."""
    given = {**settings.findings.model_dump(), **changes}
    try:
        findings = FindingSettings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        option = str(first["loc"][0]).replace("_", "-")
        sentence = f"--{option} {_complaint(first)}"
        raise SettingsError(sentence if sentence.endswith(("?", ".")) else f"{sentence}.") from error
    return settings.model_copy(update={"findings": findings})


# --- reading a settings file -----------------------------------------------------------------------------------------

FILE_NAME = "factcheck.toml"
SECTION = ("tool", "factcheck")


def load_settings(config: Path | None = None, start: Path | None = None) -> Settings:
    """The settings in force: of `config`, else of the nearest settings file at or above `start`, else the defaults.

    The nearest file is a factcheck.toml or a pyproject.toml with a [tool.factcheck] section, looked for in `start` (the
    current folder unless given) and then in each folder above it. Raises SettingsError.
    """
    section, path = _in_force(config, start)
    return _settings_of(section, path) if path else Settings()


class SettingEntry(Record):
    """A setting in force: its dotted name, its value, and the file it comes from, None for a default."""

    key: str
    value: object
    origin: str | None


def list_settings(config: Path | None = None, start: Path | None = None) -> tuple[SettingEntry, ...]:
    """Every setting in force with where it comes from, in the order of the tree; finds and raises as load_settings."""
    section, path = _in_force(config, start)
    settings = _settings_of(section, path) if path else Settings()
    return tuple(
        SettingEntry(key=key, value=_at(settings, key), origin=str(path) if _is_set(section, key) else None)
        for key in _known_keys(Settings)
    )


def _at(settings: Settings, key: str) -> object:
    value: object = settings.model_dump(mode="json")
    for name in key.split("."):
        value = value[name] if isinstance(value, dict) else None
    return value


def _is_set(section: dict[str, object], key: str) -> bool:
    value: object = section
    for name in key.split("."):
        if not isinstance(value, dict) or name not in value:
            return False
        value = value[name]
    return True


def _in_force(config: Path | None, start: Path | None) -> tuple[dict[str, object], Path | None]:
    """The section in force with its file; an empty one and None where no file says anything."""
    if config is not None:
        if not config.is_file():
            raise SettingsError(f"{config}: there is no such settings file; check the path given with --config.")
        return _section_of(config) or {}, config
    return _nearest(start or Path.cwd()) or ({}, None)


def _nearest(start: Path) -> tuple[dict[str, object], Path] | None:
    """The first section found from `start` upwards, with its file; factcheck.toml goes before pyproject.toml."""
    folder = start.resolve()
    for place in (folder, *folder.parents):
        for path in (place / FILE_NAME, place / "pyproject.toml"):
            section = _section_of(path) if path.is_file() else None
            if section is not None:
                return section, path
    return None


def _section_of(path: Path) -> dict[str, object] | None:
    """The settings in `path`; None where a pyproject.toml has no section for factcheck."""
    try:
        content: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: this is not valid TOML: {error}.") from error
    except OSError as error:
        raise SettingsError(f"{path}: the settings file cannot be read: {error.strerror}.") from error
    if path.name != "pyproject.toml":
        return content
    section: object = content
    for name in SECTION:
        section = section.get(name) if isinstance(section, dict) else None
    if section is not None and not isinstance(section, dict):
        raise SettingsError(f"{path}: [tool.factcheck] must be a section with settings in it.")
    return section


def _settings_of(section: dict[str, object], path: Path) -> Settings:
    """The tree that a section describes, checked key by key so that the first mistake is named in words."""
    _refuse_unknown(section, Settings, (), path)
    _refuse_endless(section, (), path)
    try:
        # The JSON reading is strict about types and yet takes a TOML array for a tuple.
        settings = Settings.model_validate_json(json.dumps(section, default=str), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        sentence = f'{path}: "{key}" {_complaint(first)}'
        raise SettingsError(sentence if sentence.endswith(("?", ".")) else f"{sentence}.") from error
    return _beside(settings, path.parent)


def _beside(settings: Settings, folder: Path) -> Settings:
    """The settings with the paths in them counted from the folder of their file, not from the current one."""
    given = settings.findings
    baseline = str(folder / given.baseline) if given.baseline else given.baseline
    against = tuple(str(folder / path) for path in given.against)
    findings = given.model_copy(update={"baseline": baseline, "against": against})
    return settings.model_copy(update={"findings": findings})


def _refuse_unknown(section: dict[str, object], model: type[Record], above: tuple[str, ...], path: Path) -> None:
    """Raise SettingsError for the first key that `model` does not have."""
    for name, value in section.items():
        if name not in model.model_fields:
            raise SettingsError(_unknown(".".join((*above, name)), path))
        inner = model.model_fields[name].annotation
        if isinstance(value, dict) and isinstance(inner, type) and issubclass(inner, Record):
            _refuse_unknown(value, inner, (*above, name), path)


def _unknown(key: str, path: Path) -> str:
    """One sentence on an unknown key, with the known key that is spelled most like it."""
    known = _known_keys(Settings)
    near = get_close_matches(key, known, n=1, cutoff=0.6)
    # A key that stands one section too high or too low is spelled right and placed wrong.
    near = near or [name for name in known if name.rpartition(".")[2] == key.rpartition(".")[2]]
    way_out = f'did you mean "{near[0]}"?' if near else f"the settings are {', '.join(known)}."
    return f'{path}: there is no setting "{key}"; {way_out}'


def _known_keys(model: type[Record], above: tuple[str, ...] = ()) -> list[str]:
    """The dotted names of all settings below `model`."""
    names: list[str] = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        nested = isinstance(inner, type) and issubclass(inner, Record)
        names += _known_keys(inner, (*above, name)) if nested else [".".join((*above, name))]  # type: ignore[arg-type]
    return names


def _refuse_endless(section: dict[str, object], above: tuple[str, ...], path: Path) -> None:
    """Raise SettingsError for `inf` and `nan`, which TOML allows and no threshold can be."""
    for name, value in section.items():
        if isinstance(value, dict):
            _refuse_endless(value, (*above, name), path)
        elif isinstance(value, float) and not math.isfinite(value):
            raise SettingsError(f'{path}: "{".".join((*above, name))}" must be an ordinary number, but is {value}.')


_EXPECTED = {
    "float": "a number",
    "int": "a whole number",
    "string": "text in quotation marks",
    "bool": "true or false",
    "tuple": "a list in square brackets",
    "model": "a section with settings in it",
    "dict": "a section with settings in it",
}


def _complaint(error: ErrorDetails) -> str:
    """What is wrong with a value, as the end of a sentence that began with its key."""
    shown = json.dumps(error["input"], ensure_ascii=False, default=str)
    expected = next((words for name, words in _EXPECTED.items() if error["type"].startswith(name + "_")), None)
    if expected:
        return f"must be {expected}, but is {shown}"
    said = error["msg"].removeprefix("Input ").removeprefix("Value error, ")
    return f"{said}, but is {shown}" if said.startswith("should") else f"cannot be {shown}: {said}"
