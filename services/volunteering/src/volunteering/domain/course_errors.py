"""How surveys, courses and issued certificates say no, in residents' words."""

from __future__ import annotations

from kernel.rules import BrokenRule


class TopicUnknown(BrokenRule):
    code = "topic_unknown"
    zh = "没有此课程主题"
    en = "The pack, or this survey, knows no such topic"
    kind = "missing"
    field = "topic"


class SurveyInThePast(BrokenRule):
    code = "survey_in_the_past"
    zh = "征集截止日期已过"
    en = "A survey closes today or later"
    kind = "invalid"
    field = "closes_on"


class SurveyClosed(BrokenRule):
    code = "survey_closed"
    zh = "征集已截止"
    en = "The survey is closed"


class SurveyForResidents(BrokenRule):
    code = "survey_for_residents"
    zh = "仅限辖区居民填写"
    en = "Only residents of the survey's area answer it"
    kind = "forbidden"


class SurveyUnknown(BrokenRule):
    code = "survey_unknown"
    zh = "没有此征集"
    en = "There is no such survey of this area or above it"
    kind = "missing"
    field = "survey_id"


class SurveyStillOpen(BrokenRule):
    code = "survey_still_open"
    zh = "征集尚未截止"
    en = "The survey is still open"
    field = "survey_id"


class TopicNotWishedFor(BrokenRule):
    code = "topic_not_wished_for"
    zh = "征集中无人选择此主题"
    en = "Nobody wished for this topic in the survey"
    field = "topic"


class LessonUnfit(BrokenRule):
    code = "lesson_unfit"
    zh = "课次须为未开始的活动"
    en = "A lesson is a planned activity that has not begun, or one of a series that has not ended"
    kind = "invalid"
    field = "activity_ids"


class LessonOfAnotherCourse(BrokenRule):
    code = "lesson_of_another_course"
    zh = "该活动已属于其他课程"
    en = "The activity is a lesson of another course"
    field = "activity_ids"


class TooFewLessons(BrokenRule):
    code = "too_few_lessons"
    zh = "课次不足结业要求"
    en = "The course has fewer lessons than finish it"
    kind = "invalid"
    field = "enough"


class LessonUnknown(BrokenRule):
    code = "lesson_unknown"
    zh = "该活动不是此课程的课次"
    en = "The activity is no lesson of this course"
    kind = "missing"
    field = "activity_id"


class CourseCalledOff(BrokenRule):
    code = "course_called_off"
    zh = "课程已取消"
    en = "The course was called off"


class CourseWasFinished(BrokenRule):
    code = "course_was_finished"
    zh = "已有学员结业"
    en = "Somebody has finished the course"


class CourseOver(BrokenRule):
    code = "course_over"
    zh = "课程已结束"
    en = "The last lesson is over"


class CourseFull(BrokenRule):
    code = "course_full"
    zh = "课程名额已满"
    en = "No place is left in the course"


class AlreadyEnrolled(BrokenRule):
    code = "already_enrolled"
    zh = "已报名此课程"
    en = "This person has a place in the course"


class TeachesCourse(BrokenRule):
    code = "teaches_course"
    zh = "授课人不能报名自己的课程"
    en = "Nobody learns in a course that they teach"
    kind = "invalid"
    field = "person_id"


class EnrolmentOver(BrokenRule):
    code = "enrolment_over"
    zh = "已结业或已退出"
    en = "The course was finished or left"


class AlreadyPresent(BrokenRule):
    code = "already_present"
    zh = "该课次已登记"
    en = "The presence at this lesson is noted already"


class NotPresent(BrokenRule):
    code = "not_present"
    zh = "该课次没有到课记录"
    en = "No presence at this lesson is noted"
    kind = "missing"
    field = "activity_id"


class AlreadyStruck(BrokenRule):
    code = "already_struck"
    zh = "该到课记录已冲销"
    en = "The presence was struck before"


class NothingServed(BrokenRule):
    code = "nothing_served"
    zh = "该时段没有服务时长"
    en = "No hours were served in this period"


class PeriodBackwards(BrokenRule):
    code = "period_backwards"
    zh = "截止日期早于开始日期"
    en = "The last day lies before the first"
    kind = "invalid"
    field = "last_on"


class CertificateWithdrawn(BrokenRule):
    code = "certificate_withdrawn"
    zh = "证书已撤销"
    en = "The certificate was withdrawn before"


class CertificateNumberWrong(BrokenRule):
    code = "certificate_number_wrong"
    zh = "证书编号校验位不符"
    en = "The check digits do not fit: the number is mistyped"
    kind = "invalid"
    field = "number"


class CertificateUnknown(BrokenRule):
    code = "certificate_unknown"
    zh = "没有此编号的证书"
    en = "No certificate bears this number"
    kind = "missing"
    field = "number"
