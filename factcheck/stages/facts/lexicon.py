"""General English word lists of news language that the other modules of this package read; nothing here is a rule."""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

# --- numbers ---------------------------------------------------------------------------------------------------------

UNITS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS: dict[str, int] = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES: dict[str, float] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12,
    "lakh": 1e5,
    "lakhs": 1e5,
    "crore": 1e7,
    "crores": 1e7,
}
# Nouns that are a number of things: "a pair of hikers".
COLLECTIVES: dict[str, int] = {"pair": 2, "duo": 2, "trio": 3, "quartet": 4}
# Written against the digits: "$61.4bn", "20k". A bare "m" is metres unless a currency stands before the figure.
SCALE_SUFFIXES: dict[str, float] = {"bn": 1e9, "mn": 1e6, "mln": 1e6, "tn": 1e12, "trn": 1e12, "k": 1e3}
ORDINALS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
DENOMINATORS: dict[str, int] = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
# What follows a share that stands alone: "fell by a fifth to ..."; before any other word "a fifth" is a rank.
AFTER_SHARE = frozenset("of in to since from after over on and but as compared this last when while".split())

# What a vague plural admits. "hundreds" is at least two of them; its upper end is where one would say "thousands".
VAGUE_PLURALS: dict[str, tuple[float, float | None]] = {
    "dozens": (24, 200),
    "hundreds": (200, 2_000),
    "thousands": (2_000, 1_000_000),
    "millions": (2e6, 1e9),
    "billions": (2e9, 1e12),
    "trillions": (2e12, None),
}
# "several" and its kin: how few and how many an editor would let pass.
VAGUE_FEW: dict[str, tuple[float, float]] = {
    "several": (3, 12),
    "few": (2, 9),
    "handful": (2, 9),
    "couple": (2, 3),
}

# Phrases before a figure and what they make of it.
BOUNDS: dict[str, str] = {
    "more than": "over", "over": "over", "above": "over", "exceeding": "over", "upwards of": "over",
    "in excess of": "over", "greater than": "over", "north of": "over", "well over": "over", "longer than": "over",
    "just over": "just over", "slightly more than": "just over", "a little over": "just over",
    "little more than": "just over", "at least": "at least", "no fewer than": "at least", "no less than": "at least",
    "not less than": "at least", "not fewer than": "at least", "a minimum of": "at least", "minimum of": "at least",
    "up to": "up to", "as many as": "up to", "as much as": "up to", "at most": "up to", "no more than": "up to",
    "not more than": "up to", "a maximum of": "up to", "maximum of": "up to", "at the most": "up to",
    "fewer than": "under", "less than": "under", "under": "under", "below": "under",
    "nearly": "nearly", "almost": "nearly", "close to": "nearly", "just under": "nearly", "approaching": "nearly",
    "just shy of": "nearly", "about": "about", "around": "about", "some": "about", "roughly": "about",
    "approximately": "about", "approx": "about", "an estimated": "about", "estimated": "about", "circa": "about",
    "in the region of": "about", "something like": "about", "or so": "about", "~": "about",
    "slightly over": "just over", "slightly above": "just over", "just above": "just over",
    "a little more than": "just over", "a bit more than": "just over", "a bit over": "just over",
    "slightly fewer than": "nearly", "slightly less than": "nearly", "slightly under": "nearly",
    "slightly below": "nearly", "just below": "nearly", "just less than": "nearly", "just fewer than": "nearly",
    "a little under": "nearly", "a little less than": "nearly", "little short of": "nearly", "just short of": "nearly",
    "as few as": "at least", "as little as": "at least", "at the very least": "at least", "at the least": "at least",
    "exceed": "over", "exceeds": "over", "exceeded": "over", "surpass": "over", "surpasses": "over",
    "surpassed": "over", "surpassing": "over", "topped": "over", "topping": "over", "beyond": "over",
    "well above": "over", "upward of": "over", "well under": "under", "well below": "under", "shorter than": "under",
    "not quite": "nearly", "in the order of": "about", "on the order of": "about",
}  # fmt: skip
BOUNDS_AFTER: dict[str, str] = {
    "or more": "at least", "at least": "at least", "or so": "about", "or fewer": "up to", "or less": "up to",
    "at most": "up to", "+": "at least", "-plus": "at least", "-odd": "about", "-some": "about",
    "or thereabouts": "about", "or under": "up to", "or over": "at least",
}  # fmt: skip

