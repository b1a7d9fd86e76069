"""Taking a sentence apart: each clause that asserts something by itself, with the subject it shares or inherits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from factcheck.stages.extract.attribution import find_report
from factcheck.stages.extract.coordination import Joint, alternatives, conjunction_chain, find_joints
from factcheck.stages.extract.events import FirstEvent, find_first_events
from factcheck.stages.extract.inflection import past_tense
from factcheck.stages.extract.lexicon import BESIDE, DASHES
from factcheck.stages.extract.nouns import is_plural
from factcheck.stages.extract.phrasing import Part
from factcheck.stages.extract.satellites import Satellite, Side, find_satellites
from factcheck.stages.extract.tree import FINITE_TAGS, Tree

_BREAKS = frozenset((",", ";", ":", "(", ")")) | DASHES


@dataclass(frozen=True)
class Frame:
    """What a clause gets from the clause around it: a subject, auxiliaries, and whose words it is."""

    subject: tuple[Part, ...] = ()
    subject_head: int | None = None
    lead: tuple[Part, ...] = ()
    speaker: int | None = None
    optional: bool = False
    near: tuple[int, ...] = ()


@dataclass(frozen=True)
class Clause:
    """One assertion: its wording, the tokens that its span covers, and the head of the noun phrase that says it.

    An `optional` clause repeats what the clause around it also says; losing it loses nothing.
    """

    head: int
    parts: tuple[Part, ...]
    own: tuple[int, ...]
    speaker: int | None = None
    optional: bool = False
    complete: bool = True


@dataclass
class ClauseReader:
    """Walks a tree from its roots and collects clauses in `clauses`.

    A `coarse` reader only parts what is said from who says it.
    """

    tree: Tree
    coarse: bool = False
    clauses: list[Clause] = field(default_factory=list)
    instead: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    appended: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    inserted: dict[int, tuple[Part, ...]] = field(default_factory=dict)
    attribution: set[int] = field(default_factory=set)

    def read(self) -> list[Clause]:
        """All clauses of the sentence in the order in which they are found."""
        for root in self.tree.roots:
            self._statement(root, Frame())
        for event in find_first_events(self.tree):
            self.clauses.append(self._first_event(event))
        return self.clauses

    def _first_event(self, event: FirstEvent) -> Clause:
        noun = self.tree.tokens[event.noun]
        called: tuple[Part, ...] = event.event or (f"The {noun.text.lower()}",)
        be = "are" if noun.tag == "NNS" else "is"
        own = (*event.event, *event.words)
        return Clause(event.noun, (*called, be, *event.words), own, optional=True)

    def _statement(self, head: int, frame: Frame) -> None:
        report = find_report(self.tree, head)
        speaker = None if report is None else report.subject if report.subject is not None else frame.subject_head
        if report is None or speaker is None:
            self._clause(head, frame)
            return
        speaker = self._who(speaker)
        for content in report.contents:
            self._statement(content, Frame(speaker=speaker, optional=frame.optional))
        self._rest(head, replace(frame, optional=True), set(report.contents), emit=False)

    def _who(self, subject: int) -> int:
        """The noun that a relative pronoun stands for, else `subject` itself."""
        stands_for = self.instead.get(subject, ())
        heads = [part for part in stands_for if isinstance(part, int)]
        return max(heads, key=lambda part: len(self.tree.subtree(part)), default=subject)

    def _clause(self, head: int, frame: Frame) -> None:
        self._rest(head, frame, set(), emit=True)

    def _rest(self, head: int, frame: Frame, taken: set[int], emit: bool) -> None:
        """The clause of `head` without the clauses `taken`, then all that was cut out of it."""
        joints = [] if self.coarse else find_joints(self.tree, head, bool(frame.subject))
        cut = taken | {joint.head for joint in joints}
        satellites = [] if self.coarse else find_satellites(self.tree, head, cut)
        cut |= {satellite.top for satellite in satellites if satellite.separable}
        source = _according_to(self.tree, head, cut)
        if source is not None:
            cut.add(source.phrase)
            self.attribution.update(self.tree.subtree(source.phrase))
            frame = replace(frame, speaker=source.speaker)
        subject = self._subject(head, frame, cut)
        if emit:
            self._emit(head, frame, cut)
        else:
            # What is conjoined with a verb of speech, or follows what was said, belongs to what was said, misread.
            said = self._without(head, cut | set(self.tree.all(head, "conj")))
            end = max(self.tree.subtree(content)[-1] for content in taken)
            follows = end > max(head, subject[1] or head)
            self.attribution.update(index for index in said if index < end or not follows)
        for joint in joints:
            self._statement(joint.head, self._shared(joint, frame, subject, cut))
        for satellite in satellites:
            self._satellite(satellite, frame, subject, cut)

    def left_out(self) -> list[int]:
        """The words with a meaning that stand in no clause and do not say who speaks."""
        used = {part for clause in self.clauses for part in clause.parts if isinstance(part, int)}
        used |= self.attribution | self.instead.keys()
        return [
            index
            for index, token in enumerate(self.tree.tokens)
            if index not in used and token.pos in ("NOUN", "PROPN", "VERB", "NUM", "ADJ")
        ]

    # --- the clause itself

    def _subject(self, head: int, frame: Frame, cut: set[int]) -> tuple[tuple[Part, ...], int | None]:
        own = self.tree.subject(head)
        if own is None:
            return frame.subject, frame.subject_head
        return self._compose(self._without(own, cut)), own

    def _emit(self, head: int, frame: Frame, cut: set[int]) -> None:
        tokens = self._without(head, cut)
        has_subject = self.tree.subject(head) is not None
        finite = self.tree.is_finite(head) or bool(frame.lead) or _is_past_without_tag(self.tree, head)
        complete = finite and (has_subject or bool(frame.subject))
        before: tuple[Part, ...] = () if has_subject else (*frame.subject, *frame.lead)
        for choice in alternatives(self.tree, head, tokens):
            body = self._compose(choice.words) + self.appended.get(head, ())
            own = (*choice.own, *frame.near)
            self.clauses.append(Clause(head, (*before, *body), own, frame.speaker, frame.optional, complete))

    def _without(self, top: int, cut: set[int]) -> list[int]:
        """The words under `top` that are not cut out, without the commas and conjunctions that set the cut apart."""
        kept = self.tree.subtree(top, cut)
        dropped: set[int] = set()
        inside = set(kept)
        for other in cut:
            if self.tree.tokens[other].head in inside:
                dropped |= self._seams(other)
        marks = {child for child in self.tree.children[top] if child < top and self._introduces(child)}
        words = [index for index in kept if index not in dropped and index not in marks]
        while words and self._hangs(words):
            words.pop()
        return words

    def _hangs(self, words: Sequence[int]) -> bool:
        """Whether the last word only leads on to what was cut; a comma that closes another one does not."""
        last = self.tree.tokens[words[-1]]
        commas = sum(self.tree.tokens[index].text == "," for index in words)
        return last.dep == "cc" or last.text == ";" or (last.text == "," and commas % 2 == 1)

    def _introduces(self, index: int) -> bool:
        token = self.tree.tokens[index]
        return token.dep in ("mark", "cc") or (token.tag == "WRB" and self.tree.lower(index) in BESIDE)

    def _seams(self, top: int) -> set[int]:
        phrase = self.tree.subtree(top)
        seams: set[int] = set()
        before = phrase[0] - 1
        while before >= 0 and (self.tree.tokens[before].text in _BREAKS or self._joins(before, top)):
            seams.add(before)
            before -= 1
        after = phrase[-1] + 1
        closes = after < len(self.tree.tokens) and self.tree.tokens[after].text in _BREAKS
        if closes and (before < 0 or seams):
            seams.add(after)
        return seams

    def _joins(self, index: int, top: int) -> bool:
        return self.tree.tokens[index].dep == "cc" and self.tree.tokens[top].dep == "conj"

    def _compose(self, tokens: Sequence[int]) -> tuple[Part, ...]:
        parts: list[Part] = []
        for index in tokens:
            parts.extend(self.instead.get(index, (index,)))
            parts.extend(self.inserted.get(index, ()))
        return tuple(parts)

    # --- what was cut out

    def _shared(self, joint: Joint, frame: Frame, subject: tuple[tuple[Part, ...], int | None], cut: set[int]) -> Frame:
        lead = self._compose(joint.lead) if joint.lead else frame.lead if joint.keeps_lead else ()
        words, head = subject
        return Frame(words, head, lead, frame.speaker, frame.optional)

    def _satellite(
        self, satellite: Satellite, frame: Frame, subject: tuple[tuple[Part, ...], int | None], cut: set[int]
    ) -> None:
        speaker = frame.speaker if satellite.top != frame.speaker else None
        optional = True
        top, noun = satellite.top, satellite.noun
        if satellite.side is Side.BESIDE:
            self._statement(top, Frame(speaker=self._beside_speaker(top, frame), optional=not satellite.separable))
            return
        if satellite.side is Side.SPEECH:
            self._statement(top, Frame(subject[0], subject[1], (), frame.speaker, optional))
            return
        if noun is None:
            words, noun_head = subject
            near: tuple[int, ...] = ()
        else:
            phrase = self._named(satellite, noun, cut)
            words, noun_head, near = self._compose(phrase), noun, tuple(phrase)
        if not words or noun_head is None:
            return
        base = Frame(words, noun_head, (), speaker, optional, near)
        self._write_satellite(satellite, base)

    def _named(self, satellite: Satellite, noun: int, cut: set[int]) -> list[int]:
        """The noun phrase that a satellite speaks of, without what is set off from it; of a person the name alone."""
        beside = {satellite.top, *self.tree.all(noun, "appos", "relcl", "acl")} - _restricting(self.tree, noun)
        phrase = self._without(noun, cut | beside)
        person = self.tree.tokens[noun].entity == "PERSON" and satellite.side in (Side.APPOSITIVE, Side.AGE)
        return [index for index in phrase if index <= noun] if person else phrase

    def _write_satellite(self, satellite: Satellite, base: Frame) -> None:
        top = satellite.top
        assert base.subject_head is not None  # noqa: S101 - set by _satellite
        plural = is_plural(self.tree, base.subject_head)
        match satellite.side:
            case Side.RELATIVE:
                self._relative(satellite, base)
            case Side.PASSIVE:
                be = ("are" if plural else "is") if satellite.present else ("were" if plural else "was")
                self._statement_of_participle(top, replace(base, lead=(be,)))
            case Side.ACTIVE:
                for member in conjunction_chain(self.tree, top):
                    if self.tree.tokens[member].tag == "VBG":
                        self.instead[member] = (past_tense(self.tree.lemma(member)),)
                self._statement_of_participle(top, replace(base, lead=("",)))
            case Side.APPOSITIVE:
                words = self._compose(self._without(top, set()))
                be = "are" if plural else "is"
                self._add(top, (*base.subject, be, *words), base)
            case Side.NAME:
                words = self._compose(self._without(top, set()))
                self._add(top, (*words, "is", *base.subject), base)
            case Side.AGE:
                self._add(top, (*base.subject, "is", *self.tree.subtree(top), "years old"), base)
            case Side.EVENT:
                words = self._compose(self.tree.subtree(top))
                self._add(top, (*satellite.lead, *words), replace(base, near=(), optional=False))
            case _:
                return

    def _statement_of_participle(self, top: int, frame: Frame) -> None:
        self._rest(top, frame, set(), emit=True)

    def _beside_speaker(self, top: int, frame: Frame) -> int | None:
        """Whose words an "although ..." is: "he declined to elaborate" is the reporter's remark on the speaker."""
        return None if self.tree.lemma(top) in ("decline", "refuse") else frame.speaker

    def _add(self, head: int, parts: tuple[Part, ...], frame: Frame) -> None:
        own = (*self.tree.subtree(head), *frame.near)
        self.clauses.append(Clause(head, parts, own, frame.speaker, frame.optional))

    def _relative(self, satellite: Satellite, base: Frame) -> None:
        top, pronoun = satellite.top, satellite.pronoun
        if pronoun is None:
            return
        token = self.tree.tokens[pronoun]
        self.instead.update(_written_out(self.tree, pronoun + 1))
        if token.tag == "WP$":
            self.instead[pronoun] = (*base.subject, "'s")
        elif token.dep in ("nsubj", "nsubjpass"):
            self.instead[pronoun] = base.subject
        elif token.dep == "dobj":
            self.instead[pronoun] = ()
            verb = self.tree.tokens[pronoun].head
            self.inserted[verb] = base.subject
        elif token.dep == "pobj":
            preposition = token.head
            self.instead[pronoun] = self.instead[preposition] = ()
            self.appended[top] = (preposition, *base.subject)
        else:
            self.instead[pronoun] = ()
            self.appended[top] = ("in", *base.subject)
        self._statement(top, Frame(speaker=base.speaker, optional=True, near=base.near, subject_head=base.subject_head))


