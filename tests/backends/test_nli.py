"""What every NLI scorer promises, on the shipped model in both runtimes, and what makes a model unusable."""

from __future__ import annotations

import hashlib
import json
import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from factcheck.backends import choosing, load_nli_scorer
from factcheck.backends.batching import Scaling, even_batches, plan_batches, scores_of
from factcheck.backends.choosing import choose_nli
from factcheck.backends.onnx_nli import OnnxNliScorer
from factcheck.backends.torch_nli import TorchNliScorer, fast_bfloat16
from factcheck.backends.weights import label_order, read_manifest, shipped_folder, verify
from factcheck.errors import ModelError
from factcheck.ports import NliScorer
from factcheck.schema import NliLabel, NliScores
from factcheck.settings import ModelSettings

E, N, C = NliLabel.ENTAILMENT, NliLabel.NEUTRAL, NliLabel.CONTRADICTION
Pair = tuple[str, str]
NAMES = ("entailment", "neutral", "contradiction")

CLEAR: tuple[tuple[str, str, NliLabel], ...] = (
    ("Twelve people were killed in the fire on Sunday.", "People died in the fire.", E),
    ("The court sentenced Ada Holm to six years in prison.", "Ada Holm was sentenced to prison.", E),
    ("The mayor resigned on Friday.", "The mayor did not resign.", C),
    ("Six people were hurt in the crash.", "Nobody was hurt in the crash.", C),
    ("The bridge collapsed on Monday.", "The mayor is fond of opera.", N),
    ("The company makes shoes in Portugal.", "The company's profit doubled last year.", N),
)

PAIRS: tuple[Pair, ...] = (
    *((premise, hypothesis) for premise, hypothesis, _ in CLEAR),
    *((hypothesis, premise) for premise, hypothesis, _ in CLEAR),
    ("The ferry sank off the coast with 40 people on board.", "A ferry carrying 40 people sank."),
    ("The ferry sank off the coast with 40 people on board.", "A ferry carrying 90 people sank."),
    ("Voters go to the polls on Tuesday.", "The election is held on Tuesday."),
    ("Voters go to the polls on Tuesday.", "The election is held on Thursday."),
    ("Police arrested two men in Lisbon.", "Two men were arrested in Lisbon by police."),
    ("Police arrested two men in Lisbon.", "Two men were arrested in Madrid."),
    ("The storm left 3,000 homes without power.", "Thousands of homes lost electricity."),
    ("The storm left 3,000 homes without power.", "No home lost power in the storm."),
    ("The strike was called off after a night of talks.", "The strike went ahead."),
    ("The strike was called off after a night of talks.", "Talks went on through the night."),
    ("Karlin beat Oster 3-1 in the final.", "Oster lost the final."),
    ("Karlin beat Oster 3-1 in the final.", "Oster won the final."),
    ("The minister denied that he had been paid.", "The minister was paid."),
    ("The minister denied that he had been paid.", "The minister says he was not paid."),
    ("The plane landed safely in Oslo.", "The plane crashed near Oslo."),
    ("The plane landed safely in Oslo.", "The flight had left from Rome."),
    ("Rain fell for ten days.", "It rained for more than a week."),
    ("Rain fell for ten days.", "It was dry for ten days."),
    ("The museum opens its new wing in May.", "The museum's new wing opens in spring."),
    ("The museum opens its new wing in May.", "The museum is closing for good."),
    ("Shares fell 4 percent after the results.", "The share price dropped."),
    ("Shares fell 4 percent after the results.", "Shares rose after the results."),
    ("Nobody has been charged yet.", "A suspect has been charged."),
    ("Nobody has been charged yet.", "There have been no charges."),
    ("The talks will be held in Vienna.", "Vienna will host the talks."),
    ("The talks will be held in Vienna.", "The talks will be held in Geneva."),
    ("Her novel won the prize in 1998.", "She won the prize in 1998 for a novel."),
    ("Her novel won the prize in 1998.", "She has two children."),
)

RUNTIMES: dict[str, type[NliScorer]] = {"onnx": OnnxNliScorer, "torch": TorchNliScorer}


