"""The folder of an NLI model: where it lies, what its manifest or its config says, whether its files are whole."""

from __future__ import annotations

import hashlib
import json
import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, FiniteFloat, model_validator

from factcheck.backends.batching import UNSCALED, Scaling, scores_of
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo, NliLabel, NliScores, Record

MANIFEST = "manifest.json"
LOGITS, SAME_FACT = "logits", "same_fact"
"""The outputs of a graph; a folder of ours has the weights of the second in SAME_FACT_WEIGHTS."""
SAME_FACT_WEIGHTS = "same_fact.json"
EARLY_EXIT_WEIGHTS = "early_exit.safetensors"
"""Weights of the early exit of a folder of ours; their names begin with EARLY_EXIT."""
EARLY_EXIT = "early_exit."
GRAPHS = ("model.onnx", "onnx/model.onnx")
"""Where a folder has its graph: ours beside the manifest, those of the Hugging Face hub one deeper."""
MAX_LENGTH = 256
"""Tokens of a pair where no manifest says how many; claims and sentences are far shorter."""
# What is fetched from the hub: not the copies of the weights for other runtimes that many repositories hold.
_FETCHED = ("*.json", "*.safetensors", "*.bin", "*.txt", "*.model")
# How NLI models on the Hugging Face hub name the three labels; matched after lower-casing.
_LABEL_NAMES: Mapping[str, NliLabel] = {
    "entailment": NliLabel.ENTAILMENT,
    "entail": NliLabel.ENTAILMENT,
    "entails": NliLabel.ENTAILMENT,
    "neutral": NliLabel.NEUTRAL,
    "contradiction": NliLabel.CONTRADICTION,
    "contradict": NliLabel.CONTRADICTION,
    "contradicts": NliLabel.CONTRADICTION,
}


class Manifest(Record):
    """What ships beside the weights.

    `labels` is the order of the model's outputs; `temperature`, `exponent` and `bias` are the scaling of its logits,
    fitted on dev. `max_length` counts tokens of a pair, `files` maps each file to its SHA-256.
    """

    name: str
    labels: tuple[NliLabel, ...]
    temperature: float = Field(gt=0, allow_inf_nan=False)
    exponent: FiniteFloat = Field(0.0, ge=0)
    bias: tuple[FiniteFloat, FiniteFloat, FiniteFloat] = (0.0, 0.0, 0.0)
    max_length: int
    files: dict[str, str]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if sorted(self.labels) != sorted(NliLabel):
            raise ValueError("the labels must be entailment, neutral and contradiction, each once")
        if not any(name.endswith(".safetensors") for name in self.files):
            raise ValueError("no file of weights is named")
        return self

    @property
    def sha256(self) -> str:
        """One digest for the whole model, from those of its files and the scaling of its logits.

        A scaling by the temperature alone leaves the digest as it was before there was more.
        """
        more = [self.bias, self.exponent] if any((*self.bias, self.exponent)) else []
        told = [sorted(self.files.items()), self.temperature, *more]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    @property
    def scaling(self) -> Scaling:
        """How the model's logits become probabilities."""
        return Scaling(self.temperature, self.exponent, self.bias)

    @property
    def info(self) -> ModelInfo:
        """What a report says of the model."""
        return ModelInfo(role="nli", name=self.name, sha256=self.sha256)


@dataclass(frozen=True)
class Reading:
    """How the outputs of a model are read: see `Manifest`; `info` is what the report says of the model."""

    info: ModelInfo
    labels: tuple[NliLabel, ...]
    scaling: Scaling = UNSCALED
    max_length: int = MAX_LENGTH

    def scores(self, logits: NDArray[np.float32]) -> list[NliScores]:
        """`logits` of shape (pairs, labels), with a column more for `same_fact` or not, as probabilities."""
        return scores_of(logits, self.labels, self.scaling)


class SameFact(Record):
    """The linear function of the first token's last state whose value is the logit of `NliScores.same_fact`."""

    weight: tuple[FiniteFloat, ...]
    bias: FiniteFloat


def same_fact_of(folder: Path) -> SameFact | None:
    """The weights in `folder`, None where it has none; ModelError where they are damaged."""
    path = folder / SAME_FACT_WEIGHTS
    if not path.is_file():
        return None
    try:
        return SameFact.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"The model file {path} cannot be read ({error}); reinstall factcheck.") from error


class EarlyExit(Record):
    """Where a pair may leave the model, and how sure its answer there must be (models/fit_early_exit.py).

    `layer` is the number of the layer, from 0, after which all states of a pair's tokens are read: M learned queries
    each take a mean of them, weighted by softmax, and a small network on these means and the first token's state says
    the labels' logits and that of `same_fact`. A pair leaves where the greatest softmax(logits / `temperature`) is at
    least `sure`, that of contradiction, the third label, is below `contradiction_below`, and the probability of
    `same_fact` lies below `same_fact_below` or above `same_fact_above`; all others go on to the last layer.
    """

    layer: int = Field(ge=0)
    sure: float = Field(ge=0, le=1)
    temperature: float = Field(gt=0, allow_inf_nan=False)
    contradiction_below: float = Field(ge=0, le=1)
    same_fact_below: float = Field(ge=0, le=1)
    same_fact_above: float = Field(ge=0, le=1)