# --- units -----------------------------------------------------------------------------------------------------------

CURRENCY_SIGNS: dict[str, str] = {"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW"}
DOLLAR_PREFIXES: dict[str, str] = {"US": "USD", "U.S.": "USD", "C": "CAD", "A": "AUD", "NZ": "NZD", "HK": "HKD"}
CURRENCY_WORDS: dict[str, str] = {
    "dollar": "USD", "dollars": "USD", "usd": "USD", "euro": "EUR", "euros": "EUR", "eur": "EUR", "pounds": "GBP",
    "pound": "GBP", "gbp": "GBP", "rupee": "INR", "rupees": "INR", "yen": "JPY", "yuan": "CNY", "rouble": "RUB",
    "roubles": "RUB", "ruble": "RUB", "rubles": "RUB", "hryvnia": "UAH", "hryvnias": "UAH", "won": "KRW",
    "francs": "CHF", "franc": "CHF", "pesos": "pesos", "peso": "pesos", "renminbi": "CNY", "shekel": "ILS",
    "shekels": "ILS", "baht": "THB", "zloty": "PLN", "zlotys": "PLN", "forint": "HUF", "forints": "HUF", "lira": "TRY",
    "liras": "TRY", "rand": "ZAR", "naira": "NGN", "cedi": "GHS", "cedis": "GHS", "reais": "BRL", "rupiah": "IDR",
    "ringgit": "MYR", "taka": "BDT", "dong": "VND", "lei": "RON", "kronor": "SEK", "krona": "SEK", "kroner": "kroner",
    "krone": "kroner", "dinar": "dinars", "dinars": "dinars", "dirham": "dirhams", "dirhams": "dirhams",
    "riyal": "riyals", "riyals": "riyals", "rial": "rials", "rials": "rials", "shilling": "shillings",
    "shillings": "shillings", "bitcoin": "BTC", "bitcoins": "BTC",
}  # fmt: skip
# Whose dollar, franc or peso it is; the word alone is the commonest in news, or stays itself where none is.
CURRENCY_OF: dict[tuple[str, str], str] = {
    ("us", "dollar"): "USD", ("american", "dollar"): "USD", ("canadian", "dollar"): "CAD",
    ("australian", "dollar"): "AUD", ("zealand", "dollar"): "NZD", ("kong", "dollar"): "HKD",
    ("singapore", "dollar"): "SGD", ("taiwan", "dollar"): "TWD", ("swiss", "franc"): "CHF", ("cfa", "franc"): "XOF",
    ("british", "pound"): "GBP", ("egyptian", "pound"): "EGP", ("syrian", "pound"): "SYP",
    ("lebanese", "pound"): "LBP", ("sudanese", "pound"): "SDG", ("indian", "rupee"): "INR",
    ("pakistani", "rupee"): "PKR", ("lankan", "rupee"): "LKR", ("nepali", "rupee"): "NPR", ("mexican", "peso"): "MXN",
    ("philippine", "peso"): "PHP", ("argentine", "peso"): "ARS", ("colombian", "peso"): "COP",
    ("chilean", "peso"): "CLP", ("iranian", "rial"): "IRR", ("omani", "rial"): "OMR", ("saudi", "riyal"): "SAR",
    ("qatari", "riyal"): "QAR", ("kuwaiti", "dinar"): "KWD", ("iraqi", "dinar"): "IQD", ("danish", "kroner"): "DKK",
    ("norwegian", "kroner"): "NOK", ("swedish", "kronor"): "SEK", ("kenyan", "shilling"): "KES",
    ("ugandan", "shilling"): "UGX", ("russian", "rouble"): "RUB", ("russian", "ruble"): "RUB",
    ("japanese", "yen"): "JPY", ("chinese", "yuan"): "CNY", ("turkish", "lira"): "TRY", ("israeli", "shekel"): "ILS",
}  # fmt: skip
# Written before the figure in place of a sign: "USD 3 million", "Rs 500".
CURRENCY_CODES: dict[str, str] = {
    **{code.lower(): code for code in (
        "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "CNY", "INR", "RUB", "UAH", "PLN", "SEK", "NOK", "DKK",
        "ZAR", "NGN", "BRL", "MXN", "TRY", "KRW", "SGD", "HKD",
    )},
    "rs": "INR", "rmb": "CNY",
}  # fmt: skip
SUBUNITS: dict[str, tuple[str, float]] = {"pence": ("GBP", 0.01), "cents": ("cents", 1.0)}
# Multiples of the unit that figures of one dimension are compared in.
MEASURES: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"), ("km", 1.0)),
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), ("km", 0.001)),
    **dict.fromkeys(("cm", "centimeters", "centimetres", "centimeter", "centimetre"), ("km", 1e-5)),
    **dict.fromkeys(("mm", "millimeters", "millimetres", "millimeter", "millimetre"), ("km", 1e-6)),
    **dict.fromkeys(("mile", "miles"), ("km", 1.609344)),
    **dict.fromkeys(("foot", "feet", "ft"), ("km", 0.0003048)),
    **dict.fromkeys(("inch", "inches"), ("km", 2.54e-5)),
    **dict.fromkeys(("yard", "yards"), ("km", 0.0009144)),
    **dict.fromkeys(("kg", "kilo", "kilos", "kilogram", "kilograms", "kilogramme", "kilogrammes"), ("kg", 1.0)),
    **dict.fromkeys(("tonne", "tonnes"), ("kg", 1000.0)),
    **dict.fromkeys(("ton", "tons"), ("kg", 1000.0)),
    **dict.fromkeys(("gram", "grams", "gramme", "grammes"), ("kg", 0.001)),
    **dict.fromkeys(("lb", "lbs"), ("kg", 0.45359237)),
    **dict.fromkeys(("ounce", "ounces"), ("kg", 0.028349523)),
    **dict.fromkeys(("hectare", "hectares"), ("sq km", 0.01)),
    **dict.fromkeys(("acre", "acres"), ("sq km", 0.0040468564)),
    **dict.fromkeys(("litre", "litres", "liter", "liters"), ("l", 1.0)),
    **dict.fromkeys(("gallon", "gallons"), ("l", 3.785411784)),
    **dict.fromkeys(("mph",), ("km/h", 1.609344)),
    **dict.fromkeys(("kph", "kmh"), ("km/h", 1.0)),
    **dict.fromkeys(("knot", "knots"), ("km/h", 1.852)),
    **dict.fromkeys(("megawatt", "megawatts", "mw"), ("MW", 1.0)),
    **dict.fromkeys(("gigawatt", "gigawatts", "gw"), ("MW", 1000.0)),
    **dict.fromkeys(("kilowatt", "kilowatts", "kw"), ("MW", 0.001)),
}
# Nouns of a number of people or things: what "the number of X", "the X count" is of stands beside them.
TALLIES = frozenset({"number", "count", "tally", "total", "figure"})
# What is given as a share or a rate; a claim that opens with one may be parsed as if it named somebody.
RATES = frozenset(
    "turnout inflation unemployment attendance output growth sales exports imports support approval revenue profit "
    "profits debt spending production".split()
)
# Gatherings whose size is given with "of": "a crowd of 41,000".
GATHERINGS = frozenset({"crowd", "attendance", "audience", "turnout", "gathering", "congregation"})
DAYS_PER_UNIT: dict[str, float] = {
    "second": 1 / 86400, "minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "fortnight": 14.0,
    "month": 30.4375, "year": 365.25, "decade": 3652.5, "century": 36525.0,
}  # fmt: skip
TIME_UNITS: dict[str, str] = {
    **{unit: unit for unit in DAYS_PER_UNIT},
    **{unit + "s": unit for unit in DAYS_PER_UNIT if unit != "century"},
    "centuries": "century", "sec": "second", "secs": "second", "min": "minute", "mins": "minute", "hr": "hour",
    "hrs": "hour", "yr": "year", "yrs": "year",
}  # fmt: skip
# Plurals that a bare "m" before them measures in metres: "10m waves".
METRES_OF = frozenset("waves walls hurdles trees cliffs swells stairs skis fences seas flames".split())
WORDS_BEFORE_SCORES = frozenset("killing injuring wounding leaving and left killed injured with while".split())
WORDS_AFTER_SCORES = frozenset("of were are have had more died".split())
WORDS_BEFORE_SHARE = frozenset("by almost nearly about than over under least roughly around up just another".split())
MONEY_OF = frozenset(
    "money funding aid investment debt damage cash tax taxes savings support public taxpayers government state revenue "
    "profit assets loans fines compensation damages grants spending it that the its their his her".split()
)
# Nouns whose ordinal says a stretch of time or a kind, no rank: "the third quarter", "the first lady".
NO_RANK = frozenset("time place quarter half century floor lady hand party class minister aid name street".split())