@cache
def shipped(runtime: str) -> NliScorer:
    """The shipped model in one runtime, loaded once."""
    return RUNTIMES[runtime](shipped_folder())  # type: ignore[call-arg]


@cache
def shipped_scores(runtime: str) -> list[NliScores]:
    """The scores of PAIRS, computed once: in float32 on two cores they take torch some ten seconds."""
    return shipped(runtime).score(PAIRS)


@pytest.fixture(params=RUNTIMES)
def runtime(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def scorer(runtime: str) -> NliScorer:
    return shipped(runtime)


def triple(scores: NliScores) -> tuple[float, float, float]:
    return scores.entailment, scores.neutral, scores.contradiction


def assert_alike(one: Sequence[NliScores], other: Sequence[NliScores], tolerance: float) -> None:
    assert len(one) == len(other)
    for left, right in zip(one, other, strict=True):
        assert triple(left) == pytest.approx(triple(right), abs=tolerance)
        assert (left.same_fact is None) == (right.same_fact is None)
        assert left.same_fact is None or left.same_fact == pytest.approx(right.same_fact, abs=tolerance)


# --- the contract ----------------------------------------------------------------------------------------------------


def test_no_pairs_no_scores(scorer: NliScorer) -> None:
    assert scorer.score([]) == []


def test_probabilities_sum_to_one(runtime: str, scorer: NliScorer) -> None:
    for scores in [*shipped_scores(runtime), *scorer.score([("", ""), ("word " * 500, "word")])]:
        assert sum(triple(scores)) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("number", range(len(CLEAR)))
def test_clear_cases(runtime: str, number: int) -> None:
    assert shipped_scores(runtime)[number].label is CLEAR[number][2]


def test_premise_and_hypothesis_are_not_mixed_up(scorer: NliScorer) -> None:
    special, general = "Twelve people were killed in the fire on Sunday.", "People died in the fire."
    forward, backward = scorer.score([(special, general), (general, special)])
    assert forward.label is E
    assert backward.label is not E


def tolerance_of(scorer: NliScorer) -> float:
    """torch computes in bfloat16 where the processor does, with three significant digits."""
    return 1e-4 if isinstance(scorer, OnnxNliScorer) else 0.05


def test_order_is_kept(runtime: str, scorer: NliScorer) -> None:
    backwards = scorer.score(PAIRS[:12][::-1])
    assert_alike(backwards[::-1], shipped_scores(runtime)[:12], tolerance_of(scorer))


def test_scores_do_not_depend_on_the_rest_of_the_batch(runtime: str, scorer: NliScorer) -> None:
    alone = [scorer.score([pair])[0] for pair in PAIRS[::5]]
    assert_alike(shipped_scores(runtime)[::5], alone, tolerance_of(scorer))


def test_scores_do_not_depend_on_the_size_of_the_batch(
    runtime: str, scorer: NliScorer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Loading the model once more for another size costs ten seconds, so the loaded one is given that size.
    monkeypatch.setattr(scorer, "_batch_tokens", 50)
    assert_alike(scorer.score(PAIRS[::6]), shipped_scores(runtime)[::6], tolerance_of(scorer))


def test_a_pair_longer_than_the_batch_is_scored(scorer: NliScorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorer, "_batch_tokens", 50)
    (scores,) = scorer.score([(PAIRS[0][0] + " The mayor spoke." * 60, PAIRS[0][1])])
    assert sum(triple(scores)) == pytest.approx(1.0, abs=1e-6)


def test_identity_is_the_manifest_s(scorer: NliScorer) -> None:
    manifest = read_manifest(shipped_folder())
    assert (scorer.info.role, scorer.info.name, scorer.info.sha256) == ("nli", manifest.name, manifest.sha256)


def test_a_swapped_pair_mirrors_its_scores(runtime: str, scorer: NliScorer) -> None:
    clear = len(CLEAR)
    swapped = scorer.score([(hypothesis, premise) for premise, hypothesis in PAIRS[: 2 * clear]])
    known = shipped_scores(runtime)
    assert_alike(swapped, [*known[clear : 2 * clear], *known[:clear]], tolerance_of(scorer))


def test_both_runtimes_say_the_same() -> None:
    """onnxruntime rounds activations to 8 bits and torch does not: few labels and no probability differ by much."""
    onnx, torch = shipped_scores("onnx"), shipped_scores("torch")
    same = sum(one.label is other.label for one, other in zip(onnx, torch, strict=True))
    assert same >= 0.95 * len(PAIRS)
    apart = np.abs(np.array([triple(s) for s in onnx]) - np.array([triple(s) for s in torch])).max(axis=1)
    assert apart.max() < 0.25
    assert np.median(apart) < 0.05


def test_an_interrupted_run_computes_no_more_than_what_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    scorer, begun = shipped("onnx"), 0

    def fail(rows: object) -> None:
        nonlocal begun
        begun += 1
        raise KeyboardInterrupt

    monkeypatch.setattr(scorer, "_logits", fail)
    monkeypatch.setattr(scorer, "_batch_tokens", 20)
    with pytest.raises(KeyboardInterrupt):
        scorer.score(PAIRS)
    assert begun < len(PAIRS)


# --- which runtime ---------------------------------------------------------------------------------------------------


def test_the_default_is_the_shipped_model_in_onnxruntime_where_there_is_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "has_cuda", lambda: False)
    choice = choose_nli(ModelSettings())
    assert (choice.runtime, choice.model) == ("onnx", shipped_folder())


def test_a_gpu_is_taken_where_there_is_one_unless_the_settings_say_onnx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "has_cuda", lambda: True)
    assert choose_nli(ModelSettings()).runtime == "torch"
    assert choose_nli(ModelSettings(backend="onnx")).runtime == "onnx"


