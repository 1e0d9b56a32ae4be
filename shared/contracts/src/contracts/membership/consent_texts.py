"""What people may consent to (单独同意), purpose by purpose, in the words they are shown; a changed text is a new version."""

from __future__ import annotations

from dataclasses import dataclass

VOLUNTEERING, PUBLICATION, CONTACT, ELDER_CARE = "volunteering", "publication", "contact", "elder_care"
YOUTH_ACTIVITIES = "youth_activities"
AFTER_SCHOOL = "after_school"


@dataclass(frozen=True)
class ConsentText:
    """`guarded_until` is the age in years below which a guardian consents: fourteen by law, more where a purpose asks it."""

    purpose: str
    version: int
    zh: str
    en: str
    guarded_until: int = 14


TEXTS: tuple[ConsentText, ...] = (
    ConsentText(
        VOLUNTEERING,
        1,
        "同意参加社区志愿服务，并为此登记姓名、技能、服务时间和时长。撤回后不再安排服务，已登记的时长保留。",
        "Takes part in voluntary service; name, skills, times and hours are kept for it. After a withdrawal nobody is called "
        "on any more; hours served stay.",
        guarded_until=18,
    ),
    ConsentText(
        PUBLICATION,
        1,
        "同意在楼栋公示栏公开本人姓名及所属支部。撤回后立即停止公示。",
        "Name and branch are shown on the board of the building. A withdrawal takes them down at once.",
    ),
    ConsentText(
        CONTACT,
        1,
        "同意登记联系电话，用于服务通知和紧急联系。撤回后删除该电话。",
        "A phone number is kept, for services and emergencies. A withdrawal deletes it.",
    ),
    ConsentText(
        ELDER_CARE,
        1,
        "同意列入社区养老服务名册，登记居住状况并办理服务卡。撤回后移出名册，服务卡作废。",
        "Stands on the register of elders, with how one lives and the cards. A withdrawal takes one off it and voids the cards.",
    ),
    ConsentText(
        YOUTH_ACTIVITIES,
        1,
        "同意孩子参加社区为未成年人举办的夏令营等活动，并为此登记报名和到场日期。撤回后名额即退。",
        "A child takes part in camps and the like that the community holds for children; its enrolment and the days it came are "
        "kept for it. A withdrawal gives its place up.",
        guarded_until=18,
    ),
    ConsentText(
        AFTER_SCHOOL,
        1,
        "同意子女参加四点钟学校，并为此登记到离时间、接送人及其签字。撤回后不再接收，记录按期限删除。",
        "The child comes after school; days, who may fetch it and their signatures are kept for it. After a withdrawal the child "
        "comes no more.",
        guarded_until=18,
    ),
)
PURPOSES: tuple[str, ...] = tuple(text.purpose for text in TEXTS)


def text_of(purpose: str) -> ConsentText:
    """The text in force for a purpose."""
    return next(text for text in TEXTS if text.purpose == purpose)
