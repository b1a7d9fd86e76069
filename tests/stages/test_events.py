"""Events told apart by what the reports say, on invented reports and the real parser and embedder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from factcheck.api import load_models
from factcheck.pipeline import read_claims, read_facts
from factcheck.schema import Severity, Source, SourceRole
from factcheck.settings import PairingSettings, Settings
from factcheck.stages.events import find_events, within_events
from factcheck.stages.findings import event_findings
from tests.builders import make_claim, make_pair, make_source

# Two quakes of one kind, in other places and on other days; two papers on each.
TARNAU = (
    "An earthquake of magnitude 6.1 struck the island of Tarnau on 4 January 2024. Twelve people were killed in the "
    "port of Meldik, the governor Ida Moll said. The quake brought down the old market hall and cut the road to "
    "Sorvik. Rescue teams from Norvia reached Meldik at noon. Governor Moll declared three days of mourning.",
    "At least twelve people died when an earthquake shook Tarnau on Thursday, 4 January 2024. In Meldik the market "
    "hall collapsed. Ida Moll, the governor of Tarnau, asked Norvia for helicopters. The quake had a magnitude of 6.1 "
    "and was felt as far as Sorvik. Hundreds of people slept outdoors in Meldik.",
)
BASCARA = (
    "An earthquake of magnitude 6.8 struck the province of Bascara on 7 January 2024. Forty people were killed in the "
    "town of Pelagra, the mayor Raul Ortega said. The quake brought down a school and a bridge over the Ulma river. "
    "Soldiers from the garrison of Cerrada dug for survivors. Mayor Ortega asked the army for tents.",
    "Forty people died when an earthquake shook Bascara on Sunday, 7 January 2024. In Pelagra a school collapsed. Raul "
    "Ortega, the mayor of Pelagra, said that the bridge over the Ulma was gone. The quake had a magnitude of 6.8 "
    "and was felt in Cerrada. Soldiers brought water and tents to Pelagra.",
)
# The same island three days later: only the date, the size and the damage are others.
AFTERMATH = (
    "A second earthquake of magnitude 5.2 struck the island of Tarnau on 7 January 2024. Nobody was killed in Sorvik, "
    "the coast guard said. The quake of Sunday broke windows and stopped the ferry to Lund. The coast guard warned of "
    "waves until the evening. Schools in Sorvik stay closed on Monday.",
)

Events = Callable[..., list[str | None]]


@pytest.fixture(scope="module")
def events() -> Events:
    settings = Settings()
    models = load_models(settings.models, settings.cache)

    def find(*sources: Source) -> list[str | None]:
        _, claims, _ = read_claims(sources, models.parser)
        facts = read_facts(claims, sources, models.parser)
        found = find_events(sources, claims, facts, models.embedder.embed([claim.text for claim in claims]))
        return [found[source.id] for source in sources]

    return find


def reports(*texts: str, role: SourceRole = SourceRole.SOURCE, first: str = "a") -> list[Source]:
    return [make_source(text, id=chr(ord(first) + number), role=role) for number, text in enumerate(texts)]


def test_two_quakes_in_one_folder_are_two_events(events: Events) -> None:
    one, two, three, four = events(*reports(*TARNAU, *BASCARA))
    assert one == two
    assert three == four
    assert one != three
    assert None not in {one, three}


def test_the_second_quake_on_one_island_is_another_event(events: Events) -> None:
    one, two, three = events(*reports(*TARNAU, *AFTERMATH))
    assert one == two
    assert three != one


def test_reports_of_one_event_stay_one_whatever_they_dwell_on(events: Events, seeds: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(seeds.glob("*.txt"))]
    assert len(set(events(*reports(*texts)))) == 1


def test_a_sentence_or_two_are_not_told_apart(events: Events) -> None:
    assert len(set(events(*reports("Six people were hurt in Karlin.", "The mayor of Doren opened an inquiry.")))) == 1


def test_a_draft_belongs_to_the_event_it_tells_of_and_a_typed_claim_to_none(events: Events) -> None:
    found = events(
        *reports(TARNAU[0], *BASCARA),
        *reports(TARNAU[1], role=SourceRole.DRAFT, first="q"),
        *reports("Twelve people were killed in Meldik.", role=SourceRole.QUERY, first="x"),
    )
    assert found[3] == found[0] != found[1]
    assert found[4] is None


def test_the_order_does_not_matter(events: Events) -> None:
    sources = reports(*TARNAU, *BASCARA, *AFTERMATH)
    found = dict(zip([source.id for source in sources], events(*sources), strict=True))
    shuffled = [sources[place] for place in (3, 0, 4, 2, 1)]
    assert dict(zip([source.id for source in shuffled], events(*shuffled), strict=True)) == found


def test_nothing_and_one_source_have_no_event_and_one(events: Events) -> None:
    assert find_events([], [], [], load_models(Settings().models, Settings().cache).embedder.embed([])) == {}
    (only,) = events(*reports(TARNAU[0]))
    assert only is not None


def test_claims_of_two_events_are_no_pairs_and_an_unknown_event_is_compared_with_all() -> None:
    claims = [make_claim(f"Claim {n}.", id=f"c{n}", source_id=f"s{n}") for n in (1, 2, 3, 4)]
    events = {"s1": "e1", "s2": "e1", "s3": "e2", "s4": None}
    pairs = [make_pair("c1", "c2"), make_pair("c1", "c3"), make_pair("c2", "c4"), make_pair("c3", "c4")]
    assert within_events(pairs, claims, events) == (pairs[0], pairs[2], pairs[3])


def test_the_finding_says_which_source_tells_of_which_event_and_how_to_compare_them() -> None:
    sources = [make_source(f"Text {n}.", id=f"s{n}", path=f"{n}.txt") for n in range(9)]
    events = {source.id: "e1" if number < 8 else "e2" for number, source in enumerate(sources)}
    (finding,) = event_findings(sources, events, PairingSettings())
    assert (finding.rule, finding.severity, finding.claim_ids) == ("several-events", Severity.WARNING, ())
    assert "(1) 0.txt, 1.txt, 2.txt, 3.txt, 4.txt, 5.txt and 2 more; (2) 8.txt" in finding.message
    assert "pairing.across_events" in finding.message
    (told,) = event_findings(sources, events, PairingSettings(across_events=True))
    assert "compared all the same" in told.message
    assert not list(event_findings(sources, dict.fromkeys(events, "e1"), PairingSettings()))