def _restricting(tree: Tree, noun: int) -> set[int]:
    """The modifiers of `noun` that no comma sets off; without them it would be another thing that is meant."""
    modifiers = tree.all(noun, "appos", "relcl", "acl")
    starts = {modifier: tree.subtree(modifier)[0] for modifier in modifiers}
    return {modifier for modifier, start in starts.items() if tree.tokens[start - 1].text not in _BREAKS}


class _Origin(NamedTuple):
    """An "according to" and the noun after it."""

    phrase: int
    speaker: int


def _according_to(tree: Tree, head: int, cut: set[int]) -> _Origin | None:
    for index in tree.subtree(head, cut):
        if tree.lower(index) != "according":
            continue
        to = next((child for child in tree.children[index] if tree.lower(child) == "to"), index)
        speaker = tree.first(to, "pobj")
        if speaker is not None and index not in (head, speaker):
            return _Origin(index, speaker)
    return None


def _written_out(tree: Tree, index: int) -> dict[int, tuple[Part, ...]]:
    """The verb contracted with "who": "who's now a fellow" and "who's left" say "is" and "has"."""
    if index >= len(tree.tokens) or tree.tokens[index].tag not in FINITE_TAGS:
        return {}
    token = tree.tokens[index]
    has = token.dep == "aux" and tree.tokens[token.head].tag == "VBN"
    short = {"s": "has" if has else "is", "re": "are", "ve": "have", "ll": "will", "d": "had"}
    word = short.get(token.text.lower().lstrip("'’"))
    return {} if word is None or token.text[0] not in "'’" else {index: (word,)}


def _is_past_without_tag(tree: Tree, head: int) -> bool:
    """Whether a root tagged as a participle is really a past tense: "The bridge collapsed"."""
    token = tree.tokens[head]
    return token.tag == "VBN" and tree.first(head, "nsubj") is not None and tree.first(head, "aux", "auxpass") is None
