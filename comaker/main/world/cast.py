"""The cast: who deals with whom in the demo's world, in what, and on which terms."""

from typing import NamedTuple

from comaker.kernel.access import Job
from comaker.kernel.amounts import MONEY_PLACES, PERCENT_PLACES, scaled
from comaker.kernel.line import Terms
from comaker.kernel.party import Party, party_of
from comaker.kernel.product import Product
from comaker.kernel.settlement import PRESETS
from comaker.kernel.tolerance import Allowance, Tolerance


class Ware(NamedTuple):
    """Something that is given: what it is, what one costs and in what it is counted."""

    product: Product
    price: str = ""
    unit: str = "C62"


class Person(NamedTuple):
    """Somebody with an account in the demo's world."""

    email: str
    name: str
    party: Party
    job: Job
    language: str = "en"
    is_first: bool = False  # his login is told to who opens the demo


# The two of the chain that `comaker demo` prints, under the names and numbers of its documents.
MAKER = Party("Consortial", ("vat:1752692355", "gln:8712345000004"))
IYT = Party("IYT Corporation", ("vat:12356478", "gln:8798765000008"))
MUSEUM = Party("Museum Zuid", ("gln:8711111000002", "vat:NL004495445B01"))
CARRIER = Party("Noordweg Transport", ("gln:8722222000003", "vat:NL009999999B01"))
SUPPLIER = Party("Veerman Metaal", ("gln:8733333000004", "vat:NL007777777B01"))
HOUSEHOLD = party_of("Familie De Wit")
# Where a payment went that should have gone elsewhere.
FACTOR = Party("Oude Bank Factoring", ("vat:NL123456789B01",))

CANDLES = Ware(
    Product(sellers="C-120", buyers="88120", standard="8712345012007", name="dinner candles, box of 12"),
    "18.50",
)
TEALIGHTS = Ware(
    Product(sellers="T-050", buyers="88050", standard="8712345005009", name="tea lights, bag of 50"), "6.20"
)
PILLAR = Ware(
    Product(sellers="P-200", buyers="88200", standard="8712345020002", name="pillar candle 20 cm"), "9.75"
)
FLOATING = Ware(Product(sellers="F-010", buyers="88010", name="floating candles, set of 10"), "7.40")
WAX = Ware(Product(sellers="W-KG", buyers="88001", name="beeswax pellets"), "11.20", "KGM")
LANTERN = Ware(Product(sellers="L-1", standard="8712345000103", name="storm lantern"), "64.00")
ENGRAVED = Ware(Product(sellers="L-1E", name="storm lantern, engraved"), "79.00")
GLASS = Ware(Product(sellers="L-1G", name="lantern glass"), "8.50")
DRUM = Ware(Product(sellers="DRUM", name="empty wax drum"), "4.00")
ARTWORK = Ware(Product(name="label artwork, ready to print"))
DRAWING = Ware(Product(name="approved drawing of the engraving"))
DOCK = Ware(Product(name="free dock, ten to eleven"))
RIDE = Ware(Product(sellers="RIDE", name="ride to the customer"), "85.00")
USED_LANTERN = Ware(Product(sellers="L-1U", name="used storm lantern"), "12.00")

PEOPLE = (
    Person("anna@consortial.example", "Anna de Boer", MAKER, Job.OWNER, is_first=True),
    Person("wout@consortial.example", "Wout Mulder", MAKER, Job.WAREHOUSE, "nl"),
    Person("ben@iyt.example", "Ben Ashworth", IYT, Job.OWNER, is_first=True),
    Person("dirk@noordweg.example", "Dirk van Dam", CARRIER, Job.OWNER, "nl"),
)

_LOOSE = Tolerance(
    quantity=Allowance(over_percent=scaled("2", PERCENT_PLACES)),
    amount=Allowance(over=scaled("0.50", MONEY_PLACES), under=scaled("0.50", MONEY_PLACES)),
)
_ANSWERED = Terms(
    tolerance=_LOOSE, expects_answer=True, expects_send=True, response_days=2, arrival_days=4,
    billing_days=14, payment_days=30, delivery_term="DAP",
)  # fmt: skip
# Giver, taker and what they agreed, from a year ago on.
TERMS: tuple[tuple[Party, Party, Terms], ...] = (
    (MAKER, IYT, _ANSWERED),
    (IYT, MAKER, Terms(settlement=PRESETS["self_billed"], response_days=3, delivery_days=7)),
    (MAKER, MUSEUM, _ANSWERED._replace(settlement=PRESETS["three_way_early_bill"], expects_answer=False)),
    (MUSEUM, MAKER, Terms(settlement=PRESETS["unpriced"])),
    (CARRIER, MAKER, Terms(settlement=PRESETS["service"], billing_days=7, payment_days=14)),
    (MAKER, HOUSEHOLD, Terms(settlement=PRESETS["prepaid"])),
    (HOUSEHOLD, MAKER, Terms(settlement=PRESETS["self_billed"], tax="margin", payment_days=7)),
)
# What the customer proposes for what the maker gives.
IYT_TERMS = _ANSWERED._replace(payment_days=45)

SITES = """party,site,GLN,street,postcode,city,country,dock
Consortial,Works,8712345000103,Kaarsenmakerslaan 3,1234 AB,Gouda,NL,Dock 1
Consortial,Works,8712345000103,Kaarsenmakerslaan 3,1234 AB,Gouda,NL,Dock 2
IYT Corporation,Distribution centre,8798765000107,Harbour Road 20,3089 KD,Rotterdam,NL,Dock A
Museum Zuid,Shop,,Museumplein 1,6211 AB,Maastricht,NL,
"""

# Deal, line, who said it, and how many days ago.
SAID = (
    ("PO-2102", "1", "ben@iyt.example", "The film was torn: two boxes are missing, two are broken.", 9),
    ("PO-2102", "1", "anna@consortial.example", "Thank you. We look for the two today.", 8),
    ("PO-2105", "1", "ben@iyt.example", "Where are the last sixty? Our shop window opens on Friday.", 1),
    ("PO-2111", "1", "anna@consortial.example", "The dye came in late; they leave today.", 1),
)  # fmt: skip
# Who has the private link of the museum.
VISITOR = "Carla Prins"
