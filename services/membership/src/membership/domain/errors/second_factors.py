"""Broken rules of the second factor (双因素)."""

from __future__ import annotations

from kernel.rules import BrokenRule


class SecondFactorRequired(BrokenRule):
    """The password is right; now the code of the authenticator."""

    code = "second_factor_required"
    zh = "请输入动态验证码"
    en = "The password is right; now the code of the authenticator"
    kind = "unauthenticated"
    keeps = True  # that somebody came back from the identity provider


class SecondFactorWrong(BrokenRule):
    """The code is wrong, too old, or was used before."""

    code = "second_factor_wrong"
    zh = "验证码错误、已过期或已使用"
    en = "The code is wrong, too old, or was used before"
    kind = "unauthenticated"
    keeps = True  # the failure is counted


class TicketRefused(BrokenRule):
    """The ticket is not valid; begin again with the password."""

    code = "ticket_invalid"
    zh = "登录凭条无效，请重新登录"
    en = "The ticket is not valid; begin again with the password"
    kind = "unauthenticated"


class SecondFactorEnrolled(BrokenRule):
    """There is an authenticator already; a lost one is reset by two officers."""

    code = "second_factor_enrolled"
    zh = "已绑定动态验证码；遗失须由两名管理人员重置"
    en = "There is an authenticator already; a lost one is reset by two officers"
    kind = "conflict"


class SecondFactorNotEnrolled(BrokenRule):
    """There is no authenticator."""

    code = "second_factor_not_enrolled"
    zh = "尚未绑定动态验证码"
    en = "There is no authenticator"
    kind = "conflict"
