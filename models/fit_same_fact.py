#!/usr/bin/env python3
"""Fits the output `same_fact` of the NLI model, and how a verdict weighs it.

    python models/fit_same_fact.py --ecb FOLDER --stories FOLDER [--model models/nli] [--labels FILE] [--write]

The output is a linear function of what the model's classifier reads. FOLDER of --ecb holds ecbplus_docs_train.jsonl.gz
and ecbplus_docs_dev.jsonl.gz, that of --stories the annotated stories; the seeds are in the repository. The labels
name claims by document and by a digest of their words, since not all texts are ours to pass on; a pair whose claims
factcheck reads otherwise today is left out and counted. Printed is how well pairs of events left out are told apart.
With --write the output's weights go into same_fact.json of the model's folder (`export_onnx.py` then writes its graph
anew), and the weights of the verdict into factcheck/stages/verdicts/one_fact.toml.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from training.ecb import write_folders

from factcheck.api import load_models
from factcheck.backends.torch_nli import TorchNliScorer
from factcheck.backends.weights import SAME_FACT_WEIGHTS, SameFact
from factcheck.pipeline import Models, Stages, gather_evidence, read_all, score_both_ways
from factcheck.schema import CandidatePair, SourceRole
from factcheck.settings import Settings
from factcheck.stages.ingest import read_sources
from factcheck.stages.verdicts.evidence import PairEvidence
from factcheck.stages.verdicts.one_fact import WEIGHTS_FILE, one_fact_features

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "factcheck" / "stages" / "verdicts" / WEIGHTS_FILE
SHARE = {"A": 1.0, "P": 0.4, "N": 0.0, "H": 0.0, "S": 0.2}
"""How far a label counts as one fact in both: agreement, a part, another fact, a hard and a soft conflict."""
STATE_PENALTY, FEATURE_PENALTY = 0.01, 1.0
"""Inverse strength of the L2 penalty on standardised values; the first was chosen on events left out."""
FOLDS = 12
_BATCH = 64
_Matrix = NDArray[np.float64]
_Row = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """Two claims of one event with all that is known of them, and how far both report one fact."""

    event: str
    evidence: PairEvidence
    share: float


def digest(text: str) -> str:
    """What names a claim in the file of labels."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def read_labels(path: Path) -> dict[str, list[_Row]]:
    """The rows of the file by event."""
    rows: dict[str, list[_Row]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            rows[row["event"]].append(row)
    return rows


def cases_of(event: str, folder: Path, rows: Sequence[_Row], models: Models) -> Iterator[Case]:
    """The labelled pairs of one folder that factcheck reads as they were labelled."""
    sources, _ = read_sources([folder], SourceRole.SOURCE, Settings().ingest)
    reading = read_all(sources, models, Stages(None))
    names = {source.id: Path(source.path).stem for source in sources}
    places = {(names[claim.source_id], digest(claim.text)): number for number, claim in enumerate(reading.claims)}
    pairs, shares = [], []
    for row in rows:
        ends = [places.get((row[f"{side}_document"], row[f"{side}_digest"])) for side in ("left", "right")]
        if None in ends or row["label"] not in SHARE:
            continue
        one, other = sorted((int(end) for end in ends if end is not None), key=lambda n: reading.claims[n].id)
        cosine = float(reading.vectors[one] @ reading.vectors[other])
        pairs.append(CandidatePair(left=reading.claims[one].id, right=reading.claims[other].id, similarity=cosine))
        shares.append(SHARE[row["label"]])
    scores = score_both_ways(pairs, reading.claims, models.nli)
    evidence = gather_evidence(pairs, scores, reading.claims, reading.facts, (), sources)
    yield from (Case(event, one, share) for one, share in zip(evidence, shares, strict=True))


def read_cases(ecb: Path, stories: Path, labels: Mapping[str, Sequence[_Row]]) -> list[Case]:
    """The labelled pairs of ECB+, of the stories and of the seeds."""
    settings = Settings()
    models = load_models(settings.models, settings.cache)
    with tempfile.TemporaryDirectory() as written:
        folders = {folder.name: folder for folder in write_folders(ecb, Path(written))}
        folders |= {f"stories/{path.name}": path / "sources" for path in sorted(stories.iterdir()) if path.is_dir()}
        folders["seeds"] = HERE.parent / "seeds"
        found = [case for event in sorted(labels) for case in cases_of(event, folders[event], labels[event], models)]
    return found


def states(scorer: TorchNliScorer, cases: Sequence[Case]) -> _Matrix:
    """What the classifier reads of each case, the mean of both directions: (cases, hidden)."""
    texts = [(case.evidence.left.text, case.evidence.right.text) for case in cases]
    both = [*texts, *((right, left) for left, right in texts)]
    order = sorted(range(len(both)), key=lambda number: sum(map(len, both[number])))
    rows: dict[int, _Matrix] = {}
    for start in range(0, len(order), _BATCH):
        part = order[start : start + _BATCH]
        rows |= dict(zip(part, scorer.first_states([both[number] for number in part]), strict=True))
    return np.stack([(rows[number] + rows[number + len(texts)]) / 2 for number in range(len(texts))])


def fit(rows: _Matrix, shares: _Matrix, penalty: float) -> tuple[_Matrix, float]:
    """Weights and constant of a logistic regression in which a share counts as so much of either answer."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    both, answers = np.concatenate([(rows - mean) / spread] * 2), np.repeat([1, 0], len(rows))
    counts = np.concatenate([shares, 1 - shares])
    model = LogisticRegression(C=penalty, max_iter=3000).fit(both[counts > 0], answers[counts > 0], counts[counts > 0])
    weight = model.coef_[0] / spread
    return weight, float(model.intercept_[0] - weight @ mean)


def left_out(rows: _Matrix, cases: Sequence[Case], penalty: float) -> _Matrix:
    """The logit of each case by weights that were fitted without its event."""
    shares, logits = np.array([case.share for case in cases]), np.zeros(len(cases))
    events = sorted({case.event for case in cases})
    fold = np.array([events.index(case.event) % FOLDS for case in cases])
    for number in range(FOLDS):
        weight, bias = fit(rows[fold != number], shares[fold != number], penalty)
        logits[fold == number] = rows[fold == number] @ weight + bias
    return logits


def weighed(cases: Sequence[Case], same_fact: _Matrix) -> tuple[list[str], _Matrix]:
    """Names and values of what the verdict weighs, with the given logits in the place of the model's."""
    features = [one_fact_features(case.evidence) | {"same_fact": logit} for case, logit in zip(cases, same_fact)]  # noqa: B905
    names = list(features[0])
    return names, np.array([[row[name] for name in names] for row in features])


def tell(cases: Sequence[Case], name: str, logits: _Matrix) -> None:
    """The area under the ROC curve of the sure labels, of each kind of text."""
    answers, sure = np.array([case.share for case in cases]), np.array([case.share in {0.0, 1.0} for case in cases])
    kinds = np.array([case.event.split("/")[0] if case.event[0] == "s" else "ECB+" for case in cases])
    areas = [
        f"{kind} {roc_auc_score(answers[sure & (kinds == kind)] == 1, logits[sure & (kinds == kind)]):.3f}"
        for kind in sorted(set(kinds))
    ]
    print(f"{name:22} {', '.join(areas)}")


def main() -> None:
    """Reads the arguments, fits, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ecb", type=Path, required=True, help="folder with the documents of ECB+")
    parser.add_argument("--stories", type=Path, required=True, help="folder of the annotated stories")
    parser.add_argument("--model", type=Path, default=HERE / "nli")
    parser.add_argument("--labels", type=Path, default=HERE / "labels" / "same_fact.tsv")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    labels = read_labels(args.labels)
    cases = read_cases(args.ecb, args.stories, labels)
    lost = sum(map(len, labels.values())) - len(cases)
    shares, rows = np.array([case.share for case in cases]), states(TorchNliScorer(args.model), cases)
    own = left_out(rows, cases, STATE_PENALTY)
    names, features = weighed(cases, own)
    print(f"{len(cases)} pairs of {len(labels)} events; {lost} more are read otherwise today")
    print("area under the ROC curve, events left out:")
    tell(
        cases, "entailment, likelier", np.array([one_fact_features(case.evidence)["entailment_high"] for case in cases])
    )
    tell(cases, "all but same_fact", left_out(features[:, :-1], cases, FEATURE_PENALTY))
    tell(cases, "same_fact", own)
    tell(cases, "all", left_out(features, cases, FEATURE_PENALTY))
    if args.write:
        weight, bias = fit(rows, shares, STATE_PENALTY)
        told = SameFact(weight=tuple(float(f"{value:.6g}") for value in weight), bias=round(bias, 6))
        (args.model / SAME_FACT_WEIGHTS).write_text(json.dumps(told.model_dump()) + "\n", encoding="utf-8")
        weight, constant = fit(features, shares, FEATURE_PENALTY)
        lines = ["# Written by models/fit_same_fact.py; the features are described in one_fact.py."]
        lines += [f"constant = {constant:.4f}", f"pairs = {len(cases)}", "", "[features]"]
        lines += [f"{name} = {value:.4f}" for name, value in zip(names, weight, strict=True)]
        TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
