"""What kind of thing a named thing is said to be."""

from __future__ import annotations

import pytest

from factcheck.stages.verdicts.kinds import kinds_of_things, same_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The navy's frigate INS Karwa stopped three boats.", [("ship", "frigate")]),
        ("Patrol vessel INS Karwa was near.", [("ship", "patrol vessel")]),
        ("INS Karwa is a patrol boat.", [("ship", "patrol vessel")]),
        ("The Lena Star, a tanker carrying oil, sank.", [("ship", "tanker")]),
        ("He worked at Tallow Ltd., an organic tea and health product store in the town.", [("business", "store")]),
        ("Tallow is a wholesaler of tea.", [("business", "wholesaler")]),
        ("John Smith, a bank manager, fled.", []),
        ("John Smith, a store clerk at Tallow, fled.", []),
        ("Lee is the owner of a restaurant.", []),
        ("The frigate sank.", []),
    ],
)
def test_the_kind_of_a_named_thing(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(kind.among, kind.kind) for kind in kinds_of_things(text)] == expected


def test_a_name_is_one_with_and_without_its_prefix_and_form() -> None:
    (short,) = kinds_of_things("Tallow is a wholesaler of tea.")
    (long,) = kinds_of_things("Tallow Distributors Ltd., a tea store in Leeds, closed.")
    (other,) = kinds_of_things("Norda, a tea store in Leeds, closed.")
    assert same_name(short, long)
    assert not same_name(short, other)
