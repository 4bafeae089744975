"""Which names mean one person: in English, in French, and in a project's own words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from krtracker.domain.catalog import Settings

ENGLISH = """
agent advisor adviser assignee author caller consultant courier developer doctor driver employee
engineer foreman lead manager nurse officer operator picker rep representative salesman
saleswoman salesperson supervisor teacher technician therapist user username worker
"""
FRENCH = """
acheteur auteur chauffeur collaborateur collaboratrice commercial conseiller conseillere
consultant employe employee enseignant gestionnaire infirmier infirmiere livreur medecin operateur
operatrice ouvrier prenom preparateur salarie salariee soignant technicien technicienne
utilisateur vendeur vendeuse
"""
WHOLE = """
assigned_to opened_by closed_by resolved_by created_by updated_by handled_by sold_by owned_by
sys_created_by sys_updated_by approved_by first_name last_name full_name given_name family_name
surname email e_mail mail phone login nom nom_complet nom_famille courriel matricule telephone
affecte_a ouvert_par ferme_par cree_par traite_par vendu_par
"""
NAMING = {
    "id",
    "ids",
    "name",
    "nom",
    "code",
    "key",
    "email",
    "mail",
    "number",
    "no",
    "num",
    "login",
}
"""What may follow a word for a person and still mean that person."""


_PERSONS = frozenset((ENGLISH + FRENCH).split())
_WHOLE = frozenset(WHOLE.split())


@dataclass(frozen=True)
class People:
    """The names that mean one person: our lists, what a project adds to them and takes away."""

    also: frozenset[str] = frozenset()
    exceptions: frozenset[str] = frozenset()

    def has(self, column: str) -> bool:
        """Whether a column says who, rather than what, where or which team.

        >>> [People().has(name) for name in ("sales_agent", "agentId", "employé", "opened_by")]
        [True, True, True, True]
        >>> [People().has(name) for name in ("region", "agent_group", "employee_count")]
        [False, False, False]
        """
        whole, last = _names(column)
        names = {whole, last}
        is_known = whole in _WHOLE or last in _PERSONS or bool(names & self.also)
        return is_known and not names & self.exceptions

    def has_team(self, team: str) -> bool:
        """Whether a team goes by a name that the project says means one person."""
        return bool(set(_names(team)) & self.also - self.exceptions)


def people_of(settings: Settings) -> People:
    """The names that mean one person in a project."""
    return People(
        frozenset(map(normal, settings.person_words)),
        frozenset(map(normal, settings.no_person_words)),
    )


def normal(name: str) -> str:
    """A name with small letters, without accents, its words joined by `_`.

    >>> normal("Employé.Nom"), normal("caseHandler")
    ('employe_nom', 'case_handler')
    """
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    plain = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode().lower()
    return "_".join(word for word in re.split(r"[^a-z0-9]+", plain) if word)


@lru_cache(maxsize=4096)
def _names(column: str) -> tuple[str, str]:
    """What a column may be known by: its name, and its last word; `_id` and the like left off."""
    whole = normal(column)
    words = whole.split("_")
    if whole in _WHOLE:
        return whole, whole
    while len(words) > 1 and words[-1] in NAMING:
        words.pop()
    return "_".join(words), words[-1]
