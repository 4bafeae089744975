"""What the name of a column says of it, in English and French: the stems of its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from krtracker.coach.vocabulary import words

BEGINS = words(
    "purchas order creat open start receiv reception request submit engag regist sign enquir lead "
    "report rais book place issu invoice arriv admit call ask cree ouvert commande recu demande "
    "inscri souscri saisi depose emis emission factur debut enregistr passe appel lance sign "
    "enrol borrow rent declar assign emprunt"
)
"""A row begins: it was ordered, created, opened."""
ENDS = words(
    "deliver clos resolv resolution solv answer repl respon complet finish ended ship dispatch "
    "paid pay approv won convert decid decision settl livr expedi clo clotur ferm resolu repon "
    "fini paye paie regle reglement trait gagn accept termin validat valide "
    "discharg result graded grading triag collect gradu signatur"
)
"""Something has come to it: delivered, answered, paid."""
ON_THE_WAY = words(
    "first premier premiere approv validat valide ship dispatch expedi carrier answer repl respon "
    "repon triag collect expertis"
)
"""What comes before the end: an answer, a dispatch."""
PROMISED = words(
    "promis due estimat expect limit deadline target sla prevu echeance attendu plan schedul until"
)
"""A day that was promised or expected, not one that came."""
LEFT = words(
    "lost cancel abandon churn terminat perdu annul resili refus reject depart left withdr"
)
"""It came to another end."""
TURNED = words("won convert gagn signatur")
HANDED_IN = words("submit depose rendu")
LENT = words("borrow rent loan lent emprunt pret loue")
GIVEN_BACK = words("return retour rendu restitu")
"""An end of what was lent; what was sold comes back to no good."""
ANSWERED = words("answer repl respon repon")
PAID = words("paid payment paye paie paiement regle reglement")
JUDGED = words("rated review answer survey repon evalu")
MONEY = words(
    "amount price value revenue total cost fee freight payment montant prix cout frais ca"
)
"""Amounts that may be added up."""
NO_SUM = words(
    "unit list per rate tax vat tva pct percent percentage share discount average avg max min "
    "expected probability unitaire taux remise charge charges"
)
"""Amounts that may not: of one piece, of a share, of a guess."""
SCORES = words("score rating satisfaction csat nps stars note")
AGAIN = words("reopen reouv retry retries")
WON = words("won convert gagn success")
TAKEN = words("accept sign")
"""Won where the other answer is a refusal; else a step on the way."""
REFUSED = words("refus reject declin")
LOST = words(
    "lost perdu refus reject declin cancel annul unavailable abandon expir fail echec void withdr"
)
EVENTS = words(
    "event events log logs history changes audit historique journal link links tag tags type "
    "types role roles status statuses category categories priority option options property "
    "properties setting settings field fields calendar schedule zone member members group groups "
    "session sessions stage stages line comment comments template templates "
    "employee employees staff teacher teachers salarie salaries personnel worker workers nurse "
    "nurses "
    "doctor doctors driver drivers agent agents holiday holidays user users permission "
    "permissions archive migration migrations"
)
"""Tables of events, in which one thing stands in many rows, of mere names, and of persons."""
NAMES_ONLY = words("pipeline pipelines list lists queue queues")
"""Tables of mere names, unless their rows have an end or an amount."""
LASTING = words(
    "subscription contract member membership customer client account policy policie licence "
    "license "
    "lease tenant enrolment enrollment abonnement contrat adherent abonne bail compte souscription"
)
"""What is there until it leaves."""
UNWANTED = words(
    "complaint incident ticket claim absence return defect error outage accident refund chargeback "
    "issue bug case alert failure cancellation dispute breach fault escalation reclamation plainte "
    "litige retour panne rebut anomalie sinistre impaye retard relance avoir"
)
"""What nobody wants more of."""
TECHNICAL = words(
    "synced sync updated modified viewed referenced loaded extracted ingested etl dbt fivetran "
    "airbyte deleted inserted daylight birth naissance maj"
)
"""Times at which a program did something, or which belong to something else."""
_STORAGE = words(
    "dataset data table tbl dim fact stg raw redshift postgres snowflake databricks bigquery"
)
_OF_TIME = words("at on date time timestamp datetime day utc le ts dt de du d la moment")


def parts(name: str) -> list[str]:
    """The words of a name, small and without accents, whatever joins them.

    >>> parts("orderDeliveredAt"), parts("Date_Résiliation")
    (['order', 'delivered', 'at'], ['date', 'resiliation'])
    """
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    plain = normalize("NFKD", apart).encode("ascii", "ignore").decode().lower()
    return [word for word in re.split(r"[^a-z0-9]+", plain) if word]


def begins_with(name: str, stems: Iterable[str]) -> bool:
    """Whether a word of the name begins with one of the stems; short stems are whole words.

    >>> begins_with("order_delivered_date", ENDS), begins_with("payload", {"pay"})
    (True, False)
    """
    stems = tuple(stems)
    long = tuple(stem for stem in stems if len(stem) > 3)
    return any(word in stems or word.startswith(long) for word in parts(name))


def has(name: str, wanted: Iterable[str]) -> bool:
    """Whether one of the words stands in the name as it is."""
    return not set(parts(name)).isdisjoint(wanted)


def noun(table: str) -> str:
    """What the rows of a table are called: `olist_orders_dataset` holds olist orders.

    >>> noun("orders_dataset")
    'orders'
    """
    said = [word for word in parts(table) if word not in _STORAGE]
    return " ".join(said or parts(table) or [table.lower()])


def is_any(table: str, nouns: Iterable[str]) -> bool:
    """Whether a table's rows are of a kind: its last word, in singular.

    >>> is_any("support_tickets", {"ticket"}), is_any("ticket_prices", {"ticket"})
    (True, False)
    """
    last = noun(table).split()[-1]
    return last in nouns or last.removesuffix("s") in nouns


def moment(column: str, table: str) -> str:
    """A time column in words, without what its table's name says already.

    >>> moment("order_purchase_timestamp", "orders"), moment("date_commande", "commandes")
    ('purchase', 'commande')
    """
    of_table = {word.removesuffix("s") for word in parts(table)}
    said = [word for word in parts(column) if word not in _OF_TIME]
    plain = [word for word in said if word.removesuffix("s") not in of_table]
    return " ".join(plain or said or parts(column))


def spoken(column: str) -> str:
    """A column of numbers or texts in words."""
    return " ".join(parts(column))
