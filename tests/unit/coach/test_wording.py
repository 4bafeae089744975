"""Outcomes and tasks as people write them, in English and French."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from krtracker.coach.opening import vocabulary
from krtracker.coach.wording import is_vague, weakness

ROOT = Path(__file__).parents[3]
SHARED = Path(os.environ.get("KRTRACKER_SHARED", ROOT.parent / "shared"))
REAL = SHARED / "data" / "okrs" / "public_half.csv"

OUTCOMES = """\
Average delivery time of critical orders
Complaints about waiting time
Clients who ordered in the last 60 days
Leads won within thirty days
New clients signed
Average basket
Value of the deals still open
Clients who come back within four weeks
Orders delivered without incident
Satisfaction with urgent orders
Northern orders on time
Deliveries that needed a second attempt
Cost of delivering an order
Orders overdue at the end of the day
Net promoter score
Colleagues would recommend us
Tickets per hundred orders
Tickets opened again
Median time to the first answer
Tickets solved within a day
Tickets open at the end of the day
Rows of the last week
What customers say of the answer, 0 to 10
Hours until a customer gets the first answer
Increase trial-to-paid conversion from 12% to 18%
Reduce churn to under 2% per month
Sign 40 new mid-market customers
At least 90% of invoices are paid within 30 days
Cut average page load from 3.2 s to 1.5 s
Zero severity-1 incidents in production
Hire 12 engineers
Every new hire completes onboarding within 2 weeks
Grow monthly recurring revenue from $80k to $120k
Achieve an eNPS of 45
Deliver 98% of orders on time
Support tickets per active customer fall below 0.4
95th percentile of search latency below 300 ms
Reach 10,000 weekly active users
Share of revenue from new products is at least 15%
Employee turnover stays below 8%
Close 25 deals above $50k
Generate 300 marketing qualified leads
Number of stock-outs in the twenty largest stores
Launch day sales exceed 2 million
Get 500 sign-ups for the beta
Increase repeat purchase rate by 5 points
Publish-to-live lead time below one hour
80% of managers hold a one-to-one with each report every month
Test coverage of the billing module rises from 40 % to 70 %
First response within 4 hours for 95% of P1 tickets
No customer waits longer than 10 minutes on the phone
Train 90% of store staff on the new till
Revenue per employee
Win rate against our main competitor
Daily active users of the mobile app
Orders shipped the same day
Increase weekly active users from 4k to 6k
> 60% of deals use the new pricing
5 enterprise customers adopt batch changes
NPS above 40
Time to first value below 2 days
Fewer than 5 escalations per month
Grow pipeline to $3M
90% of code is covered by tests
Qualified opportunities from webinars
100% of employees complete security training
Median time to merge a pull request under 24 hours
Support CSAT of at least 95%
Net revenue retention of 120%
Close $1.2M in new ARR
Average deal size
All P1 bugs are fixed within 48 hours
Reduce infrastructure cost per user by 20%
At least 3 customers run more than 10,000 repositories
Retain 95% of customers up for renewal
Monthly unique visitors to the docs
Interview-to-offer ratio
Decrease average onboarding time from 30 to 14 days
Achieve 85% of hiring plan
Attain 110% of quota
Candidate NPS of 60
Gross margin
No customer data incidents
50% of new ARR comes from existing customers
20 new logos
Increase page views on the blog by 40%
Hire 4 account executives
Add 15 new customers
Median response time in chat
Days sales outstanding
Invoices paid late
Trial users who activate in their first week
Share of tickets solved by self-service
First-time fix rate
Energy used per tonne produced
Beds occupied at midnight
Students who pass the final exam
Patients seen within the hour
Returned parcels
Defects per thousand units
Visits that end in a purchase
Open positions filled within 60 days
Parcels lost
Donations from regular givers
Members who renewed
Shifts left unfilled
Calls answered within 20 seconds
Late trains
Water lost in the network
Launch-to-break-even time
Audit findings still open after 90 days
"""
NO_OUTCOMES = """\
Launch the new website
Migrate the billing system to the cloud
Write the onboarding handbook
Publish 5 case studies
Run two workshops with suppliers
Update the database
Hire a VP of Sales
The new CRM is live in all stores
Improve customer experience
Improve patient experience by 30 %
Increase collaboration between teams
Be the best employer in the region
Customers are happier with our service
Optimize the supply chain
Obtain ISO 27001 certification
Negotiate a new contract with the carrier
Ship v2 of the mobile app
Onboarding guide is published
Define a pricing strategy
Implementation of the new ERP
Roadmap for 2027 approved
Conduct 20 user interviews
Attend 3 trade fairs
Strengthen our brand
Enhance operational excellence
Foster a culture of innovation
Complete the security audit by 30 June
Create a dashboard for the management
Set up a weekly meeting
Users can export reports to PDF
Setting up a new laptop takes less than an hour
Better communication
Roll out the new tool to 3 sites
Pass the SOC 2 Type 2 audit
Design system adopted
Payment API documented
Explore partnerships with universities
Develop new training modules
Make the application faster
Ensure data quality
Minimize technical debt
Team feels empowered
Kick off the redesign
Finalise the budget for Q3
Reorganise the warehouse
Build a data platform
Document our processes
Support the sales team
Raise awareness of security
Recruit a head of marketing
Dogfood campaigns internally
GA release of code insights
Have a clear product vision
A hiring plan for 2027 is in place
Raise brand awareness by 20%
Ship code insights to general availability
Documentation for the public API exists
We have a documented incident process
Publish the results of the customer survey
Launch the referral programme in three countries
Candidates have a great experience
Have all engineers trained on security
Product documentation is up to date
Create a plan for hiring in EMEA
Integrate with GitLab
Deliver the Q3 roadmap
Onboard the new agency
Determine our ideal customer profile
Agree on a pricing model with finance
Establish a customer advisory board
Improve documentation
Increase awareness
Build out the sales playbook
Be seen as thought leaders in the space
Migrate off Heroku
Security training completed
New onboarding flow shipped
Dashboards for all teams
Internal comms strategy defined and shared with the company
Make it easy to install
Site admins can upgrade without downtime
Deploying to production requires one click
Reduce complexity
Understand why customers churn
Improve the developer experience of our CI
Successfully launch the enterprise edition
Close the books
Hold quarterly business reviews with top accounts
Collect feedback from 30 users
Speak at 5 conferences
Prototype of the new search
Automated backups in place
Handbook page describing our values
Introduce OKRs company-wide
Make our customers successful
Achieve PCI compliance
Get FedRAMP authorization
Marketing website redesign is live
Produce a quarterly report
Validate product market fit
Ensure GDPR compliance
Be proactive with customers
Hire VP Engineering
Enable SSO for all customers
Support for Bitbucket Cloud
Implement SSO
Release 3.0
"""
RESULTATS = """\
Délai moyen de livraison des commandes urgentes
Part des commandes livrées à l'heure
Réduire le délai de livraison de 48 h à 24 h
Augmenter le taux de transformation de 12 % à 18 %
Atteindre un NPS de 45
95 % des appels décrochés en moins de 30 secondes
Aucun accident avec arrêt
Nombre de réclamations par semaine
Chiffre d'affaires récurrent mensuel
Ramener le taux d'absentéisme sous 5 %
Signer 40 nouveaux clients
Passer de 3 à 5 commandes par client et par an
Tous les tickets critiques sont résolus en moins de 4 heures
Panier moyen
Taux de rebond du site
Clients actifs sur 60 jours
Diminuer de 30 % les plaintes sur l'attente
Au moins 80 % des salariés recommandent l'entreprise
Commandes livrées sans incident
Recruter 12 ingénieurs
Durée moyenne d'un sinistre
Coût d'une livraison
Fidéliser 90 % des clients existants
Score de satisfaction des patients de 7,2 à 8,5
Doubler le nombre d'abonnés
Former 90 % des vendeurs au nouvel outil
Livrer 98 % des commandes à l'heure
Délai de paiement inférieur à 30 jours
Stock mort en fin de mois
Réduire les ruptures de stock de moitié
Ventes en ligne
Traiter 95 % des demandes sous 48 heures
Factures payées en retard
Part du chiffre d'affaires réalisée avec les nouveaux produits
Temps d'attente aux urgences
Réduire le turnover à 8 %
"""
TACHES = """\
Revoir la procédure d'accueil
Mettre en place un nouveau CRM
Lancer le nouveau site internet
Mettre à jour la base de données
Rédiger le guide d'intégration
Organiser 3 ateliers avec les fournisseurs
Former les équipes à la sécurité
Améliorer l'expérience patient
Améliorer l'expérience client de 30 %
Renforcer la collaboration entre les services
Optimiser la chaîne logistique
Obtenir la certification ISO 9001
Déployer l'outil dans tous les magasins
Le nouveau CRM est déployé
La procédure est rédigée et validée
Refonte du site internet
Mise en place d'un tableau de bord
Lancement de l'application mobile
Définir la stratégie de prix
Favoriser l'innovation
Développer une culture de la qualité
Être reconnu comme un acteur majeur
Les clients sont plus satisfaits
Recruter un directeur commercial
Participer à 4 salons
Publier 10 articles de blog
Élaborer un plan de communication
Audit de sécurité réalisé
Maximiser le retour sur investissement
Assurer la qualité des données
Augmenter la notoriété de 20 %
Améliorer la communication interne
Finaliser le budget avant le 30 juin
Migration vers le cloud
Nommer un référent par service
Réaliser un audit interne
Garantir un meilleur service
Le plan de formation est en place
Les équipes se sentent écoutées
Créer un comité de pilotage
Rencontrer les 10 principaux partenaires
Simplifier les processus
Meilleure ambiance de travail
Dynamiser la marque employeur
Feuille de route validée par le comité
Site marchand en ligne
Animer 5 webinaires
Sensibiliser les salariés au tri
Moderniser le parc informatique
Cartographier les risques
"""


@pytest.mark.parametrize("title", (OUTCOMES + RESULTATS).splitlines())
def test_an_outcome_is_left_alone(title: str) -> None:
    assert weakness(title) is None


@pytest.mark.parametrize("title", (NO_OUTCOMES + TACHES).splitlines())
def test_what_is_no_outcome_is_asked_about(title: str) -> None:
    assert weakness(title) is not None


@pytest.mark.parametrize(
    "title", ["Lancer le portail", "Améliorer l'accueil", "Délai moyen", "Taux d'erreur"]
)
def test_french_is_known_by_its_words(title: str) -> None:
    assert vocabulary(title).carrying_out.search("Refonte du site")


@pytest.mark.parametrize(
    "objective",
    [
        "Be the best",
        "Improve quality",
        "Be world class",
        "Excellence opérationnelle",
        "Réussir ensemble",
    ],
)
def test_an_objective_that_fits_anybody_is_vague(objective: str) -> None:
    assert is_vague(objective)


@pytest.mark.parametrize(
    "objective",
    [
        "Deliver urgent orders in a day",
        "Be recognised for customer experience",
        "Livrer les commandes urgentes en un jour",
        "Become the second home of small restaurants",
    ],
)
def test_an_objective_with_words_of_its_own_is_not(objective: str) -> None:
    assert not is_vague(objective)


@pytest.mark.shared
@pytest.mark.skipif(not REAL.is_file(), reason="real key results lie beside the project")
def test_real_key_results_are_told_apart_as_people_told_them() -> None:
    with REAL.open(encoding="utf-8") as file:
        rows = [(row["trackability"], weakness(row["key_result"])) for row in csv.DictReader(file)]

    weak = [found is not None for label, found in rows if label in {"M", "X"}]
    sound = [found is not None for label, found in rows if label in {"A", "B"}]

    assert sum(weak) >= 0.9 * len(weak)
    assert sum(sound) <= 0.1 * len(sound)