def test_torch_is_not_asked_for_a_gpu_where_there_is_no_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "_has_driver", lambda: False)
    monkeypatch.setattr(choosing, "find_spec", lambda name: pytest.fail("torch was looked for"))
    assert not choosing.has_cuda()


def test_a_model_without_a_graph_goes_to_torch(tmp_path: Path) -> None:
    assert choose_nli(ModelSettings(nli_model=str(tmp_path))).runtime == "torch"
    assert choose_nli(ModelSettings(nli_model="somebody/some-nli-model")).runtime == "torch"
    scorer = load_nli_scorer(ModelSettings(nli_model=str(tiny_model(tmp_path, NAMES))))
    assert isinstance(scorer, TorchNliScorer)
    assert scorer.backend in {"torch-cpu", "torch-cuda"}


def test_onnx_for_a_model_without_a_graph_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no ONNX graph .*models\.backend") as raised:
        load_nli_scorer(ModelSettings(nli_model=str(tiny_model(tmp_path, NAMES)), backend="onnx"))
    assert str(tmp_path) in str(raised.value)


def test_torch_that_is_not_installed_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "find_spec", lambda name: None if name == "torch" else object())
    with pytest.raises(ModelError, match="pip install torch"):
        load_nli_scorer(ModelSettings(backend="torch"))


@pytest.mark.parametrize("place", ["model.onnx", "onnx/model.onnx"])
@pytest.mark.parametrize("labels", list(permutations(NAMES))[1:4], ids=",".join)
def test_a_folder_with_a_graph_runs_in_both(tmp_path: Path, labels: tuple[str, ...], place: str) -> None:
    with_graph(tiny_model(tmp_path, labels), place)
    onnx, torch = (load_nli_scorer(ModelSettings(nli_model=str(tmp_path), backend=name)) for name in ("onnx", "torch"))
    assert isinstance(onnx, OnnxNliScorer)
    pairs = [("the bridge fell", "the bridge stood"), ("the", "fell stood fell")]
    assert_alike(onnx.score(pairs), torch.score(pairs), 1e-3 if is_exact(torch) else 0.05)
    assert onnx.info.sha256 != torch.info.sha256


