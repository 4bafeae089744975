"""What moved a value and where it will land, in English and in French."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "what moved it": ("What moved it", "Ce qui l’a fait bouger"),
    "moved since": ("{change} since {day}", "{change} depuis le {day}"),
    "compare since": ("Compare with", "Comparer avec"),
    "divide by": ("Divide by", "Diviser par"),
    "part own": ("Its own value", "Sa valeur propre"),
    "part share": ("share", "part"),
    "part brought": ("Brought", "Apport"),
    "part brought how": (
        "{rate} by value · {mix} by share",
        "{rate} par la valeur · {mix} par la part",
    ),
    "from became": ("{before} → {now}", "{before} → {now}"),
    "not given": ("not given", "non renseigné"),
    "others": ("others", "autres"),
    "in all": ("in all", "en tout"),
    "moved by value": (
        " {part} ({column}) brought {total} of {change}: there, {before} became {now}.",
        " {part} ({column}) apporte {total} sur {change} : on y passe de {before} à {now}.",
    ),
    "moved by share": (
        " {part} ({column}) brought {total} of {change}: its share went from {before} to {now}.",
        " {part} ({column}) apporte {total} sur {change} : sa part est passée de {before} à {now}.",
    ),
    "apart say": (
        "A median, an extreme or a count of different things is no sum of its parts: "
        "each has its own value, and none can be said to have brought so much.",
        "Une médiane, un extrême ou un nombre de choses différentes n’est pas la somme de ses "
        "parts : chacune a sa valeur, et d’aucune on ne peut dire combien elle a apporté.",
    ),
    "landing": ("Lands at", "Arrivée"),
    "range": ("{low} – {high}", "{low} – {high}"),
    "lands on": (
        "on {day}, if the pace lasts · {range} in 8 of 10 cases",
        "le {day}, si le rythme dure · {range} dans 8 cas sur 10",
    ),
    "lands beyond": (
        "on {day}, past the target · {range} in 8 of 10 cases",
        "le {day}, au-delà de la cible · {range} dans 8 cas sur 10",
    ),
    "lands short": (
        "on {day}, short of the target · {range} in 8 of 10 cases",
        "le {day}, en deçà de la cible · {range} dans 8 cas sur 10",
    ),
    "brought says": ("brought {value}", "apport : {value}"),
    "track record": ("Forecast track record", "Ce que valaient les prévisions"),
    "foretold say": (
        "Of {all} {all:forecast|forecasts} made {when}, {inside} landed inside "
        "{all:its|their} range of eight in ten; "
        "{all:it was off by|half of them were off by at most} {off} of the way.",
        "Sur {all} {all:prévision faite|prévisions faites} {when}, {inside} "
        "{inside:est arrivée|sont arrivées} dans {all:sa|leur} plage de huit cas sur dix ; "
        "{all:elle s’écartait de|la moitié s’écartaient d’au plus} {off} du chemin.",
    ),
    "foretold expected": (
        "About {expected} were to be expected.",
        "On pouvait en attendre environ {expected}.",
    ),
    "foretold narrow": (
        "About {expected} were to be expected: the ranges are too narrow.",
        "On pouvait en attendre environ {expected} : les plages sont trop étroites.",
    ),
    "foretold few": (
        "That is too few to judge the ranges by.",
        "C’est trop peu pour juger des plages.",
    ),
    "foretold anew": (
        "Each is reckoned anew from the days up to its own alone, as they are known now.",
        "Chacune est recalculée à partir des seuls jours qui la précèdent, tels qu’on les "
        "connaît aujourd’hui.",
    ),
    "foretold ago": ("four weeks ago", "il y a quatre semaines"),
    "foretold ago title": ("Made four weeks ago", "Faites il y a quatre semaines"),
    "foretold late": ("four weeks before the end", "quatre semaines avant la fin"),
    "foretold late title": (
        "Made four weeks before the end",
        "Faites quatre semaines avant la fin",
    ),
    "foretold in the middle": ("in the middle of the cycle", "au milieu du cycle"),
    "foretold in the middle title": (
        "Made in the middle of the cycle",
        "Faites au milieu du cycle",
    ),
    "foretold too early": (
        "No forecast is old enough yet. From {day} on, those made four weeks before are held "
        "against what came.",
        "Aucune prévision n’est assez ancienne. À partir du {day}, celles faites quatre semaines "
        "plus tôt seront comparées à ce qui est arrivé.",
    ),
    "foretold nothing": (
        "No forecast could be made then that can be held against what came: it takes a target, "
        "a trusted number on both days, and a past of some four months before.",
        "Aucune prévision de l’époque ne peut être comparée à ce qui est arrivé : il faut une "
        "cible, un nombre fiable aux deux dates et un passé d’environ quatre mois.",
    ),
    "said on": ("Said on", "Dite le"),
    "foretold": ("Forecast", "Prévision"),
    "came": ("Came", "Arrivé"),
    "in its range": ("In its range", "Dans la plage"),
    "inside": ("inside", "dedans"),
    "outside": ("outside", "dehors"),
    "foretold off": ("off by {off} of the way", "écart : {off} du chemin"),
}
