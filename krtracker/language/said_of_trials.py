"""What the page says on which a key result is tried, in English and in French."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "try": ("Try a key result", "Essayer un résultat clé"),
    "try say": (
        "Write it, see what it would have said in a year, then save it.",
        "Écrivez-le, voyez ce qu’il aurait dit sur un an, puis enregistrez-le.",
    ),
    "try file": ("Definition", "Définition"),
    "try new": ("A new file…", "Un nouveau fichier…"),
    "try name": ("File", "Fichier"),
    "try text": ("What it says (Ctrl+Enter tries it)", "Ce qu’il dit (Ctrl+Entrée pour essayer)"),
    "try it": ("Try it", "Essayer"),
    "try which": ("Key result of this file", "Résultat clé de ce fichier"),
    "try nothing": ("Nothing is tried yet", "Rien n’est encore essayé"),
    "try nothing say": (
        "Change the text, or press “Try it”: a year of it is measured, and nothing is written.",
        "Modifiez le texte ou choisissez « Essayer » : une année en est mesurée, sans rien écrire.",
    ),
    "try running": (
        "Measuring a year of it… {seconds} s",
        "Mesure d’une année… {seconds} s",
    ),
    "try cancel": ("Cancel", "Annuler"),
    "try cancelled": ("Cancelled", "Annulé"),
    "again": ("Measure again", "Mesurer à nouveau"),
    "again running": ("Measuring again… {seconds} s", "Nouvelle mesure… {seconds} s"),
    "again equal": (
        "Measured again just now: the same.",
        "Mesuré à nouveau à l’instant : la même valeur.",
    ),
    "again restated": (
        "Measured again just now: {value}.",
        "Mesuré à nouveau à l’instant : {value}.",
    ),
    "again cannot": ("It cannot be measured again.", "Impossible à mesurer de nouveau."),
    "try too long": (
        "It took longer than {seconds} s and was ended",
        "Plus de {seconds} s : la mesure a été arrêtée",
    ),
    "try failed": ("It could not be tried", "L’essai n’a pas abouti"),
    "try at fault": ("Not yet: this does not fit", "Pas encore : ceci ne convient pas"),
    "try not measured": ("It could not be measured", "La mesure n’a pas abouti"),
    "try line": ("line {line}", "ligne {line}"),
    "try on": ("on {day}", "le {day}"),
    "try not believed": ("not believed: {why}", "écarté : {why}"),
    "try baseline": ("baseline", "référence"),
    "try target": ("target", "cible"),
    "try a week": ("needed a week", "nécessaire par semaine"),
    "try usual": ("Moves by itself", "Varie de lui-même"),
    "try usual say": (
        "± {noise}, between {low} and {high} in {days} days before the cycle",
        "± {noise}, entre {low} et {high} sur {days} jours avant le cycle",
    ),
    "try weekday": ("With the weekday", "Selon le jour"),
    "try month": ("With the season", "Selon la saison"),
    "try rhythm": (
        "highest in {high} ({above}), lowest in {low} ({below})",
        "au plus haut : {high} ({above}), au plus bas : {low} ({below})",
    ),
    "try reached": ("Was it ever reached", "A-t-elle déjà été atteinte"),
    "try held": ("Was it held", "A-t-il été tenu"),
    "try reached on": (
        "on {days} of {all} {all:day|days}, from {first} to {last}",
        "{days} {days:jour|jours} sur {all}, du {first} au {last}",
    ),
    "try never": ("never in {all} {all:day|days}", "jamais sur {all} {all:jour|jours}"),
    "try nearest": (
        "never in {all} {all:day|days}; nearest {value} on {day}",
        "jamais sur {all} {all:jour|jours} ; au plus près {value} le {day}",
    ),
    "try as far": ("Did it ever move so far", "A-t-il déjà tant bougé"),
    "try as far say": (
        "in {times} of {all} {all:stretch|stretches} of {days} {days:day|days}",
        "dans {times} {times:période|périodes} de {days} {days:jour|jours} sur {all}",
    ),
    "try asks": ("What a coach would ask", "Ce qu’un coach demanderait"),
    "try year": ("One year", "Une année"),
    "try saving": ("Save", "Enregistrer"),
    "try unchanged": ("The file says this already.", "Le fichier le dit déjà."),
    "try first": (
        "It can be saved once it has been tried as it stands, and fits.",
        "Il peut être enregistré une fois essayé tel quel, et s’il convient.",
    ),
    "try diff": ("What would change in {file}", "Ce qui changerait dans {file}"),
    "try saved": ("Saved.", "Enregistré."),
    "try reload": ("Take what the file says now", "Reprendre ce que dit le fichier"),
}
"""Every sentence by its name."""
