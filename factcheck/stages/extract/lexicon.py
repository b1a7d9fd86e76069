"""The English words that clause splitting and attribution turn on."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of `text`, which are parted by spaces."""
    return frozenset(text.split())


# Verbs whose clause is somebody's statement. Verbs that entail their clause without anyone speaking ("reveal", "show")
# and verbs of wishing ("hope", "want", "fear") are left out on purpose: what follows them is not reported speech.
SPEECH = words(
    "say tell warn add announce argue insist state claim note report stress caution predict believe think explain "
    "declare maintain assert acknowledge admit allege comment complain concede conclude contend emphasise emphasize "
    "estimate mention observe remark reply reiterate repeat restate suggest tweet write assess confirm "
    "testify recall reckon guess quip counter boast lament disclose indicate"
)

# Verbs that quote but rarely govern a that-clause; they count only beside quotation marks or a trailing comma.
QUOTING = SPEECH | words("respond continue joke ask recount go")

# Things that cannot speak; "the data suggest that ..." is evidence, and evidence is the source's own statement.
MUTE_SUBJECTS = words(
    "evidence data figure footage image result investigation fact sign signal number photo photograph picture video "
    "result analysis test issue situation history experience this that which there everything"
)

# Subordinators whose clause states a fact beside the main clause.
BESIDE = words("as while though although whereas because since after when even")
# Of these, the ones whose clause can be cut from the main clause without changing what it says.
SEPARABLE = words("as while though although whereas")

CONNECTIVES = words(
    "however meanwhile moreover furthermore additionally still instead therefore thus ultimately nevertheless "
    "nonetheless also indeed besides consequently hence otherwise overall finally again similarly likewise"
)
CONNECTIVE_PHRASES = (
    "on the other hand", "on one hand", "on the one hand", "even so", "in addition", "as a result", "for example",
    "for instance", "in contrast", "in stark contrast", "by contrast", "at the same time", "in fact", "in other words",
    "of course", "after all", "in short", "in turn", "all the while",
)  # fmt: skip

# An event as a noun, by the verb that reports it: "they meet ... the first summit" makes "The meeting is ...".
EVENT_OF_VERB = {
    "meet": "meeting", "gather": "meeting", "convene": "meeting", "talk": "talks", "negotiate": "talks",
    "visit": "visit", "travel": "trip", "fly": "trip", "land": "visit", "arrive": "visit", "tour": "tour",
    "clash": "clash", "strike": "strike", "launch": "launch", "win": "win", "defeat": "win",
}  # fmt: skip
EVENT_NOUNS = words(
    "meeting summit talks talk visit trip tour encounter conference conversation call session launch attack strike "
    "election vote win victory defeat loss title match game flight launch test crash death killing arrest earthquake "
    "outbreak event ceremony speech address appearance time win series final deal agreement trial"
)
MARKING = words("mark be represent constitute become")

# Verbs whose participle after a comma tells what the whole event did, not what its subject did.
EVENT_EFFECTS = words(
    "bring make leave mark mean cause prompt spark raise take force trigger allow lead result end set send add"
)

TITLES = words(
    "mr mrs ms miss dr prof professor sir lord lady dame president vice prime minister chancellor secretary premier "
    "senator sen representative rep congressman congresswoman governor gov mayor chief police officer capt captain lt "
    "lieutenant sgt sergeant maj major gen general col colonel cmdr commander adm admiral detective trooper senior "
    "sheriff undersheriff deputy const judge justice king queen prince princess pope bishop archbishop rev reverend "
    "father ambassador spokesman spokeswoman spokesperson attorney coach director chairman chairwoman ceo leader "
    "inspector constable superintendent marshal agent state us u.s. uk former actor actress singer envoy analyst "
    "insp cpl corporal pvt brig atty hon official executive"
)
"""Words that stand before a name without being part of it; all in lower case and without a final full stop."""

PLURAL_NOUNS = words("police people officials authorities they we these those both troops media")
QUOTES_OPEN = '“"„«'
QUOTES_CLOSE = '”"»'
DASHES = frozenset(("-", "–", "—", "--"))

OWN_PERSONS = words("i me my mine myself we us our ours ourselves you your yours")
RELATIVES = words("who which whom whose where")
POSSIBLE = words("could may might")
HYPOTHETICAL = words("would could might may should")
NAME_TYPES = words("PERSON ORG GPE FAC NORP LOC PRODUCT")
ANCHOR_TYPES = words("PERSON ORG GPE LOC FAC DATE TIME MONEY PERCENT QUANTITY CARDINAL EVENT")
NOT_PEOPLE = words("GPE LOC FAC DATE TIME MONEY PERCENT QUANTITY CARDINAL ORDINAL EVENT PRODUCT WORK_OF_ART LAW")
DOER_ENDINGS = ("er", "or", "ist", "man", "woman", "ant", "person", "child", "boy", "girl", "wife", "victim")

# Participles that are prepositions in all but form ("based on", "including"), or tell nothing by themselves.
NOT_PARTICIPLES = words("compare give base follow face provide ask accord lead involve include regard concern")
# Participles of a lasting state: "known as the Donbas" says what it is called now.
STATIVE = words("know call name base locate expect schedule believe consider own hold aim design")

# Places by their nouns; "where" speaks of one, and none of them drives off.
PLACE_NOUNS = words(
    "hospital clinic school university college building city town village store shop plant factory home house office "
    "area site scene park neighborhood neighbourhood street road avenue highway base region country island room church "
    "temple mosque station airport port court courthouse prison jail centre center hotel bank restaurant district "
    "province state county camp ward apartment hall square market venue location place spot"
)
MOVING_VERBS = words("flee drive speed hit strike crash kill collide swerve veer ram overturn escape")
# What is said of fires, crimes and crashes, not of the towns that their sentences name last: "a fire in Aln, which is
# being treated as suspicious".
NOT_OF_PLACES = words(
    "treat investigate believe think suspect blame cause injure wound break erupt last happen occur begin start ignite"
)
# Behind whom something is given to stands what is given: "offered Moor, 28, a deal".
GIVING_VERBS = words("offer give hand award grant pay sell lend promise owe send show teach tell deny deal cost earn")

# Verbs whose bare form is a noun as well, as parsers take it for in a row of infinitives.
ALSO_VERBS = words(
    "halt end stop ban cut raise free release return limit curb lift block cap start open close guarantee reform "
    "control delay slow boost fund support review test share trade arm attack fight pause resume respect"
)

# What writers say to lead on or to close with.
FILLERS = (
    "the world watches", "the world waits", "time will tell", "remains to be seen", "the question remains",
    "the question is", "one question is", "the big question", "that is the question", "all eyes are on",
    "watch this space", "stay tuned",
)  # fmt: skip

# What such a noun says in apposition, it says of the whole clause: "he resigned, a move that ...".
ABSTRACT_APPOSITIVES = words(
    "statement claim move idea decision figure sign step reference result fact stance change increase rise drop "
    "decline position condition reflection process total difference something development action attempt effort "
    "gesture signal blow setback boost reversal shift record response reaction charge accusation allegation assertion "
    "view sentiment"
)