def test_a_graph_beside_other_labels_is_refused(tmp_path: Path) -> None:
    with_graph(tiny_model(tmp_path, ("entailment", "not_entailment")), "model.onnx")
    with pytest.raises(ModelError, match="entailment, neutral and contradiction"):
        OnnxNliScorer(tmp_path)


def test_a_damaged_graph_or_tokenizer_is_a_model_error(tmp_path: Path) -> None:
    with_graph(tiny_model(tmp_path, NAMES), "model.onnx")
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="tokenizer"):
        OnnxNliScorer(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"no graph")
    tiny_model(tmp_path, NAMES)
    with pytest.raises(ModelError, match="cannot be loaded"):
        OnnxNliScorer(tmp_path)


def test_a_graph_without_a_config_is_a_model_error(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"")
    with pytest.raises(ModelError, match=r"config\.json"):
        OnnxNliScorer(tmp_path)


def is_exact(scorer: NliScorer) -> bool:
    """Whether torch computes in float32 here, and not in bfloat16."""
    return not fast_bfloat16(scorer._device.type)  # type: ignore[attr-defined]


def with_graph(folder: Path, place: str) -> None:
    """Writes the float graph of the model in `folder`, as those of the Hugging Face hub are."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    model = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    sample = AutoTokenizer.from_pretrained(folder)("the bridge", "fell", return_tensors="pt")
    names = list(sample)
    axes = {name: {0: "pairs", 1: "tokens"} for name in names} | {"logits": {0: "pairs"}}
    (folder / place).parent.mkdir(exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            tuple(sample[name] for name in names),
            str(folder / place),
            input_names=names,
            output_names=["logits"],
            dynamic_axes=axes,
            dynamo=False,
        )


# --- batches ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("batch_tokens", [1, 40, 100, 10_000])
def test_batches_hold_every_pair_once_and_stay_within_their_bound(batch_tokens: int) -> None:
    lengths = [7, 40, 3, 12, 12, 90, 1, 40]
    batches = plan_batches(lengths, batch_tokens)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= batch_tokens


@pytest.mark.parametrize("cores", [1, 2, 3, 8])
@pytest.mark.parametrize("lengths", [[], [9], [34] * 40, [7, 40, 3, 12, 12, 90, 1, 40], list(range(5, 60))])
def test_even_batches_hold_every_pair_once_within_the_bound(lengths: list[int], cores: int) -> None:
    batches = even_batches(lengths, 64, cores)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[index] for index in batch) <= 64


def test_batches_keep_all_cores_busy_to_the_end() -> None:
    assert len(plan_batches([34] * 40, 300)) == 5
    assert [len(batch) for batch in even_batches([34] * 40, 300, cores=2)] == [7, 7, 7, 7, 7, 5]
    assert [len(batch) for batch in even_batches([30] * 4, 300, cores=2)] == [2, 2]


def test_bias_is_added_after_the_temperature_label_by_label() -> None:
    logits = np.array([[2.0, 0.0, -2.0]], dtype=np.float32)
    (scores,) = scores_of(logits, (C, E, N), Scaling(temperature=2.0, bias=(0.5, -1.0, 0.0)))
    weights = np.exp([2 / 2 + 0.5, 0 / 2 - 1.0, -2 / 2 + 0.0])
    expected = dict(zip(("contradiction", "entailment", "neutral"), weights / weights.sum(), strict=True))
    assert scores.model_dump(exclude={"same_fact"}) == pytest.approx(expected)
    assert scores.same_fact is None


def test_a_column_behind_the_labels_is_the_logit_of_one_fact() -> None:
    logits = np.array([[2.0, 0.0, -2.0, 0.0], [2.0, 0.0, -2.0, 2.0]], dtype=np.float32)
    assert [scores.same_fact for scores in scores_of(logits, (E, N, C))] == pytest.approx([0.5, 1 / (1 + np.exp(-2))])


@given(arrays(np.float32, (3, 3), elements=st.floats(-8, 8, width=32)), st.floats(0.5, 3.0), st.floats(0.0, 2.0))
def test_temperature_and_exponent_change_no_label(logits: Any, temperature: float, exponent: float) -> None:
    plain = Scaling().probabilities(logits.astype(np.float64))
    scaled = Scaling(temperature, exponent).probabilities(logits.astype(np.float64))
    assert np.allclose(scaled.sum(axis=1), 1.0)
    chosen = scaled.argmax(axis=1)
    assert np.allclose(plain[range(3), chosen], plain.max(axis=1))


def test_the_exponent_spreads_sure_logits_more_than_unsure_ones() -> None:
    sure, unsure = np.array([[4.0, 0.0, -4.0]]), np.array([[0.4, 0.0, -0.4]])
    raised = Scaling(exponent=1.0)
    assert raised.probabilities(sure)[0, 0] > Scaling().probabilities(sure)[0, 0]
    assert raised.probabilities(unsure)[0, 0] < Scaling().probabilities(unsure)[0, 0]


def test_a_bias_of_zeros_leaves_the_digest_and_any_other_changes_it() -> None:
    manifest = read_manifest(shipped_folder()).model_copy(update={"bias": (0.0, 0.0, 0.0), "exponent": 0.0})
    before = hashlib.sha256(json.dumps([sorted(manifest.files.items()), manifest.temperature]).encode()).hexdigest()
    assert manifest.sha256 == before
    biases = [(0.1, 0.0, 0.0), (0.0, 0.1, 0.0), (0.0, -0.1, 0.0)]
    changed = [{"bias": bias} for bias in biases] + [{"exponent": 0.1}, {"exponent": 0.2}]
    assert len({before, *(manifest.model_copy(update=change).sha256 for change in changed)}) == 6


# --- damage ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped folder by links, so that a test can damage one file of it."""
    for path in shipped_folder().iterdir():
        if path.suffix == ".json":
            shutil.copy(path, tmp_path / path.name)
        else:
            (tmp_path / path.name).symlink_to(path.resolve())
    return tmp_path


