"""Measures that a table's columns suggest, and those that they must not."""

from __future__ import annotations

import pytest

from krtracker.coach.proposal import Better, Proposal
from krtracker.coach.proposals import proposals
from krtracker.coach.tables import Table

ORDERS = Table(
    "orders",
    ["purchased_on", "order_purchase_timestamp", "order_delivered_date", "estimated_delivery_date"],
    ["order_id", "total_amount", "review_score"],
    {"order_status": ["approved", "canceled", "delivered", "shipped"]},
)
DEALS = Table(
    "deals", ["engage_date", "close_date"], ["close_value"], {"stage": ["Lost", "Open", "Won"]}
)
LEADS = Table("leads", ["created_at", "won_at", "lost_at"], ["id"], {})
TICKETS = Table(
    "tickets", ["opened_at", "closed_at", "first_answer_at"], ["reopenings", "satisfaction"], {}
)
COMMANDES = Table(
    "commandes",
    ["date_commande", "date_expedition", "date_livraison", "date_promise"],
    ["montant_ht", "prix_unitaire"],
    {"statut": ["annulée", "expédiée", "livrée"]},
)
DEVIS = Table("devis", ["cree_le", "decide_le"], ["montant"], {"etat": ["accepté", "refusé"]})
CLIENTS = Table("clients", ["date_creation", "date_résiliation"], [], {})


def named(table: Table, language: str = "en") -> dict[str, Proposal]:
    return {each.id: each for each in proposals(table, language)}


def test_a_promised_day_gives_a_share_on_time() -> None:
    found = named(ORDERS)["orders_delivered_on_time"]

    assert "day(order_delivered_date) <= day(estimated_delivery_date)" in found.value


def test_what_is_overdue_was_promised_before_and_is_known_from_its_beginning() -> None:
    found = named(ORDERS)["overdue_orders_estimated_delivery"]

    assert found.during == (
        "day(estimated_delivery_date) + interval '1 day'",
        "order_delivered_date",
    )
    assert (found.known, found.where) == ("purchased_on", "order_status not in ('canceled')")


def test_what_was_cancelled_is_not_open_for_ever() -> None:
    found = named(ORDERS)["open_orders"]

    assert found.where == "order_status not in ('canceled')"
    assert found.overwritten == "order_status"


def test_what_was_cancelled_is_no_income() -> None:
    assert named(ORDERS)["orders_total_total_amount"].where == "order_status not in ('canceled')"


def test_what_was_approved_on_the_way_is_not_won() -> None:
    assert not any("approved" in each.title for each in proposals(ORDERS))


def test_what_is_lost_today_was_open_before() -> None:
    assert named(DEALS)["open_deals"].where is None


def test_a_share_of_states_is_of_what_was_decided() -> None:
    found = named(DEALS)["deals_won_share"]

    assert (found.where, found.at) == ("stage in ('Won', 'Lost')", "close_date")


def test_money_of_what_was_lost_is_no_revenue() -> None:
    totals = [each for each in proposals(DEALS) if each.value == "sum(close_value)"]

    assert [each.where for each in totals] == ["stage = 'Won'"]


def test_a_conversion_waits_until_every_row_has_had_its_time() -> None:
    found = named(LEADS)["leads_won_within_30_days"]

    assert (found.at, found.matured) == ("created_at", "30 days")


def test_what_was_lost_is_over_as_well() -> None:
    assert named(LEADS)["open_leads"].during == ("created_at", "coalesce(won_at, lost_at)")


def test_an_answer_is_not_the_end_wherever_its_column_stands() -> None:
    assert named(TICKETS)["open_tickets"].during == ("opened_at", "closed_at")


def test_what_is_to_become_less_is_said_to() -> None:
    found = named(TICKETS)

    assert found["tickets_opened_to_closed"].better is Better.LESS
    assert found["tickets_share_reopenings"].better is Better.LESS
    assert found["tickets_average_satisfaction"].better is Better.MORE


def test_french_names_are_read_as_well() -> None:
    found = named(COMMANDES)

    assert found["commandes_livraison_on_time"].where == "date_promise is not null"
    assert found["open_commandes"].during == ("date_commande", "date_livraison")
    assert found["open_commandes"].where == "statut not in ('annulée')"


def test_the_price_of_one_piece_is_not_added_up() -> None:
    assert not any("prix_unitaire" in each.value for each in proposals(COMMANDES))


def test_what_was_accepted_rather_than_refused_is_won() -> None:
    found = named(DEVIS)["devis_accepte_share"]

    assert (found.where, found.at) == ("etat in ('accepté', 'refusé')", "decide_le")


