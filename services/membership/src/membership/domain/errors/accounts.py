"""Broken rules of accounts, sessions and grants (账号、会话、授权)."""

from __future__ import annotations

from kernel.rules import BrokenRule


class WrongCredentials(BrokenRule):
    """The name or the password is wrong."""

    code = "wrong_credentials"
    zh = "用户名或密码错误"
    en = "The name or the password is wrong"
    kind = "unauthenticated"
    keeps = True  # the failure is counted


class AccountLocked(BrokenRule):
    """Too many wrong passwords; try again later."""

    code = "account_locked"
    zh = "登录失败次数过多，请稍后再试"
    en = "Too many wrong passwords; try again later"
    kind = "unauthenticated"


class RefreshTokenInvalid(BrokenRule):
    """The refresh token is not valid; sign in again."""

    code = "refresh_token_invalid"
    zh = "刷新令牌无效，请重新登录"
    en = "The refresh token is not valid; sign in again"
    kind = "unauthenticated"
    keeps = True  # the session of a token used twice ends


class SessionUnknown(BrokenRule):
    """The caller has no such session."""

    code = "session_unknown"
    zh = "没有该会话"
    en = "The caller has no such session"
    kind = "missing"
    field = "session_id"


class UsernameTaken(BrokenRule):
    """The name is taken."""

    code = "username_taken"
    zh = "用户名已被使用"
    en = "The name is taken"
    kind = "conflict"


class PasswordWeak(BrokenRule):
    """The password is too short or too easily guessed."""

    code = "password_weak"
    zh = "密码过于简单"
    en = "The password is too short or too easily guessed"
    kind = "invalid"
    field = "password"


class PersonHasAccount(BrokenRule):
    """The person already has an account."""

    code = "person_has_account"
    zh = "此人已有账号"
    en = "The person already has an account"
    kind = "conflict"


class AccountClosed(BrokenRule):
    """The account is closed."""

    code = "account_closed"
    zh = "账号已关闭"
    en = "The account is closed"
    kind = "conflict"


class GrantAboveGiver(BrokenRule):
    """Nobody gives or takes a role or a scope above their own."""

    code = "grant_above_giver"
    zh = "不能授予超出自身的角色或范围"
    en = "Nobody gives or takes a role or a scope above their own"
    kind = "forbidden"


class GrantScopeUnknown(BrokenRule):
    """There is no such scope."""

    code = "grant_scope_unknown"
    zh = "授权范围不存在"
    en = "There is no such scope"
    kind = "invalid"
    field = "scope"


class GrantKindWrong(BrokenRule):
    """The role is not given at scopes of this kind."""

    code = "grant_kind_wrong"
    zh = "该角色不能用于此类范围"
    en = "The role is not given at scopes of this kind"
    kind = "invalid"
    field = "kind"


class GrantRepeated(BrokenRule):
    """The account already holds this grant."""

    code = "grant_repeated"
    zh = "该授权已存在"
    en = "The account already holds this grant"
    kind = "conflict"


class GrantExcluded(BrokenRule):
    """Nobody holds two of operator, security administrator and auditor."""

    code = "grant_excluded"
    zh = "三员分立：不能兼任"
    en = "Nobody holds two of operator, security administrator and auditor"
    kind = "conflict"


class GrantAlreadyRevoked(BrokenRule):
    """The grant has been taken back."""

    code = "grant_revoked"
    zh = "该授权已收回"
    en = "The grant has been taken back"
    kind = "conflict"


class CityAlreadyBegun(BrokenRule):
    """There are accounts already: the first one cannot be made again."""

    code = "city_already_begun"
    zh = "系统已有账号，不能再次初始化"
    en = "There are accounts already: the first one cannot be made again"
    kind = "conflict"
