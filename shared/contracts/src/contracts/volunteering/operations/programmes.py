"""Programmes with their places and campaigns, what recurs, and the prizes that were won (项目、阵地、主题活动、获奖)."""

from __future__ import annotations

from contracts.access import Area, role, signed_in
from contracts.imports import ImportReply, request_of
from contracts.operations import Command, Import, Query
from contracts.roles import REGISTRAR
from contracts.volunteering.examples import ACTIVITY, AREA, CAMPAIGN, PRIZE, SERIES, SITE
from contracts.volunteering.records import programmes as records
from contracts.volunteering.replies import programmes as replies
from contracts.volunteering.requests import programmes as requests
from contracts.volunteering.resources import ACTIVITY_KEEPERS, SECRETARIES, Activity, ActivitySeries
from contracts.volunteering.resources.programmes import Campaign, Site

list_programmes = Query(
    "volunteering.list_programmes",
    "GET /programmes",
    request=requests.ListProgrammes,
    reply=replies.Programmes,
    allow=[signed_in()],
    refuses=["area_unknown"],
    about="The tree of programmes of an area's pack, with what was planned, held and reached for each in a year.",
    example={"area_id": AREA},
)
list_occurrences = Query(
    "volunteering.list_occurrences",
    "GET /activity-series/{series_id}/occurrences",
    request=requests.ListOccurrences,
    reply=replies.Occurrences,
    on=ActivitySeries,
    allow=[signed_in()],
    refuses=["ends_before_start", "span_too_long"],
    about="The days of a series: which of them were held, and which were missed.",
    example={"series_id": SERIES},
)
open_site = Command(
    "volunteering.open_site",
    "POST /sites",
    request=requests.OpenSite,
    reply=replies.Site,
    on=Area,
    allow=[role(*SECRETARIES).over(Area.area_id)],
    refuses=["site_kind_unknown", "site_name_taken", "programme_unknown"],
    about="Open a place of a programme (阵地): an education base, a platform.",
    example={"area_id": AREA, "name": "科普教育基地", "kind": "base", "programme": "youth"},
    status=201,
)
list_sites = Query(
    "volunteering.list_sites",
    "GET /sites",
    request=requests.ListSites,
    reply=replies.SitePage,
    allow=[signed_in()],
    about="Places of programmes that are open, in an area and below it, by name.",
    example={"area_id": AREA},
    paged=True,
)
close_site = Command(
    "volunteering.close_site",
    "POST /sites/{site_id}/close",
    request=requests.OfSite,
    reply=replies.Site,
    on=Site,
    allow=[role(*SECRETARIES).over(Site.area)],
    refuses=["site_closed"],
    about="Give a place of a programme up.",
    example={"site_id": SITE},
)
announce_campaign = Command(
    "volunteering.announce_campaign",
    "POST /campaigns",
    request=requests.AnnounceCampaign,
    reply=replies.Campaign,
    on=Area,
    allow=[role(*SECRETARIES).over(Area.area_id)],
    refuses=["programme_unknown", "ends_before_start", "date_in_past", "campaign_overlaps"],
    about="Announce a festival or season (主题活动): what is held for its programme on its days belongs to it.",
    example={
        "area_id": AREA,
        "title": "第八届邻里节",
        "programme": "neighbours_celebrate",
        "first_on": "2031-11-01",
        "last_on": "2031-11-30",
    },
    status=201,
)
list_campaigns = Query(
    "volunteering.list_campaigns",
    "GET /campaigns",
    request=requests.ListCampaigns,
    reply=replies.CampaignPage,
    allow=[signed_in()],
    about="Campaigns of an area and below it, by their first day.",
    example={"area_id": AREA},
    paged=True,
)
show_campaign = Query(
    "volunteering.show_campaign",
    "GET /campaigns/{campaign_id}",
    request=requests.OfCampaign,
    reply=replies.CampaignWithOutcome,
    on=Campaign,
    allow=[signed_in()],
    about="One campaign: its plan of activities, and what came of it.",
    example={"campaign_id": CAMPAIGN},
)
withdraw_campaign = Command(
    "volunteering.withdraw_campaign",
    "POST /campaigns/{campaign_id}/withdraw",
    request=requests.OfCampaign,
    reply=replies.Campaign,
    on=Campaign,
    allow=[role(*SECRETARIES).over(Campaign.area)],
    refuses=["campaign_concluded", "campaign_withdrawn"],
    about="Take the announcement of a campaign back; activities that were planned stay planned.",
    example={"campaign_id": CAMPAIGN},
)
conclude_campaign = Command(
    "volunteering.conclude_campaign",
    "POST /campaigns/{campaign_id}/conclude",
    request=requests.OfCampaign,
    reply=replies.CampaignWithOutcome,
    on=Campaign,
    allow=[role(*SECRETARIES).over(Campaign.area)],
    refuses=[
        "campaign_concluded",
        "campaign_withdrawn",
        "campaign_not_over",
        "campaign_has_open_activities",
        "campaign_without_activities",
    ],
    about="Conclude a campaign once its last day has passed and each of its activities was closed or called off.",
    example={"campaign_id": CAMPAIGN},
)
record_prize = Command(
    "volunteering.record_prize",
    "POST /activities/{activity_id}/prizes",
    request=requests.RecordPrize,
    reply=replies.Prize,
    on=Activity,
    allow=ACTIVITY_KEEPERS,
    refuses=["activity_cancelled", "activity_not_begun", "prize_already_recorded"],
    about="Record a prize that was won with an activity (获奖); one piece of evidence stands for one prize.",
    example={
        "activity_id": ACTIVITY,
        "title": "合唱一等奖",
        "level": "city",
        "winners": 12,
        "evidence": "明文〔2031〕第7号",
    },
    status=201,
)
strike_prize = Command(
    "volunteering.strike_prize",
    "POST /activities/{activity_id}/prizes/{prize_id}/strike",
    request=requests.StrikePrize,
    reply=replies.Prize,
    on=Activity,
    allow=ACTIVITY_KEEPERS,
    refuses=["prize_unknown", "prize_already_struck"],
    about="Strike a prize that was recorded wrongly; its evidence may then be recorded anew.",
    example={"activity_id": ACTIVITY, "prize_id": PRIZE, "reason": "recorded_in_error"},
)
list_prizes = Query(
    "volunteering.list_prizes",
    "GET /activities/{activity_id}/prizes",
    request=requests.ListPrizes,
    reply=replies.PrizePage,
    on=Activity,
    allow=[signed_in()],
    about="The prizes that were won with an activity, struck ones among them.",
    example={"activity_id": ACTIVITY},
    paged=True,
)
import_sites = Import(
    "volunteering.import_sites",
    "POST /sites/imports",
    request=request_of(records.SiteRecord),
    reply=ImportReply,
    record=records.SiteRecord,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "site_kind_unknown",
        "site_name_taken",
        "programme_unknown",
        "ends_before_start",
        "date_in_future",
    ],
    about="Enter places of programmes that were opened on a day of the past, and those given up since.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "2010/1",
                "source": "圳尾社区阵地台账",
                "area_id": AREA,
                "name": "科普教育基地",
                "kind": "base",
                "programme": "youth",
                "opened_on": "2010-06-01",
            }
        ],
    },
)
import_campaigns = Import(
    "volunteering.import_campaigns",
    "POST /campaigns/imports",
    request=request_of(records.CampaignRecord),
    reply=ImportReply,
    record=records.CampaignRecord,
    allow=[role(REGISTRAR).anywhere()],
    refuses=[
        "out_of_area",
        "programme_unknown",
        "ends_before_start",
        "campaign_overlaps",
        "campaign_not_over",
        "campaign_has_open_activities",
        "campaign_without_activities",
    ],
    about="Enter campaigns of the past, each concluded with what was held for its programme on its days.",
    example={
        "dry_run": True,
        "records": [
            {
                "record_key": "2010",
                "source": "圳尾社区邻里节总结",
                "area_id": AREA,
                "title": "第七届邻里节",
                "programme": "neighbours_celebrate",
                "first_on": "2010-11-01",
                "last_on": "2010-11-30",
            }
        ],
    },
)
