"""How proposed measures are called, in English and French."""

from __future__ import annotations

TITLES = {
    "en": {
        "lasting": "Average days from {begin} to {end} of {rows}",
        "lasting_state": "Average days from {begin} to {end} of {rows} that are {state}",
        "within_day": "Share of {rows} with {end} within a day of {begin}",
        "within_month": "Share of {rows} with {end} within thirty days of {begin}",
        "on_time": "Share of {rows} with {end} on or before the day of {promised}",
        "open": "Number of {rows} still without {end} at the end of the day",
        "there": "Number of {rows} at the end of the day",
        "within_day_done": "Share of {rows} {end} within a day of being {begin}",
        "within_month_done": "Share of {rows} {end} within thirty days of being {begin}",
        "on_time_done": "Share of {rows} {end} on or before the day of {promised}",
        "open_done": "Number of {rows} not yet {end} at the end of the day",
        "ended_done": "Number of {rows} {end} in four weeks",
        "left_done": "Number of {rows} {end} in four weeks",
        "there_total": "Total {column} of {rows} at the end of the day",
        "overdue": "Number of {rows} overdue at the end of the day",
        "begun": "Number of {rows} in four weeks",
        "ended": "Number of {rows} with {end} in four weeks",
        "left": "Number of {rows} with {end} in four weeks",
        "again": "Share of {rows} with a {column}",
        "score": "Average {column} of {rows}",
        "total": "Total {column} of {rows} in four weeks",
        "average": "Average {column} of {rows}",
        "share": "Share of {rows} that are {state}",
        "decided": "Share of decided {rows} that are {state}",
        "number": "Number of {rows} that are {state} in four weeks",
        "total_state": "Total {column} of {rows} that are {state} in four weeks",
        "average_state": "Average {column} of {rows} that are {state}",
        "days": "days",
        "points": "points",
    },
    "fr": {
        "lasting": "Délai moyen en jours de {begin} à {end} ({rows})",
        "lasting_state": "Délai moyen en jours de {begin} à {end} ({rows}, {state})",
        "within_day": "Part des {rows} : {end} dans la journée qui suit {begin}",
        "within_month": "Part des {rows} : {end} dans les trente jours qui suivent {begin}",
        "on_time": "Part des {rows} : {end} au plus tard le jour de {promised}",
        "open": "Nombre de {rows} encore sans {end} en fin de journée",
        "there": "Nombre de {rows} en fin de journée",
        "there_total": "{column} : total des {rows} en fin de journée",
        "overdue": "Nombre de {rows} en retard en fin de journée",
        "begun": "Nombre de {rows} en quatre semaines",
        "ended": "Nombre de {rows} avec {end} en quatre semaines",
        "left": "Nombre de {rows} avec {end} en quatre semaines",
        "again": "Part des {rows} avec {column}",
        "score": "{column} : moyenne des {rows}",
        "total": "{column} : total des {rows} en quatre semaines",
        "average": "{column} : moyenne des {rows}",
        "share": "Part des {rows} : {state}",
        "decided": "Part des {rows} décidés : {state}",
        "number": "Nombre de {rows} en quatre semaines : {state}",
        "total_state": "{column} : total des {rows} en quatre semaines ({state})",
        "average_state": "{column} : moyenne des {rows} ({state})",
        "days": "jours",
        "points": "points",
    },
}
"""By language and form."""


def title(form: str, language: str, **said: str) -> str:
    """The title of a form of measure, in a language that is known, else in English."""
    text = TITLES.get(language, TITLES["en"])[form].format(**said)
    return text[:1].upper() + text[1:]
