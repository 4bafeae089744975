"""French, as key results are written in it."""

from __future__ import annotations

from krtracker.coach.vocabulary import Pattern, Vocabulary, pattern, words

_DONE = (
    r"(?:achev|actualis|adopt|analys|approuv|automatis|certifi|communiqu|cré|créé|décid|déploy|"
    r"développ|diffus|document|élabor|embauch|envoy|finalis|form|formalis|identifi|implément|"
    r"install|"
    r"intégr|lanc|migr|modernis|nomm|organis|partag|planifi|présent|prépar|prioris|programm|"
    r"publi|réalis|recrut|rédig|référenc|remplac|rénov|renouvel|sélectionn|sign|simplifi|"
    r"standardis|structur|termin|test|valid|vérifi|abord|démarr|engag|recens|cartographi|amélior|"
    r"optimis|renforc|mis|déclin|activ|paramétr|dématérialis|tenu|élu|arrêt)(?:é|ée|és|ées)?"
    r"|livrée?|défini(?:e|s|es)?|établi(?:e|s|es)?|écrite?s?|faite?s?|mise?s?\s+(?:en\s+\w+|à\s+jour)|"
    r"(?:re)?construite?s?|produite?s?|refondue?s?|revue?s?|conçue?s?|ouverte?s?|choisie?s?|conduite?s?|"
    r"en\s+place|en\s+ligne|en\s+production|en\s+cours|en\s+service|en\s+vigueur|en\s+usage|en\s+route|opérationnel(?:le|s|les)?|"
    r"disponibles?|prête?s?|à\s+jour|obtenue?s?|fonctionnel(?:le|s|les)?"
)

