"""The folder of a shipped NLI model: where it lies, what its manifest says, whether its files are those we trained."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Self

from pydantic import Field, FiniteFloat, model_validator

from factcheck.backends.batching import Scaling
from factcheck.errors import ModelError
from factcheck.schema import ModelInfo, NliLabel, Record

MANIFEST = "manifest.json"
_BLOCK = 1 << 20


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


def file_sha256(path: Path) -> str:
    """SHA-256 of one file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
