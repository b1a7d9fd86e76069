"""Taking a sentence apart: each clause that asserts something by itself, with the subject it shares or inherits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from factcheck.stages.extract.attribution import find_report, in_somebodys_words
from factcheck.stages.extract.coordination import Joint, alternatives, conjunction_chain, find_joints
from factcheck.stages.extract.events import FirstEvent, find_first_events
from factcheck.stages.extract.inflection import past_tense
from factcheck.stages.extract.lexicon import BESIDE, DASHES
from factcheck.stages.extract.nouns import is_personal, is_plural
from factcheck.stages.extract.phrasing import Owner, Part
from factcheck.stages.extract.remarks import gap_of, listed_behind
from factcheck.stages.extract.satellites import find_satellites
from factcheck.stages.extract.sides import Satellite, Side
from factcheck.stages.extract.tree import FINITE_TAGS, Tree

_BREAKS = frozenset((",", ";", ":", "(", ")")) | DASHES
_BESIDE_GAP = 4
_REMARKS = frozenset([Side.COMMENT, Side.GAP, Side.LISTED, Side.ABSOLUTE, Side.GERUND, Side.PURPOSE])


class Subject(NamedTuple):
    """The words of a subject and the noun that heads it; no words where there is none."""

    words: tuple[Part, ...] = ()
    head: int | None = None


_NOBODY = Subject()


@dataclass(frozen=True)
class Frame:
    """What a clause gets from the clause around it: a subject, auxiliaries, and whose words it is.

    `near` holds the tokens of that subject where they stand beside the clause, so that its span covers them.
    """

    subject: Subject = _NOBODY
    lead: tuple[Part, ...] = ()
    finite: bool = False
    speaker: int | None = None
    optional: bool = False
    near: tuple[int, ...] = ()


@dataclass(frozen=True)
class Clause:
    """One assertion: its wording, the tokens that its span covers, and the head of the noun phrase that says it.

    An `optional` clause repeats what the clause around it also says; losing it loses nothing. `pointing` are words put
    in that point back at the clause around it ("this").
    """

    head: int
    parts: tuple[Part, ...]
    own: tuple[int, ...]
    speaker: int | None = None
    optional: bool = False
    complete: bool = True
    pointing: tuple[str, ...] = ()


@dataclass
class ClauseReader:
    """Walks a tree from its roots and collects clauses in `clauses`.

    A `coarse` reader only parts what is said from who says it. `instead`, `inserted` and `appended` hold what is
    written in place of a token, behind it, and at the end of the clause that it heads; `attribution` the words that
    say who speaks.
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
        speaker = None if report is None else report.subject if report.subject is not None else frame.subject.head
        if report is None or speaker is None:
            self._clause(head, frame)
            return
        for content in report.contents:
            self._statement(content, Frame(speaker=self._who(speaker), optional=frame.optional))
        self._clause(head, replace(frame, optional=True), report.contents)

    def _who(self, subject: int) -> int:
        """The noun that a relative pronoun stands for, else `subject` itself."""
        stands_for = self.instead.get(subject, ())
        heads = [part for part in stands_for if isinstance(part, int)]
        return max(heads, key=lambda part: len(self.tree.subtree(part)), default=subject)

    def _clause(self, head: int, frame: Frame, said: Sequence[int] = ()) -> None:
        """The clause of `head`, or what the contents `said` leave of it, then all that was cut out of it."""
        joints = [] if self.coarse else find_joints(self.tree, head, bool(frame.subject.words))
        cut = {*said, *(joint.head for joint in joints)}
        satellites = [] if self.coarse else find_satellites(self.tree, head, cut)
        cut |= {satellite.top for satellite in satellites if satellite.separable}
        frame = self._with_origin(head, frame, cut)
        own = self.tree.subject(head)
        subject = frame.subject if own is None else Subject(self._compose(self._without(own, cut)), own)
        if said:
            self._attribute(head, subject, cut, said)
        else:
            self._emit(head, frame, cut)
        for joint in joints:
            self._statement(joint.head, self._shared(joint, frame, subject))
        for satellite in satellites:
            self._satellite(satellite, frame, subject, cut)

    def _with_origin(self, head: int, frame: Frame, cut: set[int]) -> Frame:
        """`frame` with the speaker of an "according to" in the clause, whose words are added to `cut`."""
        origin = _according_to(self.tree, head, cut)
        if origin is None:
            return frame
        cut.add(origin.phrase)
        self.attribution.update(self.tree.subtree(origin.phrase))
        return replace(frame, speaker=origin.speaker)

    def _attribute(self, head: int, subject: Subject, cut: set[int], said: Sequence[int]) -> None:
        """Note the words that say who speaks.

        What is conjoined with a verb of speech, or follows what was said, is no such word: the parse was misread.
        """
        words = self._without(head, cut | set(self.tree.all(head, "conj")))
        end = max(self.tree.subtree(content)[-1] for content in said)
        follows = end > max(head, subject.head or head)
        self.attribution.update(index for index in words if index < end or not follows)

    def left_out(self, clauses: Iterable[Clause]) -> list[int]:
        """The words with a meaning that stand in none of `clauses` and do not say who speaks."""
        used = {part for clause in clauses for part in clause.parts if isinstance(part, int)}
        used |= self.attribution | self.instead.keys()
        return [
            index
            for index, token in enumerate(self.tree.tokens)
            if index not in used and token.pos in ("NOUN", "PROPN", "VERB", "NUM", "ADJ")
        ]

    # --- the clause itself

    def _emit(self, head: int, frame: Frame, cut: set[int]) -> None:
        has_subject = self.tree.subject(head) is not None
        finite = frame.finite or self.tree.is_finite(head) or _is_past_without_tag(self.tree, head)
        complete = (finite or bool(frame.lead)) and (has_subject or bool(frame.subject.words))
        before: tuple[Part, ...] = () if has_subject else (*frame.subject.words, *frame.lead)
        for choice in alternatives(self.tree, head, self._without(head, cut)):
            parts = (*before, *self._compose(choice.words), *self.appended.get(head, ()))
            own = _with_neighbour(choice.own, frame.near)
            self.clauses.append(Clause(head, parts, own, frame.speaker, frame.optional, complete))

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
        if words and self.tree.tokens[words[0]].dep == "cc":
            del words[0]
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
        return token.dep == "mark" or (token.tag == "WRB" and self.tree.lower(index) in BESIDE)

    def _seams(self, top: int) -> set[int]:
        phrase = self.tree.subtree(top)
        seams: set[int] = set()
        before = phrase[0] - 1
        while before >= 0 and (self.tree.tokens[before].text in _BREAKS or self._joins(before, top)):
            seams.add(before)
            before -= 1
        after = phrase[-1] + 1
        closing = self.tree.tokens[after].text if after < len(self.tree.tokens) else ""
        same = any(self.tree.tokens[seam].text == closing for seam in seams)
        if closing in _BREAKS and (before < 0 or same or (closing == "," and seams)):
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

    def _shared(self, joint: Joint, frame: Frame, subject: Subject) -> Frame:
        """What a conjoined predicate takes over from the first."""
        lead = self._compose(joint.lead) if joint.lead else frame.lead if joint.keeps_lead else ()
        finite = frame.finite and joint.keeps_lead
        return Frame(subject, lead, finite, frame.speaker, frame.optional)

    def _satellite(self, satellite: Satellite, frame: Frame, subject: Subject, cut: set[int]) -> None:
        top = satellite.top
        if satellite.side is Side.BESIDE:
            self.instead.update(dict.fromkeys(self._measure(top), ()))
            self._statement(top, Frame(speaker=self._beside_speaker(top, frame), optional=not satellite.separable))
        elif satellite.side is Side.SPEECH:
            # "X said the road was closed, adding that ...": a road adds nothing, X does.
            mute = frame.speaker is not None and subject.head is not None and not is_personal(self.tree, subject.head)
            teller = Subject((), frame.speaker) if mute else subject
            self._statement(top, Frame(teller, speaker=frame.speaker, optional=True))
        elif satellite.side in _REMARKS:
            self._remark(satellite, frame, subject, cut)
        elif satellite.noun is None:
            self._describe(satellite, Frame(subject, speaker=frame.speaker, optional=True))
        else:
            phrase = self._named(satellite, satellite.noun, cut)
            named = Subject(self._compose(phrase), satellite.noun)
            self._describe(satellite, Frame(named, speaker=frame.speaker, optional=True, near=tuple(phrase)))

    def _measure(self, top: int) -> list[int]:
        """The "three days" of "three days after he left": it measures the main clause, not this one."""
        phrase = self.tree.subtree(top)
        marks = [index for index in self.tree.children[top] if index < top and self._introduces(index)]
        return [index for index in phrase if marks and index < min(marks)]

    def _named(self, satellite: Satellite, noun: int, cut: set[int]) -> list[int]:
        """The noun phrase that a satellite speaks of, without what is set off from it; of a person the name alone."""
        beside = {satellite.top, *self.tree.all(noun, "appos", "relcl", "acl")} - _restricting(self.tree, noun)
        phrase = self._without(noun, cut | beside)
        person = self.tree.tokens[noun].entity == "PERSON" and satellite.side in (Side.APPOSITIVE, Side.AGE)
        return [index for index in phrase if index <= noun] if person else phrase

    def _describe(self, satellite: Satellite, frame: Frame) -> None:
        """The claim that a satellite makes of the subject in `frame`."""
        top, noun = satellite.top, frame.subject.head
        if noun is None or not frame.subject.words:
            return
        plural = is_plural(self.tree, noun)
        present = "are" if plural else "is"
        match satellite.side:
            case Side.RELATIVE:
                self._relative(satellite, frame)
            case Side.PASSIVE:
                past = "were" if plural else "was"
                self._clause(top, replace(frame, lead=(present if satellite.present else past,)))
            case Side.ACTIVE:
                self._put_into_past(top)
                self._clause(top, replace(frame, finite=True))
            case Side.APPOSITIVE:
                self._add(top, (*frame.subject.words, present, *self._compose(self._without(top, set()))), frame)
            case Side.AGE:
                self._add(top, (*frame.subject.words, "is", *self.tree.subtree(top), "years old"), frame)
            case _:
                words = (*satellite.lead, *self._compose(self.tree.subtree(top)))
                self._add(top, words, replace(frame, near=(), optional=False))

    # --- what is said in passing

    def _remark(self, satellite: Satellite, frame: Frame, subject: Subject, cut: set[int]) -> None:
        aside = Frame(speaker=frame.speaker, optional=True)
        match satellite.side:
            case Side.COMMENT:
                self._comment(satellite, aside)
            case Side.GAP:
                self._gap(satellite, aside)
            case Side.LISTED:
                self._listed(satellite, aside)
            case Side.ABSOLUTE:
                self._absolute(satellite, aside)
            case Side.GERUND:
                self._gerund(satellite, replace(aside, subject=subject))
            case _:
                self._purpose(satellite, replace(frame, optional=True), cut)

    def _comment(self, satellite: Satellite, frame: Frame) -> None:
        """ "an idea rejected by Moscow" as "This idea was rejected by Moscow", else "This is a reflection of ..."."""
        top, tokens = satellite.top, self.tree.tokens
        inner = find_satellites(self.tree, top, ())
        cut = {one.top for one in inner if one.separable}
        gap, passive = gap_of(self.tree, top), self.tree.first(top, "acl")
        words = [index for index in self._without(top, cut) if tokens[index].text not in _BREAKS or index > top]
        parts: tuple[Part, ...]
        if gap is not None:
            clause = [index for index in words if index > top]
            at = clause.index(gap) + 1 if gap in clause else len(clause)
            pointing = f"this {tokens[top].text}"
            parts = (*clause[:at], "this", top, *clause[at:])
        elif passive is not None and tokens[passive].tag == "VBN" and self.tree.first(passive, "agent") is not None:
            pointing = f"this {tokens[top].text}"
            parts = ("This", top, "was", *(index for index in words if index > top))
        else:
            pointing = "this"
            past = satellite.noun is not None and tokens[satellite.noun].tag == "VBD"
            parts = ("This", "was" if past else "is", *words)
        # What was done about a statement, somebody else than its speaker tells.
        speaker = frame.speaker if pointing == "this" else None
        own = tuple(self.tree.subtree(top, cut))
        self.clauses.append(Clause(top, parts, own, speaker, frame.optional, pointing=(pointing,)))
        for one in inner:
            self._satellite(one, frame, _NOBODY, cut)

    def _gap(self, satellite: Satellite, frame: Frame) -> None:
        """ "Crimea, a region Moscow annexed" as "Moscow annexed Crimea"."""
        gap, noun = gap_of(self.tree, satellite.top), satellite.noun
        clause = next(iter(self.tree.all(satellite.top, "relcl")), None)
        if gap is None or clause is None or noun is None:
            return
        self.inserted[gap] = tuple(self._without(noun, {satellite.top}))
        self._clause(clause, frame)

    def _listed(self, satellite: Satellite, frame: Frame) -> None:
        """ "the regions it holds – Donetsk and Luhansk" as "it holds Donetsk and Luhansk"."""
        names = listed_behind(self.tree, satellite.top)
        clause = [index for index in self.tree.subtree(satellite.top) if index <= satellite.top]
        self._add(satellite.top, (*clause, *names), replace(frame, near=()))

    def _absolute(self, satellite: Satellite, frame: Frame) -> None:
        """ ", with neither side winning" as "Neither side is winning"."""
        verb, noun = self.tree.first(satellite.top, "pcomp"), satellite.noun
        if verb is None or noun is None:
            return
        plural = is_plural(self.tree, noun)
        be = ("are" if plural else "is") if satellite.present else ("were" if plural else "was")
        words = self.tree.subtree(verb)
        subject = self.tree.subtree(noun)
        rest = [index for index in words if index > subject[-1]]
        self._add(verb, (*self._compose(subject), be, *self._compose(rest)), frame)

    def _gerund(self, satellite: Satellite, frame: Frame) -> None:
        """ "his first trip since launching the war" as "Putin launched the war"."""
        noun = satellite.noun
        if noun is not None:
            owner = self.tree.tokens[noun].tag == "PRP$"
            cases = set(self.tree.all(noun, "case"))
            words: tuple[Part, ...] = (Owner(noun),) if owner else tuple(self._without(noun, cases))
            frame = replace(frame, subject=Subject(words, noun))
        if frame.subject.words:
            words = self._compose([i for i in self.tree.subtree(satellite.top) if i > satellite.top])
            verb = past_tense(self.tree.lemma(satellite.top))
            self._add(satellite.top, (*frame.subject.words, verb, *words), frame)

    def _purpose(self, satellite: Satellite, frame: Frame, cut: set[int]) -> None:
        """ "they meet for their first talks" as "They meet" and "The meeting is their first talks"."""
        prep, noun = satellite.top, self.tree.first(satellite.top, "pobj")
        if satellite.noun is None or noun is None:
            return
        self._emit(satellite.noun, frame, cut | {prep})
        self._add(noun, (*satellite.lead, *self._compose(self._without(noun, cut))), replace(frame, near=()))

    def _put_into_past(self, top: int) -> None:
        for member in conjunction_chain(self.tree, top):
            if self.tree.tokens[member].tag == "VBG":
                self.instead[member] = (past_tense(self.tree.lemma(member)),)

    def _beside_speaker(self, top: int, frame: Frame) -> int | None:
        """Whose words an "although ..." is: "he declined to elaborate" is the reporter's remark on the speaker."""
        return None if self.tree.lemma(top) in ("decline", "refuse") else frame.speaker

    def _add(self, head: int, parts: tuple[Part, ...], frame: Frame) -> None:
        own = _with_neighbour(self.tree.subtree(head), frame.near)
        self.clauses.append(Clause(head, parts, own, frame.speaker, frame.optional))

    def _relative(self, satellite: Satellite, frame: Frame) -> None:
        """A relative clause with the noun written where its pronoun stood, or would stand in a main clause."""
        top, pronoun = satellite.top, satellite.pronoun
        if pronoun is None:
            return
        token, words = self.tree.tokens[pronoun], frame.subject.words
        self.instead.update(_written_out(self.tree, pronoun + 1))
        self.instead[pronoun] = ()
        if token.tag == "WP$":
            self.instead[pronoun] = (*words, "'s")
        elif token.dep in ("nsubj", "nsubjpass"):
            self.instead[pronoun] = words
        elif token.dep == "dobj":
            self.inserted[token.head] = words
        elif token.dep == "pobj":
            self.instead[token.head] = ()
            self.appended[top] = (token.head, *words)
        else:
            self.appended[top] = ("in", *words)
        self._statement(top, replace(frame, subject=Subject((), frame.subject.head)))


def _with_neighbour(own: Sequence[int], near: Sequence[int]) -> tuple[int, ...]:
    """The tokens of a clause with those of a subject that stands right beside it, a comma or two apart."""
    if not near or not own:
        return tuple(own)
    gap = max(min(own) - max(near), min(near) - max(own))
    return (*near, *own) if gap <= _BESIDE_GAP else tuple(own)


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
        phrase = in_somebodys_words(tree, index)
        if phrase is not None and index != head:
            return _Origin(index, phrase)
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