# --- calendar --------------------------------------------------------------------------------------------------------

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS: dict[str, int] = {
    day: number for number, day in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}

# --- events and people -----------------------------------------------------------------------------------------------

# Words that name the same happening; the key stands for all of them.
_EVENTS: dict[str, str] = {
    "meet": "meet meeting summit talk talks sit-down encounter negotiation face-to-face tete-a-tete",
    "die": "die kill death dead perish fatality slay deadly fatal",
    "injure": "injure wound hurt injury injured wounded",
    "arrest": "arrest detain nab apprehend capture detention",
    "attack": "attack assault raid offensive",
    "foil": "foil thwart repel avert",
    "bomb": "bomb bombing explode explosion blast detonate detonation",
    "shoot": "shoot shooting gunfire",
    "invade": "invade invasion",
    "visit": "visit trip",
    "quake": "earthquake quake temblor tremor",
    "crash": "crash collision collide wreck",
    "seize": "seize confiscate impound",
    "resign": "resign resignation quit",
    "acquire": "acquire buy purchase acquisition takeover",
    "dismiss": "dismiss sack oust dismissal",
    "injunct": "ban prohibit outlaw",
    "invite": "invite invitation",
    "cede": "cede surrender relinquish concede",
    "evacuate": "evacuate evacuation",
    "rescue": "rescue save",
    "displace": "displace homeless",
    "vote": "vote election elect",
    "protest": "protest demonstration rally",
    "walkout": "walkout",
    "fall": "fall plunge tumble",
    "sever": "sever cut snap",
    "live": "live reside dwell",
    "shake": "shake jolt rattle",
    "hide": "hide barricade hole",
    "flee": "flee escape abscond",
    "close": "close shut",
    "leave": "leave depart",
}
EVENT_NAMES = frozenset(_EVENTS)
EVENT_CLASSES: dict[str, str] = {word: key for key, words in _EVENTS.items() for word in words.split()}

