"""How volunteering says no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class AlreadyVolunteer(BrokenRule):
    code = "already_volunteer"
    zh = "此人已登记为志愿者"
    en = "This person is a volunteer already"


class PersonUnknown(BrokenRule):
    code = "person_unknown"
    zh = "没有此人"
    en = "Nobody is known by this id"
    kind = "missing"
    field = "person_id"


class PersonNotAlive(BrokenRule):
    code = "person_not_alive"
    zh = "此人已去世"
    en = "This person is no longer alive"
    field = "person_id"


class MinorNeedsConsent(BrokenRule):
    code = "minor_needs_consent"
    zh = "未成年人须有监护人同意"
    en = "A minor needs a guardian's consent first"
    field = "person_id"


class VolunteerRetired(BrokenRule):
    code = "volunteer_retired"
    zh = "此人已不再是志愿者"
    en = "This person is no longer a volunteer"


class NotAVolunteer(BrokenRule):
    code = "not_a_volunteer"
    zh = "此人不是登记志愿者"
    en = "Only registered volunteers can do this"
    field = "person_id"


class NotForOthers(BrokenRule):
    code = "not_for_others"
    zh = "不能替他人办理"
    en = "You can do this only for yourself"
    kind = "forbidden"
    field = "person_id"


class AreaUnknown(BrokenRule):
    code = "area_unknown"
    zh = "没有此辖区"
    en = "There is no such area"
    kind = "missing"
    field = "area_id"


class TeamKindUnknown(BrokenRule):
    code = "team_kind_unknown"
    zh = "本辖区的机制包没有此类队伍"
    en = "The area's pack knows no such kind of team"
    kind = "invalid"
    field = "kind"


class TeamNameTaken(BrokenRule):
    code = "team_name_taken"
    zh = "本辖区已有同名队伍"
    en = "A standing team of the area has this name"
    field = "name"


class TeamUnknown(BrokenRule):
    code = "team_unknown"
    zh = "没有此队伍"
    en = "There is no such team"
    kind = "missing"
    field = "team_id"


class TeamDisbanded(BrokenRule):
    code = "team_disbanded"
    zh = "队伍已解散"
    en = "The team has been disbanded"


class TeamFull(BrokenRule):
    code = "team_full"
    zh = "队伍已满员"
    en = "The team has no more seats"


class AlreadyMember(BrokenRule):
    code = "already_member"
    zh = "此人在该期间已是队员"
    en = "This person has a seat in the team at that time"
    field = "person_id"


class NotAMember(BrokenRule):
    code = "not_a_member"
    zh = "此人不是队员"
    en = "This person has no seat in the team"
    field = "person_id"


class AlreadyLeader(BrokenRule):
    code = "already_leader"
    zh = "此人已是队长"
    en = "This person leads the team already"
    field = "person_id"


class LeaderMustHandOver(BrokenRule):
    code = "leader_must_hand_over"
    zh = "队长须先移交"
    en = "The leader hands the team over first"


class LeftBeforeJoining(BrokenRule):
    code = "left_before_joining"
    zh = "离队日期早于入队日期"
    en = "A member cannot leave before joining"
    kind = "invalid"
    field = "left_on"


class OutsideTeamLife(BrokenRule):
    code = "outside_team_life"
    zh = "日期不在队伍存续期间"
    en = "The team did not stand at that time"
    kind = "invalid"


class DateInFuture(BrokenRule):
    code = "date_in_future"
    zh = "日期不能晚于今天"
    en = "That day has not come yet"
    kind = "invalid"


class EndsBeforeStart(BrokenRule):
    code = "ends_before_start"
    zh = "结束时间须晚于开始时间"
    en = "An activity ends after it starts"
    kind = "invalid"
    field = "ends_at"


class ActivityInThePast(BrokenRule):
    code = "activity_in_the_past"
    zh = "活动时间已过"
    en = "An activity is planned for the future"
    kind = "invalid"
    field = "starts_at"


class ActivityNotOpen(BrokenRule):
    code = "activity_not_open"
    zh = "活动已结束或取消"
    en = "The activity is closed, cancelled or over"


class ActivityNotOver(BrokenRule):
    code = "activity_not_over"
    zh = "活动尚未结束"
    en = "The activity is not over yet"


class ActivityFull(BrokenRule):
    code = "activity_full"
    zh = "活动名额已满"
    en = "All seats are taken"


class ActivityHasAttendances(BrokenRule):
    code = "activity_has_attendances"
    zh = "已有人签到，不能取消"
    en = "Somebody has checked in already"


class MembersOnly(BrokenRule):
    code = "members_only"
    zh = "仅限本队队员"
    en = "Only members of the team can take part"
    field = "person_id"


class AlreadySignedUp(BrokenRule):
    code = "already_signed_up"
    zh = "已报名"
    en = "This person has signed up already"
    field = "person_id"


class OverlappingSignUp(BrokenRule):
    code = "overlapping_sign_up"
    zh = "与已报名的活动时间冲突"
    en = "Another activity of this person overlaps"
    field = "person_id"


class SignUpNotOpen(BrokenRule):
    code = "sign_up_not_open"
    zh = "报名已不可取消"
    en = "This sign-up can no longer be cancelled"


class NotSignedUp(BrokenRule):
    code = "not_signed_up"
    zh = "未报名"
    en = "Only who signed up can check in"
    field = "person_id"


class AlreadyCheckedIn(BrokenRule):
    code = "already_checked_in"
    zh = "已签到"
    en = "This person has checked in already"
    field = "person_id"


class OutsideCheckInWindow(BrokenRule):
    code = "outside_check_in_window"
    zh = "不在签到时间内"
    en = "Check-in opens shortly before the start and ends with the activity"
    kind = "invalid"
    field = "at"


class CheckInFromTheFuture(BrokenRule):
    code = "check_in_from_the_future"
    zh = "时间在将来"
    en = "The time lies in the future"
    kind = "invalid"
    field = "at"


class AttendanceKeptElsewhere(BrokenRule):
    code = "attendance_kept_elsewhere"
    zh = "签到由发起任务的服务记录"
    en = "Attendance of this duty is kept where it was asked for"


class AlreadyCheckedOut(BrokenRule):
    code = "already_checked_out"
    zh = "已签退"
    en = "This person has checked out already"


class CheckOutBeforeCheckIn(BrokenRule):
    code = "check_out_before_check_in"
    zh = "签退早于签到"
    en = "Nobody leaves before they came"
    kind = "invalid"
    field = "at"


class OwnHours(BrokenRule):
    code = "own_hours"
    zh = "不能审批自己的时长"
    en = "Nobody decides about their own hours"
    kind = "forbidden"


class MinutesExceedActivity(BrokenRule):
    code = "minutes_exceed_activity"
    zh = "时长超过活动时长"
    en = "More minutes than the activity lasted"
    kind = "invalid"
    field = "minutes"


class HoursAlreadyApproved(BrokenRule):
    code = "hours_already_approved"
    zh = "该次签到的时长已审批"
    en = "The hours of this attendance were approved before"


class HoursNotApproved(BrokenRule):
    code = "hours_not_approved"
    zh = "时长尚未审批"
    en = "There are no approved hours to strike"


class HoursAlreadyReversed(BrokenRule):
    code = "hours_already_reversed"
    zh = "时长已冲销"
    en = "The hours were struck before"


class HoursWithoutAttendance(BrokenRule):
    code = "hours_without_attendance"
    zh = "未签到不能计时长"
    en = "Hours need a check-in"
    kind = "invalid"
    field = "minutes"


class SheetContradicts(BrokenRule):
    code = "sheet_contradicts"
    zh = "与同一活动的其他记录不一致"
    en = "Other lines of the same sheet say otherwise of the activity"
    kind = "invalid"
    field = "activity_key"
