"""Titles written without a look at the rules: are tasks told from outcomes at large?"""

from __future__ import annotations

from pathlib import Path

import pytest

from krtracker.coach.wording import weakness

TITLES = Path(__file__).parent / "titles"

NO_OUTCOMES = """\
Roll out the new ticketing tool to all agents by March
Hire two backend engineers
Publish a handbook for new joiners
Run 5 workshops with store managers
Migrate the billing database to the new cluster
Hold weekly check-ins with the carriers
Draft a returns policy and have it signed off by legal
Kick off the partnership programme with three suppliers
Set up a dashboard for warehouse stock
Translate the help centre into German
Appoint a data protection officer
100% of managers trained on feedback
Ship version 2 of the driver app
Better communication between sales and support
Customers love our product
Increase visibility of the brand
Be more proactive with key accounts
Happier customers
More engaged employees
Faster onboarding
Better data quality
Install scanners at three depots
Connect four systems to the data warehouse
Interview 15 lost customers
Introduce a loyalty card for the twenty largest clients
Complete phase two of the ERP project
Sales team enabled on new product
Open two new warehouses and equip them
Renegotiate the lease
A modern intranet
Put the new returns process in place for all tickets
Get the new planning tool accepted by drivers
Reorganise shifts at the depot
A shared calendar for all planners
Stronger ties with key suppliers
Make returns painless
Give every team lead a dashboard
Understand drivers of churn
Bring the warehouse up to standard
"""
OUTCOMES = """\
Median time from order to dispatch down from 31 h to 18 h
Share of parcels delivered intact at 99.2 %
Repeat purchase rate from 22 % to 30 %
Raise first-contact resolution from 61 % to 75 %
No more than 12 open invoices older than 60 days
Churn of annual contracts below 4 %
Get 400 paying customers in Spain
Cut stock-outs per week from 35 to 10
Average basket of online orders above 58 EUR
90% of support calls answered within 40 seconds
Qualified leads per month from 120 to 200
NPS of business clients up 8 points
Reduce returns caused by wrong size by 25%
Page load time of the checkout under 1.5 s at the 95th percentile
Win 3 of every 10 tenders we answer (2 today)
Faster onboarding: from 30 to 14 days
Fewer stock-outs in stores
More orders per week from small restaurants
Late deliveries cut by half
First answer within 2 hours for 9 in 10 tickets
Fewer than 3 critical incidents
Win back 50 lapsed customers
Average handling time of claims
Weekly active sellers
Parcels damaged per thousand
Two thirds of invoices paid on time
Gross margin above 31%
Share of drivers who accept the plan without change
Pallets moved per hour
Half of all quotes answered the same day
Keep complaints below 12 per month
Increase share of wallet at top clients to 40 %
Number of suppliers delivering in full
Less than 1 % of parcels lost
Time to hire under 45 days
"""
TACHES = """\
Déployer le nouvel outil de tickets dans les trois agences
Recruter deux préparateurs de commandes
Rédiger un guide d'accueil pour les nouveaux arrivants
Organiser 4 ateliers avec les transporteurs
Mettre en place un tableau de bord des stocks
Former 100 % des managers au feedback
Nommer un référent qualité par site
Finaliser la refonte du site avant fin mars
Lancer une campagne de recrutement
Améliorer la communication entre les services
Des clients plus satisfaits
Renforcer notre présence sur le marché
Être plus réactif face aux demandes urgentes
Des équipes plus soudées
Un service plus rapide
De meilleurs échanges avec les fournisseurs
Installer des scanners dans trois dépôts
Connecter quatre systèmes à l'entrepôt de données
Interroger 15 clients perdus
Ouvrir deux nouveaux entrepôts
Renégocier le bail
Équiper les cinq magasins de nouvelles caisses
Un intranet moderne
Accompagner les commerciaux dans la vente de solutions
Passer tous les sites sous le nouvel outil
Mettre fin aux doublons dans le fichier clients
Une meilleure entente entre ateliers
Repenser l'accueil des nouveaux
Faire vivre nos valeurs
Donner à chaque équipe un tableau de bord
Les livreurs sont mieux équipés
Gagner en visibilité
"""
RESULTATS = """\
Délai médian entre commande et expédition : de 31 h à 18 h
Taux de colis livrés intacts à 99,2 %
Passer le taux de réachat de 22 % à 30 %
Moins de 12 factures impayées de plus de 60 jours
Réduire les ruptures de stock de 35 à 10 par semaine
Panier moyen des commandes en ligne supérieur à 58 €
90 % des appels décrochés en moins de 40 secondes
Obtenir 400 clients payants en Espagne
Taux de résolution au premier contact de 61 % à 75 %
Diminuer de 25 % les retours pour erreur de taille
Part des livraisons faites le jour promis ≥ 96 %
Chiffre d'affaires récurrent mensuel : 240 k€
Note moyenne des visites de 7,1 à 8,3
Absentéisme des équipes de nuit inférieur à 5 %
Nombre de réclamations par mille commandes divisé par deux
Moins de ruptures en magasin
Plus de commandes par semaine
Retards divisés par deux
Première réponse en moins de 2 heures pour 9 tickets sur 10
Moins de 3 incidents critiques
Reconquérir 50 clients inactifs
Durée moyenne de traitement des sinistres
Colis abîmés pour mille
Deux tiers des factures payées à temps
Marge brute supérieure à 31 %
Livrer 95 % des commandes urgentes en moins de 24 h
Taux d'occupation des chambres de 71 % à 80 %
Part des devis envoyés le jour même
Palettes déplacées par heure
Garder les réclamations sous 12 par mois
Atteindre 40 % de commandes récurrentes
Zéro accident
Nombre de fournisseurs livrant complet
Délai d'embauche sous 45 jours
"""


def share_asked_about(titles: str) -> float:
    found = [weakness(title) is not None for title in titles.splitlines()]
    return sum(found) / len(found)


def test_nine_in_ten_that_are_no_outcomes_are_asked_about() -> None:
    assert share_asked_about(NO_OUTCOMES) >= 0.9
    assert share_asked_about(TACHES) >= 0.9


def test_outcomes_are_left_alone() -> None:
    assert share_asked_about(OUTCOMES) == 0
    assert share_asked_about(RESULTATS) == 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nine_in_ten_of_many_trades_that_are_no_outcomes_are_asked_about(language: str) -> None:
    assert share_asked_about((TITLES / f"no_outcomes.{language}.txt").read_text()) >= 0.9


@pytest.mark.parametrize("language", ["en", "fr"])
def test_hardly_an_outcome_of_many_trades_is_asked_about(language: str) -> None:
    assert share_asked_about((TITLES / f"outcomes.{language}.txt").read_text()) <= 0.02
