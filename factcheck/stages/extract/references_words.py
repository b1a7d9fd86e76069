"""Word lists of reference resolution: general English and news usage, nothing about any one story."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MALE_PRONOUNS = frozenset({"he", "him", "his", "himself"})
FEMALE_PRONOUNS = frozenset({"she", "her", "hers", "herself"})
PLURAL_PRONOUNS = frozenset({"they", "them", "their", "theirs", "themselves"})
NEUTER_PRONOUNS = frozenset({"it", "its", "itself"})
PRONOUNS = MALE_PRONOUNS | FEMALE_PRONOUNS | PLURAL_PRONOUNS | NEUTER_PRONOUNS
NOMINATIVES = frozenset({"he", "she", "they", "it"})
REFLEXIVES = frozenset({"himself", "herself", "themselves", "itself"})

MALE_TITLES = _words(
    """
    mr mr. sir lord prince king father brother pope emperor sheikh ayatollah imam congressman
    """
)
FEMALE_TITLES = _words(
    """
    mrs mrs. ms ms. miss dame lady princess queen sister congresswoman
    """
)

# Words that stand in capitals before a name and are no part of it.
TITLES = (
    MALE_TITLES
    | FEMALE_TITLES
    | _words(
        """
    president presidents premier minister ministers chancellor vice senator senators sen sen. rep rep.
    representative gov gov. governor governors mayor secretary ambassador envoy judge justice general gen gen.
    col col. colonel capt capt. captain lt lt. lieutenant sgt sgt. sergeant major maj maj. admiral adm adm.
    marshal commander commissioner chief inspector detective det det. det det officer constable sheriff deputy
    superintendent supt supt. dr dr. doctor prof prof. professor bishop archbishop cardinal rev rev. reverend
    rabbi sultan coach director chairman chairwoman chairperson ceo spokesman spokeswoman spokesperson
    attorney prosecutor leader leaders speaker pastor private pte corporal cpl cpl. trooper agent counsel
    const const. cmdr cmdr. insp insp. pvt pvt. brig brig. atty atty. hon hon.
    magistrate coroner manager messrs messrs. undersheriff police pm former ex-president
    """
    )
)

# Courtesy titles are replaced together with the surname: "Mr. Trump" becomes "Donald Trump".
COURTESY_TITLES = _words("mr mr. mrs mrs. ms ms. miss")

# Offices whose holder "the ..." can name; "leader" covers every one of LEADING_OFFICES.
LEADING_OFFICES = _words(
    """
    president premier chancellor minister king queen emperor dictator leader
    """
)
OFFICES = LEADING_OFFICES | _words(
    """
    governor mayor senator congressman congresswoman commissioner sheriff superintendent ambassador pope coach
    chairman chairwoman inspector prosecutor coroner judge spokesman spokeswoman secretary lieutenant captain
    pastor bishop archbishop actress singer rapper senator
    """
)
FORMER = _words(
    """
    former ex previous late then deputy vice acting assistant first
    """
)

MALE_NOUNS = _words(
    """
    man men boy father grandfather son brother husband uncle nephew king prince actor policeman businessman
    fisherman gunman spokesman chairman congressman gentleman widower boyfriend salesman cameraman frenchman
    englishman irishman dutchman scotsman welshman
    """
)
FEMALE_NOUNS = _words(
    """
    woman women girl mother grandmother daughter sister wife aunt niece queen princess actress policewoman
    businesswoman spokeswoman chairwoman congresswoman widow girlfriend waitress heiress starlet
    """
)
# Nouns that name a human being; an unnamed one competes with the names for a pronoun.
HUMAN_NOUNS = (
    MALE_NOUNS
    | FEMALE_NOUNS
    | OFFICES
    | _words(
        """
    person suspect victim driver officer official cop soldier player student pupil teacher employee worker
    resident witness passenger pilot captain attacker shooter killer murderer thief robber burglar pirate
    hostage prisoner inmate convict defendant plaintiff lawyer attorney solicitor barrister doctor nurse
    surgeon patient reporter journalist correspondent analyst expert scientist researcher author writer
    director producer star singer musician celebrity model comedian host candidate lawmaker politician
    diplomat envoy minister aide adviser advisor critic opponent rival counterpart predecessor successor
    colleague friend neighbour neighbor relative cousin spouse partner parent child kid baby toddler infant
    teenager teen adult youth pensioner pedestrian cyclist motorist biker climber hiker tourist visitor
    traveller traveler guide rescuer firefighter paramedic detective investigator agent spy guard owner
    manager boss executive founder billionaire entrepreneur customer client buyer seller tenant landlord
    farmer engineer technician mechanic builder carpenter chef striker goalkeeper midfielder defender
    quarterback linebacker pitcher athlete champion winner loser fan refugee migrant immigrant protester
    activist rebel militant terrorist insurgent fighter commander general sergeant corporal admiral professor
    priest bishop rabbi imam monk nun worshipper accused culprit perpetrator fugitive stalker assailant bomber
    sniper hijacker kidnapper survivor bystander onlooker heir orphan veteran chief citizen national native
    speaker member delegate representative clerk cashier guest addict patron
    """
    )
)

GROUP_NOUNS = _words("police people authorities crew staff officials")

SHIPS = _words(
    """
    ship vessel warship boat ferry frigate destroyer tanker yacht submarine trawler uss hms ins
    """
)

# Verbs that report as often what somebody else did as what their subject did.
REPORTING = _words(
    """
    say tell add state announce note explain report mention testify describe write
    """
)
SPEECH_AND_THOUGHT = _words(
    """
    say tell add state announce claim insist warn argue note explain admit deny confirm suggest report declare
    stress believe think know hope want fear feel expect vow promise pledge threaten demand urge predict
    assess indicate hint acknowledge concede write tweet post ask wonder understand realise realize decide
    agree refuse plan recall testify allege contend maintain assert reveal mention remark reply respond learn
    discover hear intend desire mean complain describe consider convinced
    """
)
# What people tell of themselves: "Reed said he knew" is of Reed, "Reed said he died" may be of anybody.
SELF_REPORTS = SPEECH_AND_THOUGHT & _words(
    "believe think know hope want fear feel expect understand realise realize recall learn discover hear intend desire"
) | _words("see notice remember regret worry trust doubt like love hate need prefer aim try")
# What only people, organisations and states do: a subject "it" of one of these is no thing.
AGENT_VERBS = SPEECH_AND_THOUGHT | _words(
    """
    seek reject accept offer invade attack sue hire employ sell buy launch release publish sign withdraw
    deploy vote approve ban impose lift recall operate acquire own
    occupy annex seize capture retake cede demand propose refuse
    """
)
PLEONASTIC_VERBS = _words(
    """
    be become seem appear remain prove make take happen turn look sound follow help matter rain snow
    """
)
PLACE_NOUNS = _words("country nation state government city capital region")

PAIR_NOUNS = frozenset({"pair", "duo"})
PAIR_OF_LEADERS = frozenset({"leader", "president", "premier", "minister", "statesman"})
PAIR_OF_PEOPLE = frozenset({"man", "woman", "politician", "actor", "player", "rival", "suspect", "official", "star"})
PAIR_OF_OTHERS = frozenset({"side", "country", "nation", "party", "team", "company", "state"})
MEETING_VERBS = _words("meet fight face marry join host greet beat defeat confront")

CALENDAR = _words(
    """
    mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august
    september october november december jan jan. feb feb. mar mar. apr apr. jun jun. jul jul. aug aug. sept
    sept. sep sep. oct oct. nov nov. dec dec. today yesterday tomorrow christmas easter
    """
)
# A run of capitalised words with one of these is no person's name.
NOT_NAMES = CALENDAR | _words(
    """
    house palace court university college school institute foundation council committee commission agency
    department ministry office bureau party union association league club team army navy force forces guard
    corps street road avenue ave. boulevard lane highway drive park square bridge airport station port
    hospital clinic centre center church temple mosque cathedral prison jail museum theater theatre hotel
    mount mountain mountains mt. lake river sea ocean gulf bay island islands cape valley county city town
    village district province region state states republic kingdom federation nation nations north south east
    west northern southern eastern western central company corp corp. inc inc. ltd ltd. plc group bank
    holdings foods motors airlines airways times post news journal press herald tribune guardian telegraph
    today magazine tv radio network channel media act bill law treaty agreement war battle summit award awards
    prize cup championship festival hall tower plaza stadium arena plant factory sir the geological survey
    society international national federal american european press oscars academy mr mrs supreme high security
    affairs health education defense defence interior foreign justice treasury advisors advisers partners
    associates consulting services solutions systems technologies industries enterprises brothers sons photo
    photos photographs images pictures ins hms uss rms relations
    public warship quake earthquake caught
    """
)

SURNAMES_LIKE_PLACES = _words("hall park lane street west north church temple rivers may bishop")

METONYMS = {"white house": "United States", "kremlin": "Russia", "elysee": "France", "downing street": "United Kingdom"}

# Country: adjectives, demonyms and other names of it, as they stand before a title.
_NATIONS = {
    "United States": "us u.s. usa american america",
    "United Kingdom": "uk u.k. british britain",
    "Afghanistan": "afghan",
    "Algeria": "algerian",
    "Argentina": "argentine argentinian",
    "Armenia": "armenian",
    "Australia": "australian",
    "Austria": "austrian",
    "Azerbaijan": "azerbaijani azeri",
    "Bangladesh": "bangladeshi",
    "Belarus": "belarusian",
    "Belgium": "belgian",
    "Bolivia": "bolivian",
    "Brazil": "brazilian",
    "Bulgaria": "bulgarian",
    "Cambodia": "cambodian",
    "Canada": "canadian",
    "Chile": "chilean",
    "China": "chinese",
    "Colombia": "colombian",
    "Croatia": "croatian",
    "Cuba": "cuban",
    "Cyprus": "cypriot",
    "Czechia": "czech",
    "Denmark": "danish",
    "Ecuador": "ecuadorian",
    "Egypt": "egyptian",
    "Estonia": "estonian",
    "Ethiopia": "ethiopian",
    "Finland": "finnish",
    "France": "french",
    "Georgia": "georgian",
    "Germany": "german",
    "Ghana": "ghanaian",
    "Greece": "greek",
    "Haiti": "haitian",
    "Hungary": "hungarian",
    "Iceland": "icelandic",
    "India": "indian",
    "Indonesia": "indonesian",
    "Iran": "iranian",
    "Iraq": "iraqi",
    "Ireland": "irish",
    "Israel": "israeli",
    "Italy": "italian",
    "Japan": "japanese",
    "Jordan": "jordanian",
    "Kazakhstan": "kazakh",
    "Kenya": "kenyan",
    "Latvia": "latvian",
    "Lebanon": "lebanese",
    "Libya": "libyan",
    "Lithuania": "lithuanian",
    "Malaysia": "malaysian",
    "Mexico": "mexican",
    "Moldova": "moldovan",
    "Morocco": "moroccan",
    "Myanmar": "burmese burma",
    "Nepal": "nepalese nepali",
    "Netherlands": "dutch",
    "New Zealand": "zealand kiwi",
    "Nigeria": "nigerian",
    "North Korea": "north-korean",
    "Norway": "norwegian",
    "Pakistan": "pakistani",
    "Palestine": "palestinian",
    "Peru": "peruvian",
    "Philippines": "philippine filipino",
    "Poland": "polish",
    "Portugal": "portuguese",
    "Qatar": "qatari",
    "Romania": "romanian",
    "Russia": "russian",
    "Rwanda": "rwandan",
    "Saudi Arabia": "saudi",
    "Scotland": "scottish",
    "Serbia": "serbian",
    "Singapore": "singaporean",
    "Slovakia": "slovak",
    "Slovenia": "slovenian slovene",
    "Somalia": "somali",
    "South Africa": "south-african",
    "South Korea": "south-korean",
    "Spain": "spanish",
    "Sri Lanka": "lankan",
    "Sudan": "sudanese",
    "Sweden": "swedish",
    "Switzerland": "swiss",
    "Syria": "syrian",
    "Taiwan": "taiwanese",
    "Thailand": "thai",
    "Tunisia": "tunisian",
    "Turkey": "turkish turkiye türkiye",
    "Uganda": "ugandan",
    "Ukraine": "ukrainian",
    "Venezuela": "venezuelan",
    "Vietnam": "vietnamese",
    "Wales": "welsh",
    "Yemen": "yemeni",
    "Zambia": "zambian",
    "Zimbabwe": "zimbabwean",
}
NATION_OF = {word: nation for nation, words in _NATIONS.items() for word in (nation.lower(), *words.split())}

# Cities that the small English model often takes for persons.
CITIES = _words(
    """
    moscow kyiv kiev london paris berlin rome madrid washington beijing tokyo delhi mumbai tehran baghdad
    damascus beirut cairo ankara istanbul athens brussels geneva vienna warsaw prague budapest stockholm oslo
    copenhagen helsinki dublin lisbon zurich sydney melbourne canberra toronto ottawa montreal chicago boston
    seattle dallas houston philadelphia detroit atlanta miami denver phoenix anchorage alaska kherson luhansk
    lugansk donetsk zaporizhzhia donbas donbass crimea kharkiv odesa odessa mariupol texas california florida
    virginia georgia europe africa asia nato opec brexit islam hollywood manhattan brooklyn queens kabul
    karachi lahore islamabad dhaka jakarta manila seoul pyongyang hanoi bangkok lagos nairobi jerusalem gaza
    tripoli tunis algiers
    """
)

MALE_NAMES = _words(
    """
    aaron abdul abdullah abraham adam adrian ahmed alan albert alejandro aleksandr aleksei alex alexander
    alexei alfred ali allan allen alberto andre andrei andrew andy anthony antonio arnold arthur barack barry
    ben benjamin bernard bernie bill billy bob bobby boris brad bradley brandon brendan brian bruce bryan carl
    carlos charles charlie chris christian christopher clark clint cole colin craig dale damien dan daniel
    danny darren dave david dean dennis derek dick dmitri dmitry dominic don donald doug douglas duncan dwayne
    dylan ed eddie edgar eduardo edward edwin elon emmanuel enrique eric erik ernest ethan eugene evan
    fernando fidel francis francisco francois frank franklin fred frederick gareth gary gavin gene geoff
    geoffrey george gerald gerard giorgio giovanni glenn gordon graham greg gregory guy hamid harold harry
    hassan hector henry herbert howard hugh hugo hussein ian ibrahim igor imran isaac ivan jack jacob jacques
    jaime jake james jamie jan jared jason javier jean jeff jeffrey jeremy jerome jerry jesus jim jimmy joe
    joel john johnny jon jonathan jorge jose joseph josh joshua juan julian justin karl keir keith ken kenneth
    kevin khalid kim kirk kyle lance larry lawrence lee leo leon leonard lewis liam logan louis lucas luis
    luke mahmoud manuel marc marcel marco marcus mario mark martin marvin matt matthew maurice max mehmet
    michael miguel mike mikhail mitch mitt mohamed mohammad mohammed muhammad narendra nathan neil nelson
    nicholas nick nicolas nigel nikolai noah norman oleg oliver omar oscar osama owen pablo patrick paul pedro
    pete peter phil philip phillip pierre rafael ralph ramon raul ravi ray raymond ricardo richard rick ricky
    rob robert roberto rodney rodrigo roger roland roman ron ronald rory ross roy rudy rupert russell ryan
    saddam salman samuel scott sean sebastian serge sergei sergey seth shane shaun shinzo silvio simon stanley
    stefan stephen steve steven stewart stuart tariq ted terry theodore thomas tim timothy tobias todd tom
    tommy tony travis trevor tyler vaclav victor viktor vincent vitali vladimir volodymyr walter warren wayne
    wesley will william willie xavier yasser yevgeny yuri yusuf zachary cyrus hosni bashar recep benjamin
    naftali kofi ban jens olaf friedrich gerhard helmut heinrich rishi
    """
) - {
    "kim",
    "jan",
    "jean",
    "jamie",
    "lee",
    "ban",
    "will",
    "guy",
    "dale",
    "dylan",
    "alex",
    "dean",
    "angel",
    "robin",
}
FEMALE_NAMES = _words(
    """
    abigail agnes aisha alexandra alexis alice alicia alison allison amanda amber amelia amy ana anastasia
    andrea angela angelina anita ann anna anne annette annie april ariana ashley audrey barbara beatrice becky
    bella benazir beth betty beverly brenda bridget britney brittany camilla carla carmen carol carolina
    caroline carolyn catherine cathy cecilia charlotte chelsea cheryl chloe christina christine cindy claire
    clara claudia colleen condoleezza connie courtney crystal cynthia daisy dana danielle deborah debra denise
    diana diane dina dolores donna doris dorothy eileen elaine eleanor elena elisabeth elizabeth ella ellen
    emily emma erica erin esther ethel eva eve evelyn faith fatima felicia fiona florence frances gabriela
    gail georgia geraldine gina giorgia gladys glenda gloria grace gwen hannah harriet hazel heather heidi
    helen helena hilary hillary holly ida indira ingrid irene irina iris isabel isabella ivanka jackie
    jacqueline jane janet janice jasmine jean jeanne jennifer jenny jessica jill joan joanna joanne josephine
    joy joyce juanita judith judy julia julie juliet june kamala karen karoline karin kate katherine kathleen
    kathryn kathy katie katrina kayla kelly kendra kerry kristen kristin kristina laila larissa latoya laura
    lauren leah leila lena leslie liliana lillian linda lindsay lisa liz lois lori louise lucille lucy lydia
    lynn madeleine madonna malala marcia margaret maria marian marie marilyn marina marjorie marlene martha
    mary maureen megan melania melanie melinda melissa mercedes mia michelle mildred miranda molly monica
    nancy naomi natalia natalie natasha nicole nikki nina nora norma olga olivia oprah pamela patricia paula
    pauline peggy penelope penny phyllis priscilla rachel raquel rebecca regina renee rhonda rita roberta
    robin rosa rose rosemary ruth sabrina sally samantha sandra sara sarah selena serena sharon sheila sherry
    shirley silvia sofia sonia sophia sophie stacy stella stephanie sue susan suzanne svetlana sylvia tamara
    tammy tara tatiana tatyana taylor teresa theresa tiffany tina tracy ursula valentina valerie vanessa vera
    veronica victoria viola violet virginia vivian wanda wendy whitney winnie yasmin yolanda yulia yvette
    yvonne zoe
    """
) - {
    "april",
    "june",
    "chelsea",
    "georgia",
    "florence",
    "robin",
    "taylor",
    "jean",
    "faith",
    "grace",
    "rose",
    "joy",
}
# Given names of either sex still show that a run of capitals is a person.
GIVEN_NAMES = (
    MALE_NAMES
    | FEMALE_NAMES
    | _words(
        """
    kim jan jean jamie lee dale dylan alex dean angel robin taylor sam pat jordan morgan casey
    """
    )
)

NAME_PARTICLES = _words("de da del van von der den bin ibn al el la le ben abu")
VAGUE_DETERMINERS = _words(
    """
    many some several most few other others none all both any each every no more such own last next
    """
)