FRENCH = Vocabulary(
    doing=frozenset(),
    changing=words(
        "abaisser accroître accroitre acquérir atteindre attirer augmenter baisser conquérir "
        "convertir dépasser décrocher diminuer diviser doubler économiser éliminer embaucher "
        "fidéliser gagner générer limiter multiplier passer porter ramener raccourcir réduire "
        "recruter remporter retenir signer tripler vendre obtenir éviter supprimer remonter "
        "maintenir garder conserver rester tenir résoudre traiter répondre livrer moins plus "
        "davantage"
    ),
    wishing=words(
        "accompagner accélérer améliorer assurer conforter consolider contribuer cultiver "
        "développer dynamiser encourager enrichir être faciliter favoriser fluidifier garantir "
        "impliquer mobiliser motiver pérenniser préserver promouvoir protéger redynamiser "
        "renforcer responsabiliser s'améliorer sécuriser soutenir stimuler transformer valoriser "
        "veiller viser devenir maintenir"
    ),
    unbounded=words("maximiser minimiser optimiser rationaliser"),
    carrying_out=Pattern(
        r"^\W*(?:la\s+|le\s+|l['’]\s*|les\s+)?(?:achèvement|actualisation|analyse|animation|audit|"
        r"automatisation|bilan|communication|conception|construction|création|définition|démarrage|"
        r"dématérialisation|déploiement|développement|diffusion|élaboration|embauche|étude|"
        r"finalisation|"
        r"formalisation|formation|généralisation|implémentation|installation|instauration|"
        r"intégration|démonstration|démarche|"
        r"[a-zéè]{3,}(?<!vaccin)(?<!scolaris)(?<!hospitalis)(?<!utilis)ation|"
        r"lancement|migration|modernisation|mutualisation|passage|signature|campagne|"
        r"achat|acquisition|pose|remise|atelier|enquête|séminaire|"
        r"[a-zéè]+(?<!util)(?<!hospital)(?<!capital)isation|"
        r"numérisation|optimisation|organisation|ouverture|participation|planification|préparation|"
        r"présentation|publication|réalisation|recensement|recrutement|rédaction|refonte|"
        r"renforcement|rénovation|réorganisation|révision|sensibilisation|simplification|"
        r"standardisation|structuration|suivi|tenue|test|validation|ateliers|campagnes|enquêtes)\s+"
        r"(?:de|du|des|d['’]|à|au|aux|et|vers|sur|dans)(?=\s|\b)"
        r"|^\W*(?:la\s+)?(?:re)?mise\s+(?:en|à)\s+\w+"
        r"|^\W*(?:un|une|le|la|l')?\s*(?:nouve\w+\s+)?(?:tableaux?\s+de\s+bord|"
        r"feuille\s+de\s+route|"
        r"guide|charte|plan|stratégie|politique|prototype|modèle|manuel|cahier\s+des\s+charges|"
        r"cartographie|kit|référentiel|étude|support)s?\s+(?:de|du|des|d'|pour|sur)(?=\s|\b)",
    ),
    measures=pattern(
        "taux ratio ratios part parts score scores note notes nps délai délais durée durées temps "
        "moyenne moyen moyens moyennes médiane médian nombre nombres "
        "volume volumes chiffre_d'affaires chiffre_d’affaires ca "
        "recettes marge marges bénéfice résultat_net coût coûts prix dépense dépenses attrition "
        "rétention conversion couverture disponibilité panier retards retard absentéisme "
        "incidents incident accidents accident erreurs erreur défauts défaut réclamations "
        "réclamation plaintes plainte tickets ticket pannes rebuts retours rupture ruptures "
        "litiges impayés ventes commandes visites vues clics téléchargements inscriptions "
        "abonnements réservations heures jours minutes secondes pourcentage proportion indice "
        "niveau fréquentation occupation rotation turnover rendement stock stocks émissions "
        "consommation dette trésorerie énergie eau électricité surface mortalité rentabilité "
        "ponctualité assiduité capacité densité "
        "trésorerie revenu revenus exactitude carnet poids audience démarque moitié tiers quart "
        "gain panier "
        "âge montant montants somme total solde écart écarts effectif effectifs attente encours "
        "trafic appels relances impressions kilomètres tonnes fréquence roi notoriété_assistée"
    ),
    business=pattern(
        "client+ prospect+ utilisateur+ utilisatrice+ commande+ contrat+ affaire+ lead+ "
        "opportunité+ abonné+ membre+ adhérent+ inscrit+ inscription+ visiteur+ téléchargement+ "
        "vue+ embauche+ collaborateur+ collaboratrice+ partenaire+ vente+ patient+ "
        "étudiant+ donateur+ tonne+ kg euro+ eur € k€ m€ recrue+ candidat+ compte+ usager+ "
        "apprenti+ alternant+ bénévole+ point+ commerciaux développeur+ ingénieur+ vendeur+ "
        "dossier+"
    ),
    abstract=pattern(
        "expérience qualité efficacité efficience collaboration communication culture image "
        "ambiance bien-être performance performances service services connaissance connaissances "
        "motivation cohésion cohérence visibilité transparence confiance réputation relation "
        "relations excellence expertise leadership innovation agilité processus pratiques "
        "organisation climat synergie synergies engagement maturité résilience fiabilité "
        "autonomie clarté compétence compétences attractivité notoriété positionnement impact "
        "productivité fidélité diversité inclusion sécurité conformité environnement pilotage "
        "gouvernance satisfaction conditions_de_travail qvt dialogue échanges coordination "
        "coopération accueil parcours complexité friction frictions silos stress risques "
        "charge_mentale bureaucratie réactivité proactivité marque valeur valeurs "
        "marque_employeur écoute entraide esprit ambition dette_technique"
    ),
    surveyed=pattern(
        "satisfaction engagement notoriété fidélité recommandation valeur fiabilité productivité "
        "performance"
    ),
    done=Pattern(
        r"\b(?:est|sont|soit|soient|sera|seront|a\s+été|ont\s+été|était|"
        r"étaient)\s+(?:\w+ment\s+|bien\s+|"
        r"désormais\s+|tous\s+|toutes\s+|enfin\s+)*(?:" + _DONE + r")(?!\w)"
        r"|(?:^|\s)(?:"
        + _DONE
        + r")(?:\s+(?:par|avant|en|au|aux|pour|dans|sur|et|chez|d['’]ici|avec|"
        r"à)(?!\w)[^,;]*)?\W*$",
    ),
    certified=pattern(
        "accréditation agrément attestation audit autorisation certificat certification "
        "conformité homologation label labellisation validation accord feu_vert norme "
        "habilitation"
    ),
    obtaining=words("obtenir décrocher réussir atteindre passer recevoir gagner avoir"),
    felt=Pattern(
        r"\b(?:est|sont|soit|soient|se\s+sentent?|deviennent?|devient|restent?|paraî\w+|"
        r"semblent?)\s+"
        r"(?:\w+ment\s+|plus\s+|mieux\s+|très\s+|bien\s+|vraiment\s+)*(?:heureu\w+|satisfait\w*|"
        r"meilleur\w*|content\w*|fluides?|faciles?|efficaces?|efficientes?|fier\w*|fières?|"
        r"confiant\w*|"
        r"aligné\w*|soutenu\w*|accompagné\w*|engagé\w*|motivé\w*|excellent\w*|simples?|clair\w*|"
        r"valorisé\w*|écouté\w*|informé\w*|à\s+l['’]aise|robustes?|fiables?|performant\w*|"
        r"reconnu\w*|impliqué\w*|autonomes?|agiles?|solides?|épanoui\w*|intuiti\w+)(?!\w)"
        r"|^\W*(?:un[e]?\s+|des\s+|de\s+)?(?:meilleure?s?|mieux|plus\s+d['’e]\s*(?:agilité|"
        r"efficacité|"
        r"transparence|autonomie|collaboration|innovation)|excellente?s?)(?!\w)",
    ),
    stated=Pattern(
        r"^\W*(?:nous|on)\b|(?<!qui )\b(?:est|sont|a|ont|sera|seront|dispose(?:nt)?|connaît|"
        r"connaissent|comprend|comprennent|savent|sait|aiment|aime)(?!\w)",
    ),
    opinion=Pattern(
        r"\bsubjectivement\b|\bau\s+mieux\b|\b(?:autant|aussi\s+\w+)\s+que\s+possible\b"
        r"|\bà\s+notre\s+avis\b",
    ),
    activities=words(
        "animer appeler assister conduire contacter diffuser donner effectuer envoyer interroger "
        "interviewer mener organiser participer planifier produire préparer présenter publier "
        "programmer rencontrer réaliser rédiger tenir visiter écrire éditer"
    ),
    able=Pattern(
        r"^\W*(?:il\s+(?:faut|suffit|est\s+possible)|on\s+peut|pouvoir|être\s+(?:capable|"
        r"en\s+mesure))(?!\w)"
        r"|\b(?:peut|peuvent|pourront|pourra)\s+(?:\w+ment\s+)?\w+(?:er|ir|re|oir)\b"
        r"|^\W*\w+(?:er|ir|re|oir)\s+(?:un|une|le|la|les|des|l['’]).{0,90}"
        r"\b(?:prend|demande|nécessite|requiert|coûte)(?!\w)",
    ),
    persons=Pattern(
        r"\bpar\s+(?:agent|salarié|employé|collaborateur|commercial|vendeur|personne|individu|"
        r"développeur|technicien|opérateur|conseiller|chauffeur|livreur|infirmier|tête)(?:e|ne|"
        r"rice)?s?(?!\w)"
        r"|\bchaque\s+(?:agent|salarié|employé|collaborateur|commercial|vendeur|développeur|"
        r"technicien|"
        r"opérateur|conseiller|chauffeur|livreur)(?:e|ne|rice)?(?!\w)"
        r"|\b(?:performance|productivité|score|quota|objectif)s?\s+(?:individuel|personnel)\w*",
    ),
    grand=pattern(
        "excellence excellent excellente meilleur meilleure meilleurs meilleures leader leaders "
        "référence numéro_un synergie synergies améliorer optimiser maximiser réussir réussite "
        "succès classe_mondiale de_demain mieux"
    ),
    hurried=Pattern(
        r"^\W*\w+(?:er|ir|re)\s+(?:bien\s+)?(?:plus\s+(?:vite|tôt|souvent|\w+ment)|mieux)(?!\w)",
    ),
    papers=Pattern(
        r"^\W*(?:un|une|le|la|l'|notre)?\s*(?:nouve\w+\s+)?(?:tableaux?\s+de\s+bord|"
        r"feuille\s+de\s+route|guide|charte|stratégie|politique|prototype|manuel|"
        r"cahier\s+des\s+charges|cartographie|kit|référentiel|(?:première\s+)?version)s?\s+"
        r"(?:\w+\s+)?(?:de|du|des|d'|pour|sur)(?=\s|\b)",
    ),
    done_once=Pattern(
        r"^\W*(?:l[ea]\s+|l'|un\s+|une\s+|notre\s+)?[\w-]*[^\Wsx]\s.*"
        r"(?<!\w)(?:(?!\w*ité\b|\w*ités\b)\w{3,}ée?|prise?|fait|faite|refaite?|mise?|écrite?)\W*$",
    ),
    clause=Pattern(
        r"^(?!.*\b(?:qui|que|dont|où)\b)\W*(?:[\w'-]+\s+){1,6}"
        r"(?:(?!\w*ment\b|cent\b|\w*ient\s+par)\w{3,}ent|(?:valide|approuve|adopte|utilise|"
        r"partage|signe|porte|soutient|suit))"
        r"\s+(?:l[ea]s?\s|l'|une?\s|nos\s|notre\s|leurs?\s)"
        r"(?!(?:même\s+)?(?:jour|lendemain|week-end|mois|soir|matin|nuit|semaine)\b)",
    ),
    owned=Pattern(
        r"(?<!qui )\b(?:dispose(?:nt)?\s+d|bénéficie(?:nt)?\s+d|"
        r"(?:a|ont)\s+(?:une?|leurs?|accès)\b)",
    ),
    articles=words(
        "le la les l' l’ un une des du de d' nos notre son sa ses leur leurs ce cette ces"
    ),
    common=words(
        "le la les l des du de d un une et en à au aux pour par sur dans avec est sont nos notre "
        "que qui ou plus moins avant après pendant fois sans chez ce cette leur leurs nous dont "
        "d'ici entre vers sous"
    ),
)

NOUNS = words(
    "nombre chiffre part panier courrier chantier atelier dossier papier calendrier premier "
    "dernier janvier février octobre novembre décembre septembre trimestre semestre titre cadre "
    "centre membre ordre offre litre mètre kilomètre commerce avenir plaisir loisir souvenir "
    "désir territoire histoire mémoire victoire devoir pouvoir espoir savoir métier quartier "
    "escalier financier particulier hier hiver cher léger nature facture rupture couverture "
    "fermeture lecture mesure ouverture procédure signature structure température voiture culture "
    "manufacture candidature maire propriétaire partenaire locataire salaire horaire inventaire "
    "formulaire annuaire bénéficiaire stagiaire titulaire affaire paire faire-part lettre fenêtre "
    "filière rivière matière manière carrière première dernière heure demeure leader manager "
    "reporting mer tour fer ticket transfer order backorder user customer number power newsletter "
    "cluster fewer lower higher under over after other another"
)
"""What ends like an infinitive and is none."""
