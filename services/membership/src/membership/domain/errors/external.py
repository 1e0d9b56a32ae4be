"""Broken rules of signing in through the city's identity provider (统一身份认证)."""

from __future__ import annotations

from kernel.rules import BrokenRule


class ExternalSignInOff(BrokenRule):
    """This city has no identity provider."""

    code = "external_sign_in_off"
    zh = "本市未接入统一身份认证"
    en = "This city has no identity provider"
    kind = "conflict"


class ExternalProviderAway(BrokenRule):
    """The identity provider does not answer as it should; try again."""

    code = "external_provider_away"
    zh = "统一身份认证暂时不可用，请稍后再试"
    en = "The identity provider does not answer as it should; try again"
    kind = "conflict"
    keeps = True  # the state is used up


class ExternalStateInvalid(BrokenRule):
    """This sign-in was not begun here, took too long, or was finished before."""

    code = "external_state_invalid"
    zh = "登录请求无效、已过期或已使用"
    en = "This sign-in was not begun here, took too long, or was finished before"
    kind = "unauthenticated"


class ExternalSignInRefused(BrokenRule):
    """The identity provider has not confirmed who this is."""

    code = "external_sign_in_refused"
    zh = "统一身份认证未通过"
    en = "The identity provider has not confirmed who this is"
    kind = "unauthenticated"
    keeps = True  # the state is used up


class ExternalIdentityUnlinked(BrokenRule):
    """No account is linked with this identity."""

    code = "external_identity_unlinked"
    zh = "该统一身份未绑定账号"
    en = "No account is linked with this identity"
    kind = "unauthenticated"
    keeps = True  # the state is used up


class LinkCodeInvalid(BrokenRule):
    """The code does not link this identity: it is wrong, too old, or was used."""

    code = "link_code_invalid"
    zh = "绑定码错误、已过期或已使用"
    en = "The code does not link this identity: it is wrong, too old, or was used"
    kind = "unauthenticated"
    keeps = True  # the state is used up


class ExternalIdentityTaken(BrokenRule):
    """The identity or the account is linked already."""

    code = "external_identity_taken"
    zh = "该统一身份或账号已绑定"
    en = "The identity or the account is linked already"
    kind = "conflict"
    keeps = True  # the state is used up


class ExternalIdentityMissing(BrokenRule):
    """The account is linked with no identity."""

    code = "external_identity_missing"
    zh = "该账号未绑定统一身份"
    en = "The account is linked with no identity"
    kind = "conflict"
