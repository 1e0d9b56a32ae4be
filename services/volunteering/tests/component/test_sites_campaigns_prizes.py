"""Places of programmes, campaigns with what came of them, prizes with their evidence, days of a series."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.volunteering import operations as ops
from contracts.volunteering.events import (
    CadenceMetV1,
    CampaignConcludedV1,
    PrizeRecordedV1,
    PrizeStruckV1,
    SiteClosedV1,
    SiteOpenedV1,
)

FESTIVAL = {"title": "邻里节", "programme": "neighbours_celebrate", "first_on": "2031-06-15", "last_on": "2031-06-20"}


def hold(here: Any, activity: UUID, start: Any, *numbers: int) -> None:
    """These sign up, come at the start, and the leader closes two hours later."""
    for number in numbers:
        here.done(here.sign_up(activity, number))
    here.clock.hold(start)
    for number in numbers:
        here.done(here.check_in(activity, number))
    here.clock.hold(start + timedelta(hours=2))
    here.done(here.door.call(ops.close_activity, here.the_leader(), activity_id=activity))


def on_day(here: Any, team: UUID, day: int, *numbers: int, **words: Any) -> UUID:
    """An activity of a day of June from nine to eleven that these came to."""
    start = here.at(9, day=day)
    activity: UUID = here.plan(team, **{"starts_at": start, "ends_at": start + timedelta(hours=2)} | words)
    hold(here, activity, start, *numbers)
    return activity


def test_a_site_is_opened_once_under_its_name_and_given_up_once(here: Any) -> None:
    site = {"area_id": here.community, "name": "科普教育基地", "kind": "base", "programme": "youth"}
    assert here.door.call(ops.open_site, here.someone(0), **site).status == 403
    assert here.door.call(ops.open_site, here.secretary(), **site | {"kind": "castle"}).code == "site_kind_unknown"
    assert here.door.call(ops.open_site, here.secretary(), **site | {"programme": "moon"}).code == "programme_unknown"
    made = here.done(here.door.call(ops.open_site, here.secretary(), **site)).data
    assert here.door.call(ops.open_site, here.secretary(), **site).code == "site_name_taken"
    (told,) = here.door.emitted(SiteOpenedV1)
    assert (told["data"]["kind"], told["data"]["programme_root"]) == ("base", "youth")

    def listed(**words: Any) -> list[str]:
        found = here.done(here.door.call(ops.list_sites, here.someone(0), area_id=here.community, **words))
        return [each["name"] for each in found.data["items"]]

    assert listed(kind="base", programme="youth") == ["科普教育基地"]
    assert listed(kind="platform") == listed(programme="culture") == []
    here.done(here.door.call(ops.close_site, here.secretary(), site_id=made["site_id"]))
    assert here.door.call(ops.close_site, here.secretary(), site_id=made["site_id"]).code == "site_closed"
    assert listed() == [] and len(here.door.emitted(SiteClosedV1)) == 1
    here.done(here.door.call(ops.open_site, here.secretary(), **site))


def test_campaigns_of_one_programme_do_not_overlap_and_lie_ahead(here: Any) -> None:
    def announce(**words: Any) -> Any:
        return here.door.call(ops.announce_campaign, here.secretary(), area_id=here.community, **FESTIVAL | words)

    assert announce(programme="moon").code == "programme_unknown"
    assert announce(last_on="2031-06-14").code == "ends_before_start"
    assert announce(first_on="2031-06-01", last_on="2031-06-14").code == "date_in_past"
    here.done(announce())
    assert announce(first_on="2031-06-20", last_on="2031-07-01").code == "campaign_overlaps"
    here.done(announce(first_on="2031-06-21", last_on="2031-07-01"))
    other = here.done(announce(programme="culture")).data["campaign_id"]

    def withdraw(by: Any) -> Any:
        return here.door.call(ops.withdraw_campaign, by, campaign_id=other)

    assert withdraw(here.someone(0)).status == 403
    here.done(withdraw(here.secretary()))
    assert withdraw(here.secretary()).code == "campaign_withdrawn"
    here.done(announce(programme="culture"))


def test_a_campaign_comes_to_what_was_held_for_its_programme_on_its_days(here: Any) -> None:
    team = here.form()
    words = {"area_id": here.community, **FESTIVAL, "programme": "neighbours"}
    campaign = here.done(here.door.call(ops.announce_campaign, here.secretary(), **words)).data["campaign_id"]
    first = on_day(here, team, 15, 0, 1, programme="neighbours_celebrate")
    output = {"activity_id": first, "unit": "piece", "number": 30}
    here.done(here.door.call(ops.record_output, here.the_leader(), **output))
    on_day(here, team, 16, 2, programme="neighbours_help")
    on_day(here, team, 17, programme="neighbours_tidy")  # nobody came
    on_day(here, team, 18, 3, programme="culture_gala")  # of another programme
    start = here.at(9, day=20)
    last = here.plan(team, starts_at=start, ends_at=start + timedelta(hours=2), programme="neighbours_tidy")

    def conclude(by: Any) -> Any:
        return here.door.call(ops.conclude_campaign, by, campaign_id=campaign)

    assert conclude(here.someone(0)).status == 403
    assert conclude(here.secretary()).code == "campaign_not_over"
    here.clock.hold(here.at(8, day=21))
    assert conclude(here.secretary()).code == "campaign_has_open_activities"
    here.done(here.door.call(ops.close_activity, here.the_leader(), activity_id=last))
    on_day(here, team, 22, 4, programme="neighbours_help")  # after its days
    concluded = here.done(conclude(here.secretary())).data
    known = {word: concluded[word] for word in ("planned", "held", "failed", "attended", "outputs", "concluded_on")}
    reached = [{"unit": "piece", "number": 30}]
    assert known == {
        "planned": 0,
        "held": 2,
        "failed": 2,
        "attended": 3,
        "outputs": reached,
        "concluded_on": "2031-06-22",
    }
    (told,) = here.door.emitted(CampaignConcludedV1)
    assert (told["data"]["activities"], told["data"]["attended"], told["data"]["programme_root"]) == (
        2,
        3,
        "neighbours",
    )
    assert conclude(here.secretary()).code == "campaign_concluded"
    listed = here.done(here.door.call(ops.list_campaigns, here.someone(0), programme="neighbours")).data["items"]
    assert [each["campaign_id"] for each in listed] == [campaign]


def test_a_campaign_without_activities_is_none(here: Any) -> None:
    words = {"area_id": here.community, **FESTIVAL}
    campaign = here.done(here.door.call(ops.announce_campaign, here.secretary(), **words)).data["campaign_id"]
    here.clock.hold(here.at(8, day=21))
    refused = here.door.call(ops.conclude_campaign, here.secretary(), campaign_id=campaign)
    assert refused.code == "campaign_without_activities"


def test_one_piece_of_evidence_stands_for_one_prize(here: Any) -> None:
    team = here.form("合唱队", "culture")
    gala = here.plan(team, programme="culture_gala")
    prize = {"activity_id": gala, "title": "一等奖", "level": "city", "winners": 12, "evidence": "明文7号"}
    assert here.door.call(ops.record_prize, here.the_leader(), **prize).code == "activity_not_begun"
    hold(here, gala, here.at(9), 0)
    assert here.door.call(ops.record_prize, here.someone(0), **prize).status == 403
    made = here.done(here.door.call(ops.record_prize, here.the_leader(), **prize)).data
    other = on_day(here, team, 16, 0, programme="culture_gala")
    again = here.door.call(ops.record_prize, here.the_leader(), **prize | {"activity_id": other, "title": "优秀奖"})
    assert again.code == "prize_already_recorded"
    (told,) = here.door.emitted(PrizeRecordedV1)
    known = {word: told["data"][word] for word in ("team_kind", "programme", "programme_root", "level", "winners")}
    assert known == {
        "team_kind": "culture",
        "programme": "culture_gala",
        "programme_root": "culture",
        "level": "city",
        "winners": 12,
    }
    strike = {"activity_id": gala, "prize_id": made["prize_id"], "reason": "recorded_in_error"}
    assert (
        here.door.call(ops.strike_prize, here.the_leader(), **strike | {"activity_id": other}).code == "prize_unknown"
    )
    missing = strike | {"prize_id": uuid4()}
    assert here.door.call(ops.strike_prize, here.the_leader(), **missing).code == "prize_unknown"
    struck = here.done(here.door.call(ops.strike_prize, here.the_leader(), **strike)).data
    assert struck["struck_for"] == "recorded_in_error"
    assert here.door.call(ops.strike_prize, here.the_leader(), **strike).code == "prize_already_struck"
    assert len(here.door.emitted(PrizeStruckV1)) == 1
    here.done(here.door.call(ops.record_prize, here.the_leader(), **prize | {"activity_id": other}))
    (listed,) = here.done(here.door.call(ops.list_prizes, here.someone(0), activity_id=gala)).data["items"]
    assert listed["struck_for"] == "recorded_in_error"


def test_nothing_is_won_with_an_activity_that_was_called_off(here: Any) -> None:
    gala = here.plan(here.form())
    here.done(here.door.call(ops.cancel_activity, here.the_leader(), activity_id=gala, reason="rain"))
    here.clock.hold(here.at(9))
    prize = {"activity_id": gala, "title": "一等奖", "level": "city", "winners": 1, "evidence": "明文8号"}
    assert here.door.call(ops.record_prize, here.the_leader(), **prize).code == "activity_cancelled"


def test_the_fixture_is_held_on_its_day_or_missed(here: Any) -> None:
    team = here.form("趣味队", "culture")
    rule = {"rule": "FREQ=MONTHLY;BYMONTHDAY=1", "first_on": "2031-07-01", "starts": "09:00:00", "minutes": 120}
    words = {"team_id": team, "area_id": here.community, "title": "每月趣味活动", "programme": "culture_fixture"}
    series = here.done(here.door.call(ops.plan_series, here.secretary(), **words, **rule)).data["series_id"]

    def days(**more: Any) -> Any:
        return here.door.call(ops.list_occurrences, here.someone(0), series_id=series, **more)

    assert here.done(days()).data["items"] == []
    (planned,) = here.done(days(last_day="2031-07-31")).data["items"]
    assert planned["state"] == "planned"
    on_day(here, team, 28, 0, programme="culture_fixture")  # of another day: does not count
    assert not [met for met in here.door.emitted(CadenceMetV1) if met["data"]["cadence"] == "monthly_fixture"]
    first = here.at(9, day=30) + timedelta(days=1)
    hold(here, UUID(planned["activity_id"]), first, 0, 1)
    (met,) = [met for met in here.door.emitted(CadenceMetV1) if met["data"]["cadence"] == "monthly_fixture"]
    assert met["data"]["first_day"] == "2031-07-01"
    here.clock.hold(here.at(12, day=30) + timedelta(days=40))
    here.door.tick()  # nobody came in August: the activity has closed by itself
    told = here.done(days()).data
    assert [(each["on"], each["state"]) for each in told["items"]] == [("2031-07-01", "held"), ("2031-08-01", "missed")]
    assert (told["held"], told["missed"]) == (1, 1)
    asked = {"area_id": here.community, "cadence": "monthly_fixture", "behind": True}
    behind = here.done(here.door.call(ops.list_cadence, here.secretary(), **asked, on="2031-08-09")).data["items"]
    assert [each["subject_id"] for each in behind] == [str(team)]
    assert days(first_day="2031-08-01", last_day="2031-07-01").code == "ends_before_start"
    assert days(first_day="2031-08-01", last_day="2033-07-01").code == "span_too_long"


def test_the_tree_of_programmes_says_what_was_held_for_each(here: Any) -> None:
    team = here.form()
    held = on_day(here, team, 15, 0, programme="youth_screening")
    for number in (20, 10):
        output = {"activity_id": held, "unit": "screening", "number": number}
        made = here.done(here.door.call(ops.record_output, here.the_leader(), **output)).data
    strike = {"activity_id": held, "output_id": made["output_id"], "reason": "counted_twice"}
    here.done(here.door.call(ops.strike_output, here.the_leader(), **strike))
    start = here.at(9, day=20)
    here.plan(team, starts_at=start, ends_at=start + timedelta(hours=2), programme="youth_screening")

    def node(**words: Any) -> dict[str, Any]:
        told = here.done(here.door.call(ops.list_programmes, here.someone(0), area_id=here.community, **words)).data
        return next(each for each in told["items"] if each["code"] == "youth_screening")

    assert node() == {
        "code": "youth_screening",
        "zh": "电教片放映",
        "en": "Screenings",
        "under": "youth",
        "planned": 1,
        "held": 1,
        "outputs": [{"unit": "screening", "number": 20}],
    }
    assert node(year=2030)["held"] == 0
    assert here.door.call(ops.list_programmes, here.someone(0), area_id=uuid4()).code == "area_unknown"
