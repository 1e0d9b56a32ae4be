"""The figures of the women's home (妇女之家), of campaigns (主题活动) and of the services a community is known for."""

from __future__ import annotations

from contracts.metrics import Distinct, Metric, Series, Take, Total, When
from contracts.volunteering.events import CampaignConcludedV1
from contracts.volunteering.metrics.programmes import LOGS

WOMEN = "women"
SERVICES = "services"
"""The root under which a pack hangs the services that it names (五大服务 and the like)."""

CAMPAIGNS = Series(
    "volunteering.campaign",
    begins=[
        Take(
            CampaignConcludedV1,
            key=["campaign_id"],
            amount="activities",
            at="last_on",
            keep=["programme", "programme_root", "attended"],
        )
    ],
)
"""A festival or season that came to at least one activity, as of its last day."""

V02_ACTIVITIES = Metric(
    "V02.activities",
    zh="妇女之家活动",
    en="Activities of the women's home",
    unit="activity",
    mechanism="V02",
    numerator=Distinct(LOGS, of="activity_id", when=When.BEGAN, where={"programme_root": WOMEN}),
    about="Activities of the period that somebody came to and that stood under the women's home, whoever held them.",
)
V02_PROGRAMMES = Metric(
    "V02.programmes",
    zh="妇女之家活动项目",
    en="Programmes of the women's home",
    unit="programme",
    mechanism="V02",
    numerator=Distinct(LOGS, of="programme", when=When.BEGAN, where={"programme_root": WOMEN}),
    about="Distinct programmes of the women's home that activities of the period were held for.",
)
V02_PARTICIPANTS = Metric(
    "V02.participants",
    zh="妇女之家活动参与人次",
    en="Attendances at the women's home",
    unit="attendance",
    mechanism="V02",
    numerator=Total(LOGS, when=When.BEGAN, where={"programme_root": WOMEN}),
    about="How many came to the activities of the women's home, each time counted.",
)
V06_CAMPAIGNS = Metric(
    "V06.campaigns",
    zh="主题活动",
    en="Campaigns concluded",
    unit="campaign",
    mechanism="V06",
    numerator=Distinct(CAMPAIGNS, of="key", when=When.BEGAN),
    about="Festivals and seasons whose last day lies in the period and that came to something; announced ones do not count.",
)
V06_ACTIVITIES = Metric(
    "V06.activities",
    zh="主题活动场次",
    en="Activities of campaigns",
    unit="activity",
    mechanism="V06",
    numerator=Total(CAMPAIGNS, when=When.BEGAN),
    about="Activities that somebody came to, of the campaigns concluded in the period.",
)
V26_SERVICES = Metric(
    "V26.services",
    zh="开展的服务类别",
    en="Kinds of service that were really given",
    unit="programme",
    mechanism="V26",
    numerator=Distinct(LOGS, of="programme", when=When.BEGAN, where={"programme_root": SERVICES}),
    about="Distinct services of the pack that activities of the period were held for.",
)