def test_clients_are_there_until_they_leave() -> None:
    found = named(CLIENTS)["open_clients"]

    assert (found.during, found.better) == (("date_creation", "date_résiliation"), Better.MORE)


def test_titles_speak_the_language_of_the_project() -> None:
    found = named(COMMANDES, "fr")["commandes_commande_to_livraison"]

    assert (found.title, found.unit) == (
        "Délai moyen en jours de commande à livraison (commandes)",
        "jours",
    )


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(
            Table("deal_events", ["changed_at"], ["amount"], {"stage": ["won", "lost"]}),
            id="a log of events, where one thing has many rows",
        ),
        pytest.param(Table("products", [], ["price"], {}), id="no time"),
        pytest.param(Table("brands", ["_synced", "updated_at"], ["price"], {}), id="a loader's"),
        pytest.param(Table("ticket_tags", ["created_at"], [], {}), id="names of things"),
    ],
)
def test_what_does_not_begin_suggests_nothing(table: Table) -> None:
    assert list(proposals(table)) == []


def test_a_planned_end_is_not_an_end() -> None:
    found = proposals(Table("sprints", ["start_date", "end_date"], [], {}))

    assert [each.id for each in found] == ["sprints_in_four_weeks"]


def test_every_proposal_has_a_name_of_its_own() -> None:
    tables = (ORDERS, DEALS, LEADS, TICKETS, COMMANDES, DEVIS, CLIENTS)
    ids = [each.id for table in tables for each in proposals(table)]

    assert len(ids) == len(set(ids))


def test_what_nobody_wants_more_of_is_to_become_less() -> None:
    complaints = Table("complaints", ["received_at", "closed_at"], ["claim_cost"], {})

    found = named(complaints)

    assert found["complaints_in_four_weeks"].better is Better.LESS
    assert found["complaints_received_to_closed"].better is Better.LESS


def test_what_was_lent_ends_when_it_comes_back() -> None:
    loans = Table("library_loans", ["borrowed_at", "due_at", "returned_at"], [], {})

    assert named(loans)["library_loans_returned_on_time"].at == "returned_at"
    assert named(loans)["open_library_loans"].during == ("borrowed_at", "returned_at")


def test_what_was_sold_and_comes_back_has_left() -> None:
    orders = Table("orders", ["ordered_at", "delivered_at", "returned_at"], [], {})

    assert named(orders)["orders_returned_in_four_weeks"].better is Better.LESS


def test_a_subscription_is_there_after_it_was_converted() -> None:
    times = ["started_at", "converted_at", "canceled_at"]
    found = named(Table("subscriptions", times, ["mrr"], {}))

    assert found["open_subscriptions"].during == ("started_at", "canceled_at")
    assert found["subscriptions_total_mrr"].value == "sum(mrr)"


def test_who_graduated_is_not_enrolled_any_more() -> None:
    enrolments = Table("enrolments", ["enrolled_at", "graduated_at", "withdrawn_at"], [], {})

    over = "coalesce(graduated_at, withdrawn_at)"
    assert named(enrolments)["open_enrolments"].during == ("enrolled_at", over)


def test_a_day_due_for_handing_in_says_nothing_of_the_grading() -> None:
    times = ["assigned_at", "due_at", "submitted_at", "graded_at"]

    assert not [id for id in named(Table("assignments", times, [], {})) if "due" in id]


def test_a_share_of_what_was_decided_counts_what_was_lost_too() -> None:
    quotes = Table("devis", ["date_creation", "date_signature"], [], {"statut": ["gagné", "perdu"]})

    assert named(quotes)["devis_gagne_share"].at == "date_creation"


def test_titles_are_english_where_the_end_is_a_participle() -> None:
    invoices = Table("invoices", ["issued_at", "paid_at"], [], {})

    told = [each.title for each in named(invoices).values()]

    assert "Number of invoices not yet paid at the end of the day" in told
    assert "Share of invoices paid within thirty days of being issued" in told


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(Table("teachers", ["created_at", "approved_at"], ["score"], {}), id="persons"),
        pytest.param(Table("sessions", ["started_at", "ended_at"], [], {}), id="what programs do"),
        pytest.param(Table("deal_pipeline", ["created_at"], [], {}), id="names of pipelines"),
        pytest.param(Table("ticket_stage_data", ["created_at"], [], {}), id="names of stages"),
    ],
)
def test_what_is_no_work_of_a_team_suggests_nothing(table: Table) -> None:
    assert named(table) == {}


def test_a_number_whose_name_only_mentions_an_amount_is_not_added_up() -> None:
    orders = Table("orders", ["ordered_at"], ["amount_due", "erp_conn_total_c", "charge"], {})

    assert [id for id in named(orders) if "total" in id] == ["orders_total_amount_due"]