@pytest.mark.parametrize("scorer_type", [OnnxNliScorer, TorchNliScorer])
@pytest.mark.parametrize("name", ["model.onnx", "model-00001-of-00002.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_damaged_weights(copy: Path, scorer_type: type[NliScorer], name: str, damage: str) -> None:
    if name not in read_manifest(copy).files:
        pytest.skip(f"the shipped model has no {name}")
    (copy / name).unlink()
    if damage == "changed":
        (copy / name).write_bytes(b"not what was trained")
    with pytest.raises(ModelError, match="missing or damaged") as raised:
        scorer_type(copy)  # type: ignore[call-arg]
    assert name in str(raised.value)


def test_one_flipped_byte_is_noticed(copy: Path) -> None:
    content = bytearray((copy / "config.json").read_bytes())
    content[-2] = ord(" ") if content[-2] != ord(" ") else ord("\n")
    (copy / "config.json").write_bytes(bytes(content))
    with pytest.raises(ModelError, match=r"config\.json"):
        verify(copy, read_manifest(shipped_folder()))


def rewrite(path: Path, change: Callable[[dict[str, object]], None]) -> None:
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize("scorer_type", [OnnxNliScorer, TorchNliScorer])
def test_manifest_with_another_order_of_labels_than_the_model(copy: Path, scorer_type: type[NliScorer]) -> None:
    rewrite(copy / "manifest.json", lambda manifest: manifest.update(labels=["contradiction", "neutral", "entailment"]))
    with pytest.raises(ModelError, match="labels"):
        scorer_type(copy)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", '{"name": "x"}', '{"name": "x", "labels": [], "temperature": 1, "max_length": 8, "files": {}}'],
)
def test_unusable_manifest(copy: Path, content: str) -> None:
    (copy / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match="reinstall"):
        read_manifest(copy)


@pytest.mark.parametrize(
    "change",
    [{"bias": [0.0, 0.0]}, {"bias": [0.0, 0.0, "x"]}, {"bias": [0.0, 0.0, float("nan")]}, {"temperature": 0.0}],
    ids=str,
)
def test_unusable_calibration(copy: Path, change: dict[str, object]) -> None:
    rewrite(copy / "manifest.json", lambda manifest: manifest.update(change))
    with pytest.raises(ModelError, match="reinstall"):
        read_manifest(copy)


@pytest.mark.parametrize("scorer_type", [OnnxNliScorer, TorchNliScorer])
def test_the_bias_of_the_manifest_is_used(copy: Path, scorer_type: type[NliScorer]) -> None:
    rewrite(copy / "manifest.json", lambda manifest: manifest.update(bias=[0.0, 30.0, 0.0]))
    biased = scorer_type(copy)  # type: ignore[call-arg]
    assert {scores.label for scores in biased.score(PAIRS[:3])} == {N}
    assert biased.info.sha256 != read_manifest(shipped_folder()).sha256


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"id2label": {}}', '{"id2label": {"0": "entailment"}}'])
def test_unusable_config(copy: Path, content: str) -> None:
    (copy / "config.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError):
        read_manifest(copy)


# --- other models ----------------------------------------------------------------------------------------------------


def tiny_model(folder: Path, labels: Sequence[str]) -> Path:
    """A Hugging Face folder with a random BERT of two layers that always favours the label "entailment", if any."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    torch.manual_seed(7)
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    words = [*special.values(), "the", "bridge", "fell", "stood"]
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, special["unk_token"]))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)
    fast.save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=300,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    model = BertForSequenceClassification(config)
    lowered = [label.lower() for label in labels]
    with torch.no_grad():
        model.classifier.bias.fill_(0.0)
        if "entailment" in lowered:
            model.classifier.bias[lowered.index("entailment")] = 5.0
    model.save_pretrained(folder)
    return folder


@pytest.mark.parametrize(
    "labels", [*list(permutations(NAMES))[1:4], ("CONTRADICTION", "ENTAILMENT", "NEUTRAL")], ids=",".join
)
def test_labels_of_a_model_are_mapped_by_name(tmp_path: Path, labels: tuple[str, ...]) -> None:
    scorer = TorchNliScorer(tiny_model(tmp_path, labels))
    (scores,) = scorer.score([("The bridge fell", "the bridge stood")])
    assert scores.label is E
    assert scores.entailment > 0.9
    assert scorer.info.name == str(tmp_path)
    assert len(scorer.info.sha256) == 64


@pytest.mark.parametrize(
    "labels",
    [
        ("LABEL_0", "LABEL_1", "LABEL_2"),
        ("positive", "neutral", "negative"),
        ("entailment", "not_entailment"),
        ("entailment", "contradiction"),
        ("entailment", "entailment", "contradiction"),
    ],
    ids=",".join,
)
def test_a_model_that_is_no_three_way_nli_is_refused(tmp_path: Path, labels: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match="entailment, neutral and contradiction"):
        TorchNliScorer(tiny_model(tmp_path, labels))


@pytest.mark.parametrize(
    ("id2label", "order"),
    [
        ({0: "entailment", 1: "neutral", 2: "contradiction"}, (E, N, C)),
        ({2: "ENTAILMENT", 1: "Neutral", 0: "Contradiction"}, (C, N, E)),
        ({0: "contradicts", 1: "entails", 2: "neutral"}, (C, E, N)),
    ],
)
def test_order_of_labels(id2label: Mapping[int, str], order: tuple[NliLabel, ...]) -> None:
    assert label_order(id2label, "model") == order


def test_a_missing_model_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(ModelError) as raised:
        TorchNliScorer("nobody/no-such-nli-model")
    message = str(raised.value)
    assert "nobody/no-such-nli-model" in message
    assert message.endswith(".")
    assert "\n" not in message


def test_an_absent_network_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    for backend in ("onnx", "torch"):
        with pytest.raises(ModelError, match="Hugging Face cache or hub"):
            load_nli_scorer(ModelSettings(nli_model="nobody/no-such-nli-model", backend=backend))


def test_a_folder_without_a_model_is_a_model_error(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError):
        TorchNliScorer(tmp_path)


def test_a_truncated_model_is_a_model_error(tmp_path: Path) -> None:
    weights = tiny_model(tmp_path, NAMES) / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelError):
        TorchNliScorer(tmp_path)
