"""Why a source was not measured, or says something else now: our own sentences in French.

What a driver, a source or a person said within them is put in quotes or left as it is.
"""

from __future__ import annotations

NUMBER = r"\d[\d,]*(?:\.\d+)?"
NAME = r"`[^`]*`"

SAID = (
    # no answer
    (rf"no answer within ({NUMBER}) seconds?", "pas de réponse en {} s"),
    (rf"not reckoned within ({NUMBER}) seconds?", "pas calculé en {} s"),
    (r"the statement was ended by the source", "la source a mis fin à la requête"),
    (r"the statement was cancelled", "la requête a été annulée"),
    (
        r"an unexpected (\w+); the log of the run tells where",
        "une erreur inattendue, {} ; le journal du passage dit où",
    ),
    # what is not there
    (rf"the answer has no column ({NAME}), only none", "la réponse n’a pas de colonne {}"),
    (
        rf"the answer has no column ({NAME}), only ({NAME}(?:, {NAME})*)",
        "la réponse n’a pas de colonne {}, seulement {}",
    ),
    (rf"no table ({NAME})", "pas de table {}"),
    (rf"no column ({NAME}) in ({NAME})", "pas de colonne {} dans {}"),
    (rf"(?:there is )?no column ({NAME})", "pas de colonne {}"),
    (rf"no key result or health metric ({NAME})", "aucun indicateur ne s’appelle {}"),
    (rf"no value for the parameter ({NAME})", "pas de valeur pour le paramètre {}"),
    (rf"; did you mean ({NAME})\?", " ; vouliez-vous dire {} ?"),
    (rf"; there are ({NAME}(?:, (?:{NAME}|…))*)", " ; il y a {}"),
    (r"there is no file (.+?); looked for ", "il n’y a pas de fichier {} ; cherché : "),
    (r"there is no folder (.+?); looked for ", "il n’y a pas de dossier {} ; cherché : "),
    (
        r"the folder (.+?) holds no CSV, Parquet or Excel file",
        "le dossier {} ne contient aucun fichier CSV, Parquet ou Excel",
    ),
    # files and answers that cannot be read
    (rf"({NAME}) and ({NAME}) would both be the table", "{} et {} seraient tous deux la table"),
    (rf"({NAME}) in ({NAME}) is empty", "{} dans {} est vide"),
    (rf"({NAME}) is empty", "{} est vide"),
    (
        rf"the rows of ({NAME}) differ in their number of fields",
        "les lignes de {} n’ont pas toutes autant de champs",
    ),
    (rf"({NAME}) cannot be read as an Excel workbook", "{} n’est pas un classeur Excel lisible"),
    (
        rf"({NAME}) of ({NAME}) in ({NAME}) is a formula without a stored result; open the "
        "workbook in Excel or LibreOffice and save it, so that the results are stored",
        "{} de {} dans {} est une formule sans résultat enregistré ; ouvrez le classeur dans Excel "
        "ou LibreOffice et enregistrez-le, pour que les résultats y soient",
    ),
    (
        rf"column ({NAME}) mixes kinds: a value does not fit among (.+)",
        "la colonne {} mêle plusieurs sortes de valeurs (attendu : {})",
    ),
    (
        rf"the answer has more than ({NUMBER}) rows; aggregate in the query",
        "la réponse a plus de {} lignes ; agrégez dans la requête",
    ),
    (
        rf"the answer is larger than ({NUMBER}) MB; ask for fewer columns",
        "la réponse dépasse {} Mo ; demandez moins de colonnes",
    ),
    (rf"the answer has more than one column ({NAME})", "la réponse a plusieurs colonnes {}"),
    (r"the answer has no row\b", "la réponse n’a aucune ligne"),
    (r"the answer has more than one row\b", "la réponse a plusieurs lignes"),
    (r"the value is not a number \(NaN\)", "la valeur n’est pas un nombre (NaN)"),
    (r"the value is too large to be kept", "la valeur est trop grande pour être gardée"),
    (r"the value is infinite", "la valeur est infinie"),
    (rf"the value is the text ({NAME}), not a number", "la valeur est le texte {}, pas un nombre"),
    (
        rf"the value is a text of ({NUMBER}) characters?, not a number",
        "la valeur est un texte de longueur {}, pas un nombre",
    ),
    (r"the value is a time, not a number", "la valeur est un moment, pas un nombre"),
    (r"the value is a span of time, not a number", "la valeur est une durée, pas un nombre"),
    (
        r"the value is of type (\w+), not a number",
        "la valeur est de type {}, pas un nombre",
    ),
    (r"the value is (true|false), not a number", "la valeur est « {} », pas un nombre"),
    (
        rf"({NUMBER}) rows? shares? the last place of an entity with another",
        "lignes qui partagent avec une autre la dernière place d’une entité : {}",
    ),
    (r"only a SELECT that changes nothing may be asked", "seul un SELECT qui ne change rien passe"),
    # parts of a formula, columns, and the expectations of Great Expectations
    (rf"({NAME}) is not measured as of (\S+)", "{} n’est pas mesuré au {}"),
    (rf"({NAME}) is not believed: ", "{} n’est pas fiable : "),
    (
        rf"({NAME}) was (.+?) and is (.+?) now: what is reckoned from it may differ",
        "{} était « {} » et est maintenant « {} » : ce qui en est calculé peut différer",
    ),
    (rf"({NAME}) does not hold for (\S+)", "{} n’est pas satisfait pour {}"),
    (rf"({NAME}) could not be evaluated on (.+?): ", "{} n’a pas pu être évalué sur {} : "),
    (
        r"the expectations could not be evaluated: ",
        "les attentes n’ont pas pu être évaluées : ",
    ),
    (r"this kind of source cannot tell", "ce genre de source ne peut pas le dire"),
    (r"no reason given", "sans raison donnée"),
    # measured again
    (
        r"the ledger does not hold the definition it was measured by",
        "le registre n’a pas la définition selon laquelle il a été mesuré",
    ),
    (rf"({NAME}) no longer has ({NAME})", "{} n’a plus {}"),
    (
        r"the source keeps only the present, and (\S+) is past",
        "la source ne garde que le présent, et le {} est passé",
    ),
    (
        rf"^rows: ({NUMBER}|unknown) then, ({NUMBER}|unknown) now",
        "lignes : {} alors, {} maintenant",
    ),
    (
        r"^newest row: (.+) then, (.+) now",
        "ligne la plus récente : {} alors, {} maintenant",
    ),
    (rf"^({NAME}): (.+) then, (.+) now", "{} : {} alors, {} maintenant"),
    (
        r"the statement is put together differently",
        "la requête n’est plus composée de la même façon",
    ),
    (
        rf"past days are reckoned with today's values of ({NAME}(?:, {NAME})*)",
        "les jours passés sont calculés avec les valeurs d’aujourd’hui de {}",
    ),
    (
        r"the same rows hold other values, or other rows took their place",
        "les mêmes lignes portent d’autres valeurs, ou d’autres ont pris leur place",
    ),
)
"""How connectors, measures, expectations and a re-run word what they found, and the French."""