# Verbs that lend their meaning to a noun: "the summit takes place", "launched an invasion", "hold talks".
LIGHT_VERBS = frozenset(
    {"take", "happen", "occur", "hold", "launch", "stage", "conduct", "make", "have", "carry", "begin"}
)
# Verbs that say how firmly the verb below them is meant: "is set to meet", "plans to invade".
CONTROL_VERBS: dict[str, str] = {
    **dict.fromkeys(
        "set plan schedule expect intend aim vow pledge promise agree prepare hope want seek try attempt push urge "
        "propose offer threaten order ask demand insist due slate".split(),
        "planned",
    ),
    **dict.fromkeys(("appear", "seem", "believe", "think", "suspect", "rumour", "rumor", "allege"), "possible"),
    **dict.fromkeys(("continue", "start", "manage", "use", "go", "come", "help"), "asserted"),
}
# Verbs that deny what stands below them.
DENYING_VERBS = frozenset({"fail", "refuse", "decline", "deny", "neglect"})
# Words that are another word denied: "excluded" is "not invited". Both readings must be what news means by them.
ANTONYMS: dict[str, str] = {
    "exclude": "invite", "uninvite": "invite", "disinvite": "invite", "bar": "admit", "reject": "accept",
    "refuse": "accept", "dismiss_offer": "accept", "uninjured": "injure", "unhurt": "injure", "unharmed": "injure",
    "unscathed": "injure", "survive": "die", "lose": "win", "acquit": "convict", "undamaged": "damage",
    "intact": "damage", "oppose": "support", "cancel": "hold", "deny": "confirm", "unlikely": "likely",
    "impossible": "possible", "unable": "able", "unaware": "aware", "unwilling": "willing",
    "unacceptable": "acceptable",
    "unknown": "known", "unclear": "clear", "innocent": "guilty", "absent": "present", "unarmed": "armed",
}  # fmt: skip