def early_exit_of(folder: Path) -> EarlyExit | None:
    """What the early exit of `folder` asks for, None where it has none; ModelError where its file is damaged."""
    path = folder / EARLY_EXIT_WEIGHTS
    if not path.is_file():
        return None
    try:
        with path.open("rb") as stream:
            told = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
        return EarlyExit.model_validate_strings(told["__metadata__"])
    except (OSError, ValueError, LookupError, OverflowError, MemoryError) as error:
        raise ModelError(f"The model file {path} cannot be read ({error}); reinstall factcheck.") from error


def reading_of_manifest(folder: Path) -> Reading:
    """What the manifest of `folder` says, after a check of all files; ModelError where one is not as it was trained."""
    manifest = read_manifest(folder)
    verify(folder, manifest)
    return Reading(manifest.info, manifest.labels, manifest.scaling, manifest.max_length)


def label_order(id2label: Mapping[int, str], model: str) -> tuple[NliLabel, ...]:
    """The model's outputs by name; ModelError for a two-way model or names that are not the three NLI labels."""
    names = [str(id2label[index]).lower() for index in sorted(id2label)]
    order = tuple(_LABEL_NAMES[name] for name in names if name in _LABEL_NAMES)
    if len(order) != len(names) or set(order) != set(NliLabel):
        raise ModelError(
            f"The model {model!r} has the labels {', '.join(names)}; factcheck needs one with exactly entailment, "
            "neutral and contradiction: name another in models.nli_model or leave it out."
        )
    return order


def model_folder(model: str | Path, *, graph: bool = False) -> Path:
    """The folder of a model: itself, or of a hub id where the local cache has it, fetched first if need be.

    With `graph` the ONNX graph is fetched too. ModelError where there is neither folder nor cached copy nor network.
    """
    if Path(model).expanduser().is_dir():
        return Path(model).expanduser()
    from huggingface_hub import snapshot_download

    wanted = [*_FETCHED, *((*GRAPHS, *(f"{name}_data" for name in GRAPHS)) if graph else ())]
    try:
        return Path(snapshot_download(str(model), allow_patterns=wanted))
    except (OSError, ValueError) as error:  # the hub's own errors are all one of the two
        raise ModelError(
            f"The NLI model {str(model)!r} is neither a folder nor to be had from the Hugging Face cache or hub; "
            "correct models.nli_model or leave it out to use the shipped model."
        ) from error


def graph_of(folder: Path) -> Path | None:
    """The ONNX graph in `folder`, or None."""
    return next((folder / name for name in GRAPHS if (folder / name).is_file()), None)


def shipped_folder() -> Path:
    """The NLI model that comes with factcheck: inside the installed package, or `models/nli` of a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "weights" / "nli", package.parent / "models" / "nli"):
        if (folder / MANIFEST).is_file():
            return folder
    raise ModelError(
        "The NLI model that comes with factcheck is missing from this installation; reinstall factcheck, or name a "
        "model with models.nli_model in the settings."
    )


def read_manifest(folder: Path) -> Manifest:
    """The manifest of `folder`, checked against the label map in its config.json; ModelError where they differ."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_text(encoding="utf-8"))
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        own = tuple(str(config["id2label"][str(index)]).lower() for index in range(len(manifest.labels)))
    except (OSError, ValueError, LookupError, TypeError) as error:  # pydantic's ValidationError is a ValueError
        raise ModelError(f"The NLI model in {folder} has no usable manifest ({error}); reinstall factcheck.") from error
    named = tuple(label.value for label in manifest.labels)
    if own != named:
        raise ModelError(
            f"The NLI model in {folder} names its labels {', '.join(own)}, but its manifest {', '.join(named)}; "
            "reinstall factcheck."
        )
    return manifest


def verify(folder: Path, manifest: Manifest) -> None:
    """ModelError for the first file whose SHA-256 is not the manifest's."""
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file() or file_sha256(path) != expected:
            raise ModelError(f"The model file {path} is missing or damaged; reinstall factcheck.")


def file_sha256(*paths: Path) -> str:
    """SHA-256 of a file; of several, over their contents one after another.

    Of each file the digest takes the mapped pages in one call: other threads run meanwhile, and nothing waits for
    Python's lock after every block. Memory does not grow, for the system drops the pages as it likes.
    """
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size:  # an empty file cannot be mapped
                with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as pages:
                    digest.update(pages)
    return digest.hexdigest()
