"""Every sentence of the pages that people meet around, in English and in French."""

from __future__ import annotations

SAID: dict[str, tuple[str, str]] = {
    "weekly review": ("Weekly review", "Revue hebdomadaire"),
    "alignment": ("Alignment", "Alignement"),
    "cycle review": ("Cycle review", "Bilan du cycle"),
    # the agenda
    "review of": ("Weekly review · {day}", "Revue hebdomadaire · {day}"),
    "things": (
        "{count} {count:thing|things} to talk about",
        "{count} {count:sujet|sujets} à aborder",
    ),
    "nothing to discuss": ("A calm week", "Une semaine calme"),
    "last meeting": ("Last week", "La semaine dernière"),
    "last meeting first": (
        "No decisions yet: this is the first review.",
        "Aucune décision encore : c’est la première revue.",
    ),
    "last meeting none": ("nothing decided, nothing open", "rien de décidé, rien d’ouvert"),
    "last meeting done": ("{done} done · {open} open", "faits : {done} · ouverts : {open}"),
    "close": ("Close", "Clore"),
    "close say": ("the summary, to be sent", "le compte rendu, à envoyer"),
    "moved most": ("moved most: {step}", "a le plus bougé : {step}"),
    "newly": ("newly {status}", "désormais {status}"),
    "not measured why": ("not measured: {why}", "non mesuré : {why}"),
    "reached early": ("reached {early} early", "atteint avec {early} d’avance"),
    "reached": ("reached", "atteint"),
    "promise changed why": ("promise changed {day}: {why}", "promesse modifiée le {day} : {why}"),
    "promise changed day": ("promise changed {day}", "promesse modifiée le {day}"),
    "nothing new": ("nothing new this week", "rien de nouveau cette semaine"),
    "weeks": ("{count} {count:week|weeks}", "{count} {count:semaine|semaines}"),
    "days": ("{count} {count:day|days}", "{count} {count:jour|jours}"),
    "since today": ("today", "aujourd’hui"),
    "since day": ("since {day}", "depuis le {day}"),
    "expected by now": ("expected by now", "selon la trajectoire à ce jour"),
    "promised": ("promised", "selon la promesse"),
    "usual week": (
        " moved no more than it usually does in a week.",
        " : rien de plus qu’en une semaine ordinaire.",
    ),
    "usual unknown": (
        " has too few earlier values to tell what is usual in a week.",
        " : trop peu de valeurs passées pour dire ce qui est habituel en une semaine.",
    ),
    "moved beyond": (
        " That is more than it usually moves.",
        " C’est plus que d’habitude.",
    ),
    "reached say": (
        " reached its target {early} before the end of the cycle: {value}, {target} promised.",
        " : cible atteinte {early} avant la fin du cycle, {value} ; promis : {target}.",
    ),
    "reached last say": (
        " reached its target by the end of the cycle: {value}, {target} promised.",
        " : cible atteinte à la fin du cycle, {value} ; promis : {target}.",
    ),
    "changed say": (
        " was promised otherwise on {day}: {before} became {after}. {who}: {why}.",
        " : autre promesse depuis le {day}, {after} au lieu de {before}. {who} : {why}.",
    ),
    "not measured say": (" could not be measured: {why}.", " : mesure impossible ; {why}."),
    "not judged why": ("no way to go: {why}", "aucun chemin à faire : {why}"),
    "not judged say": (
        " is measured, but nobody can tell how far it is: {why}.",
        " : mesuré, mais nul ne peut dire où l’on en est ; {why}.",
    ),
    "another": ("Talk about another {key_result}", "Parler d’autres {key_results}"),
    "agenda": ("Agenda", "Ordre du jour"),
    "team meeting": ("Everybody", "Toutes les équipes"),
    # what people say
    "learned": ("What did we learn?", "Qu’avons-nous appris ?"),
    "relevant": ("Is the {objective} still relevant?", "L’objectif est-il toujours pertinent ?"),
    "adjust": ("What should we adjust?", "Que devons-nous ajuster ?"),
    "in our way": ("What is in our way?", "Qu’est-ce qui nous freine ?"),
    "write": ("write a note…", "écrire une note…"),
    "decision": ("decision", "décision"),
    "blocker": ("blocker", "blocage"),
    "decisions": ("Decisions", "Décisions"),
    "blockers": ("Blockers", "Blocages"),
    "decisions and blockers": ("Decisions and blockers", "Décisions et blocages"),
    "add decision": ("+ decision", "+ décision"),
    "add blocker": ("+ blocker", "+ blocage"),
    "what is decided": (
        "What is decided, or what stands in the way?",
        "Qu’est-ce qui est décidé, ou qu’est-ce qui bloque ?",
    ),
    "owner team": ("Team that answers for it", "Équipe responsable"),
    "done": ("done", "fait"),
    "saved": (
        "Kept as soon as you leave a field; goes into the summary.",
        "Enregistré dès que vous quittez un champ ; repris dans le compte rendu.",
    ),
    "not saved": ("This could not be kept", "Ceci n’a pas pu être enregistré"),
    # meeting mode
    "timer": ("Timer", "Minuteur"),
    "timer length": ("how long the meeting is", "durée de la réunion"),
    "of minutes": ("of {minutes}:00", "sur {minutes}:00"),
    "full screen": ("full screen", "plein écran"),
    "next": ("next", "suivant"),
    "previous": ("previous", "précédent"),
    # the summary
    "summary": ("Summary", "Compte rendu"),
    "titled": ("{what}: {says}", "{what} : {says}"),
    "as html": ("Send as HTML", "Envoyer en HTML"),
    "as markdown": ("Markdown", "Markdown"),
    "summary made": (
        "Made by krtracker from the ledger as of {moment}.",
        "Fait par krtracker à partir du registre, le {moment}.",
    ),
    "said nothing": (
        "No note, decision or blocker was written.",
        "Aucune note, décision ni blocage.",
    ),
    "close calm": (
        "Nothing called for a decision this week. Any {key_result} can be talked about.",
        "Rien n’appelait de décision cette semaine. Il reste possible de parler des {key_results}.",
    ),
    # alignment
    "alignment title": ("Does it add up?", "Tout concourt-il au même but ?"),
    "alignment below": (
        "{cycle} · {count} {count:{objective}|{objectives}} · {teams} {teams:team|teams}"
        " · {links} {links:contribution|contributions}",
        "{cycle} · {count} {count:{objective}|{objectives}} · {teams} {teams:équipe|équipes}"
        " · {links} {links:contribution|contributions}",
    ),
    "questions": ("Questions", "Questions"),
    "no questions": (
        "Every {objective} serves another one or is served by one.",
        "Parmi les {objectives}, rien n’est isolé : tout sert ou est servi.",
    ),
    "ask orphan": (
        " serves no other {objective}, and none serves it. Whom does it help?",
        " n’est relié à rien parmi les {objectives}. Qui cela aide-t-il ?",
    ),
    "ask unknown": (
        " contributes to {other}, which is no {objective} of this cycle. Is it still wanted?",
        " contribue à {other}, absent des {objectives} de ce cycle. Est-ce encore voulu ?",
    ),
    "ask empty": (
        " has no {key_result}. How would anybody know that it is reached?",
        " est sans {key_results}. Comment savoir si le but est atteint ?",
    ),
    "ask lever": (
        " goes well, and yet what it serves does not: {other}. Is it the right lever?",
        " avance bien, mais pas ce qu’il sert : {other}. Est-ce le bon levier ?",
    ),
    "only one": (
        "There is one {objective} in this cycle: nothing to align yet.",
        "Une seule entrée parmi les {objectives} de ce cycle : rien encore à aligner.",
    ),
    "served by": ("{count} below", "{count} en dessous"),
    "before these": ("{count} more before these", "{count} de plus avant ceux-ci"),
    "after these": ("{count} more after these", "{count} de plus après ceux-ci"),
    "and more": ("and {count} more", "et {count} de plus"),
    "serves also": ("also contributes to ", "contribue aussi à "),
    # cycle review
    "cycle running": (
        "{cycle} goes on for {left}: this is how it would close today.",
        "{cycle} court encore {left} : voici comment il se clorait aujourd’hui.",
    ),
    "cycle ahead say": (
        "{cycle} begins on {day}: there is nothing to look back on yet.",
        "{cycle} commence le {day} : rien encore à regarder en arrière.",
    ),
    "cycle first day": (
        "Nothing is measured in {cycle} yet: the review fills as days are measured.",
        "Rien n’est encore mesuré pour {cycle} : le bilan se remplit jour après jour.",
    ),
    "reached of": (
        "{achieved} of {all} {all:{key_result}|{key_results}} reached",
        "{achieved} {achieved:{key_result}|{key_results}} sur {all} "
        "{achieved:a atteint sa|ont atteint leur} cible",
    ),
    "scores": ("Scores", "Scores"),
    "score": ("Score", "Score"),
    "objective": ("Objective", "Objectif"),
    "objective reached": ("Reached", "Atteints"),
    "three reached": (
        "Three or more are reached: a reason to celebrate before the next cycle is written.",
        "Trois ou plus sont atteints : de quoi fêter avant d’écrire le prochain cycle.",
    ),
    "early wins": ("Early wins", "Victoires précoces"),
    "early win": (
        " on {day}, {early} early: {value}",
        " le {day}, avec {early} d’avance : {value}",
    ),
    "no early wins": ("None yet.", "Pas encore."),
    "top": ("Top five", "Top cinq"),
    "top say": (" {progress} of the way", " {progress} du chemin"),
    "retrospective": ("Questions for the retrospective", "Questions pour la rétrospective"),
    "ask unmet": (
        "What did we learn that we did not know in the first week?",
        "Qu’avons-nous appris que nous ignorions la première semaine ?",
    ),
    "unmet": (": {progress} of the way", " : {progress} du chemin"),
    "ask unkept": (
        "What broke it, and what brought it back?",
        "Qu’est-ce qui l’a rompu, puis rétabli ?",
    ),
    "unkept": (": {kept}", " : {kept}"),
    "ask held": (
        "What would make the source worth trusting?",
        "Qu’est-ce qui rendrait la source fiable ?",
    ),
    "doubted": (
        ": not believed on {days} {days:day|days}",
        " : non cru pendant {days} {days:jour|jours}",
    ),
    "ask changed": (
        "What would have told us earlier that the promise would not do?",
        "Qu’est-ce qui nous aurait dit plus tôt que la promesse ne tiendrait pas ?",
    ),
    "changed": (": promise changed", " : promesse modifiée"),
    "ask contested": (
        "Was it worth what it cost?",
        "Cela valait-il son prix ?",
    ),
    "paid for": (": paid for with {names}", " : au prix de {names}"),
    "ask early": (
        "Was the target bold enough?",
        "La cible était-elle assez ambitieuse ?",
    ),
    "won early": (": reached {early} early", " : cible atteinte avec {early} d’avance"),
    "no retrospective": (
        "Nothing stands out yet.",
        "Rien ne ressort encore.",
    ),
    "carry over": ("What to carry over", "À reporter"),
    "carry say": (
        ": {value} against {target}",
        " : {value} pour une cible de {target}",
    ),
    "carry keep": (": to be kept {bounds}", " : à tenir {bounds}"),
    "ask carry": (
        "Carry on, change the way, or let it go?",
        "Continuer, s’y prendre autrement, ou y renoncer ?",
    ),
    "ask keep": (
        "Keep it as a health metric?",
        "Le garder comme indicateur de santé ?",
    ),
    "ask open": ("Still open: who takes it along?", "Encore ouvert : qui l’emporte ?"),
    "nothing to carry": ("Nothing is left open.", "Rien ne reste ouvert."),
}