GENERIC_PEOPLE = frozenset(
    {"person", "people", "individual", "victim", "human", "life", "casualty", "fatality", "body"}
)
PEOPLE = GENERIC_PEOPLE | frozenset(
    "man woman child boy girl civilian soldier troop worker employee officer policeman student passenger resident "
    "protester migrant refugee prisoner hostage pirate crewmember fighter militant rebel gunman suspect tourist "
    "firefighter patient teacher journalist villager insurgent adult teenager crew sailor marine".split()
)
# What a count of people is about when the counted word itself says it.
STATE_NOUNS: dict[str, str] = {
    "dead": "die", "death": "die", "fatality": "die", "toll": "die", "injury": "injure", "injured": "injure",
    "wounded": "injure", "arrest": "arrest", "missing": "missing", "homeless": "displace", "hurt": "injure",
    "unaccounted": "missing",
    "victim": "", "casualty": "casualty", "body": "die",
}  # fmt: skip
# How a count of people with that fate is said.
FATE_WORDS: dict[str, str] = {
    "die": "dead", "injure": "injured", "arrest": "arrested", "displace": "displaced", "missing": "missing",
    "rescue": "rescued", "evacuate": "evacuated", "casualty": "casualties", "live": "residents",
}  # fmt: skip
COUNTED_SYNONYMS: dict[str, str] = {
    "people": "person", "persons": "person", "individual": "person", "victim": "person", "life": "person",
    "human": "person", "troop": "soldier", "serviceman": "soldier", "policeman": "officer", "cop": "officer",
    "kid": "child", "youngster": "child", "inhabitant": "resident", "house": "home", "vessel": "ship", "boat": "ship",
    "jet": "aircraft", "plane": "aircraft", "employee": "worker", "coworker": "worker", "staffer": "worker",
    "bullet": "round",
    "crowd": "spectator", "attendance": "spectator", "audience": "spectator",
    "other": "other person", "area": "region", "oblast": "region", "province": "region", "nation": "country",
}  # fmt: skip

# --- places and words ------------------------------------------------------------------------------------------------

# Kinds of site at which an event is said to happen; towns and countries are names, not kinds.
VENUES = frozenset(
    "airfield airport apartment auditorium barracks base bank bar beach bridge bunker cathedral cemetery church club "
    "college compound consulate court courthouse courtroom embassy factory farm garage garden hall harbor harbour "
    "headquarters hospital hotel house junction kindergarten library mall mansion market mine monastery mosque museum "
    "office palace park plant port prison ranch refinery residence resort restaurant scene school shop square stadium "
    "station store studio supermarket synagogue temple terminal theater theatre tunnel university villa warehouse "
    "yacht zoo".split()
)
# Plain words that news uses for one thing; the first stands for all.
SYNONYMS: dict[str, str] = {
    word: names[0]
    for names in (
        ("land", "territory", "soil"), ("talk", "dialogue", "discussion"), ("leader", "head"),
        ("deal", "agreement", "settlement", "pact", "accord"), ("war", "conflict", "warfare", "hostility"),
        ("car", "vehicle"), ("building", "house"), ("worker", "employee", "staff", "coworker"), ("gun", "firearm"),
        ("boat", "ship", "vessel", "skiff"), ("hit", "strike", "rock"), ("big", "large", "huge"),
        ("damage", "destroy"), ("disrupt", "interrupt", "disturb"),
        ("demand", "condition", "term"), ("say", "state"), ("murder", "homicide"), ("seize", "find"),
        ("phone", "telephone"), ("trip", "travel"), ("job", "work"),
        ("island", "isle"), ("stop", "halt", "discontinue"),
    )
    for word in names
}  # fmt: skip
# Words that mean nothing by themselves.
LITTLE_WORDS = frozenset(
    "a an the of to in on at by for with and or but not no as is are was were be been being it its this that these "
    "those he she they we you i his her their our your my him them us me from so very too will would can could "
    "has have had do does did there here what who which".split()
)
