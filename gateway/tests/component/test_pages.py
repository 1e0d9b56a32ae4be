"""The annual report as a page, and the sign-in that leads to it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from contracts import catalogue
from runtime.calls import ServiceDown
from runtime.problems import KEY_REUSED, NOT_ALLOWED, TOKEN_EXPIRED, problem

AREA = "01890a5d-ac96-774b-bcce-b302099a8057"
REPORT = f"/api/v1/reports/annual?area={AREA}&year=2011"
FACTS = f"/api/v1/reports/annual/facts?area={AREA}&year=2011&metric=V01.households"
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
FIGURE = {
    "metric": "V01.households",
    "mechanism": "V01",
    "zh": "结对家庭",
    "en": "Households paired",
    "unit": "household",
    "about": "Households <paired>.",
    "value": 38,
    "numerator": 38,
    "denominator": 7971,
    "ratio": 38 / 7971,
    "as_of": "2011-12-31T16:00:00Z",
    "facts": 38,
    "imported": 30,
    "facts_href": FACTS,
}
ACCOUNT = {
    "area": AREA,
    "area_name": "圳尾社区",
    "area_kind": "community",
    "area_code": "350203001001",
    "year": 2011,
    "as_of": "2011-12-31T16:00:00Z",
    "complete": True,
    "sections": [{"title_zh": "结对帮扶", "title_en": "Pairings", "figures": [FIGURE]}],
}
FACT = {
    "series": "pairings",
    "key": "k",
    "subject": "ab12",
    "area": AREA,
    "begins_at": "2011-03-01T00:00:00Z",
    "ends_at": None,
    "amount": 1,
    "kept": {"helped_kind": "household"},
    "imported": True,
    "begin_event": AREA,
    "end_event": None,
}


@pytest.fixture
def city(gateway_with: Any, declared: Any) -> Any:
    areas = catalogue.operation_named("membership.list_areas")
    return gateway_with(operations=(*declared, *catalogue.operations("reporting"), areas))


def test_the_report_shows_each_figure_with_what_is_behind_it(city: Any, services: Any, say: Any) -> None:
    services.reply = say.done(ACCOUNT)
    page = city.ask("GET", REPORT, headers=HTML)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for word in ("圳尾社区", "结对家庭", "Households paired", "7,971", "2012-01-01 00:00", "0.5 %", "户", "补录"):
        assert word in page.text, word
    assert FACTS.replace("&", "&amp;") in page.text
    assert "&lt;paired&gt;" in page.text
    assert 'name="viewport"' in page.text and "@media print" in city.ask("GET", "/static/pages.css").text


def test_a_community_is_found_by_its_name(city: Any, services: Any, say: Any) -> None:
    area = {"area_id": AREA, "name": "圳尾<社区>", "kind": "community", "code": None}
    services.reply = say.done({"items": [area], "next": "more"})
    page = city.ask("GET", "/api/v1/areas", params={"q": "圳尾"}, headers=HTML)
    assert page.status_code == 200
    assert f"/api/v1/reports/annual?area={AREA}&amp;year=" in page.text
    assert "圳尾&lt;社区&gt;" in page.text and 'rel="next"' in page.text and 'value="圳尾"' in page.text
    assert 'action="/api/v1/areas"' in city.ask("GET", "/").text


def test_the_same_in_json(city: Any, services: Any, say: Any) -> None:
    services.reply = say.done(ACCOUNT)
    assert city.ask("GET", REPORT).json() == ACCOUNT


def test_the_facts_of_a_figure_are_paged(city: Any, services: Any, say: Any) -> None:
    services.reply = say.done({"items": [FACT], "next": "cursor="})
    page = city.ask("GET", FACTS + "&part=denominator", headers=HTML)
    assert "helped_kind: household" in page.text and "2011-03-01 08:00" in page.text
    assert "part=denominator&amp;after=cursor%3D" in page.text
    services.reply = say.done({"items": [], "next": None})
    assert "没有事实" in city.ask("GET", FACTS, headers=HTML).text


def test_a_human_without_a_token_is_led_to_the_sign_in_and_back(city: Any) -> None:
    answer = city.ask("GET", REPORT, token=None, headers=HTML)
    assert answer.status_code == 303
    goal = urlsplit(answer.headers["location"])
    assert goal.path == "/sign-in" and parse_qs(goal.query)["next"] == [REPORT]


def test_signing_in_keeps_the_token_where_scripts_cannot_read_it(city: Any, services: Any, say: Any) -> None:
    services.reply = say.done({"access_token": "a.b.c", "refresh_token": "r", "expires_in": 300})
    form = {"username": "u", "password": "p", "next": REPORT}
    answer = city.ask("POST", "/sign-in", token=None, data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, REPORT)
    token, refresh = answer.headers.get_list("set-cookie")
    assert token == "gongjian_token=a.b.c; Path=/; Max-Age=300; HttpOnly; SameSite=Strict"
    assert refresh.startswith("gongjian_refresh=r; Path=/sign-in; ") and "HttpOnly; SameSite=Strict" in refresh
    assert services.calls[0][1] == {"username": "u", "password": "p", "device": answer.request.headers["user-agent"]}


def test_the_cookie_opens_pages_but_no_json_and_no_command(city: Any, services: Any, say: Any) -> None:
    services.reply = say.done(ACCOUNT)
    cookie = {"Cookie": "other=1; gongjian_token=a.b.c"}
    assert city.ask("GET", REPORT, token=None, headers=HTML | cookie).status_code == 200
    assert services.calls[0][2].token == "a.b.c"
    assert city.ask("GET", REPORT, token=None, headers=cookie).status_code == 401
    assert city.ask("POST", "/api/v1/posts", token=None, json={}, headers=HTML | cookie).status_code == 401


def test_an_expired_token_is_renewed_on_the_way(city: Any, services: Any, say: Any) -> None:
    services.reply = say.no(TOKEN_EXPIRED)
    away = city.ask("GET", REPORT, token=None, headers=HTML | {"Cookie": "gongjian_token=a.b.c"})
    services.reply = say.done({"access_token": "d.e.f", "refresh_token": "r2", "expires_in": 300})
    back = city.ask("GET", away.headers["location"], token=None, headers={"Cookie": "gongjian_refresh=r"})
    assert (back.status_code, back.headers["location"]) == (303, REPORT)
    assert services.calls[-1][:2] == ("membership.renew_token", {"refresh_token": "r"})


def test_signing_out_ends_the_session_and_the_cookies(city: Any, services: Any, say: Any) -> None:
    services.reply = say.done({"access_token": "d.e.f", "refresh_token": "r2", "expires_in": 300})
    answer = city.ask("POST", "/sign-in/end", token=None, headers={"Cookie": "gongjian_refresh=r"})
    assert [call[0] for call in services.calls] == ["membership.renew_token", "membership.end_session"]
    assert all("Max-Age=0" in cookie for cookie in answer.headers.get_list("set-cookie"))


@pytest.mark.parametrize("goal", ["https://evil.test/", "//evil.test/", "/\\evil.test", "javascript:x", "/a\nb"])
def test_nobody_is_sent_elsewhere_after_signing_in(city: Any, services: Any, say: Any, goal: str) -> None:
    services.reply = say.done({"access_token": "a.b.c", "expires_in": 300})
    form = {"username": "u", "password": "p", "next": goal}
    assert city.ask("POST", "/sign-in", token=None, data=form).headers["location"] == "/"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.test"}])
def test_forms_of_other_sites_are_refused(city: Any, services: Any, headers: dict[str, str]) -> None:
    answer = city.ask("POST", "/sign-in", token=None, data={"username": "u", "password": "p"}, headers=headers)
    assert answer.status_code == 403 and "cross_site" in answer.text
    assert services.calls == []


def test_a_wrong_password_shows_the_form_again(city: Any, services: Any) -> None:
    told = problem(KEY_REUSED) | {"code": "sign_in_refused", "status": 401, "title_zh": "用户名或密码不正确"}
    services.reply = {"result": None, "error": {"exc_type": "SignInRefused", "problem": told}}
    answer = city.ask("POST", "/sign-in", token=None, data={"username": "u", "password": "hunter2", "next": REPORT})
    assert answer.status_code == 401 and "用户名或密码不正确" in answer.text
    assert "hunter2" not in answer.text


def refusal(code: str, **more: Any) -> dict[str, Any]:
    told = problem(KEY_REUSED) | {"code": code, "status": 401, "title_zh": code} | more
    return {"result": None, "error": {"exc_type": "Refused", "problem": told}}


def test_a_right_password_leads_to_the_second_step_where_there_is_one(city: Any, services: Any, say: Any) -> None:
    services.reply = refusal("second_factor_required", extension={"ticket": "t.i.c"})
    asked = city.ask("POST", "/sign-in", token=None, data={"username": "u", "password": "hunter2", "next": REPORT})
    assert asked.status_code == 200 and 'name="ticket" value="t.i.c"' in asked.text
    assert "hunter2" not in asked.text and "set-cookie" not in asked.headers
    step = {"ticket": "t.i.c", "code": "123456", "next": REPORT}
    services.reply = refusal("second_factor_wrong")
    wrong = city.ask("POST", "/sign-in", token=None, data=step)
    assert wrong.status_code == 401 and 'value="t.i.c"' in wrong.text and "second_factor_wrong" in wrong.text
    assert "123456" not in wrong.text
    services.reply = refusal("ticket_invalid")
    late = city.ask("POST", "/sign-in", token=None, data=step)
    assert late.status_code == 401 and 'name="password"' in late.text
    services.reply = say.done({"access_token": "a.b.c", "refresh_token": "r", "expires_in": 300})
    done = city.ask("POST", "/sign-in", token=None, data=step)
    assert (done.status_code, done.headers["location"]) == (303, REPORT)
    name, words, _ = services.calls[-1]
    assert (name, words["ticket"], words["code"]) == ("membership.prove_second_factor", "t.i.c", "123456")


def test_the_way_to_the_identity_provider_and_back(gateway_with: Any, services: Any, say: Any) -> None:
    gateway = gateway_with(external_sign_in=True)
    assert "/sign-in/external" in gateway.ask("GET", "/sign-in", token=None).text
    away = {"authorization_url": "https://sso.city.test/go?state=s", "binding": "b1nd=", "expires_in": 600}
    services.reply = say.done(away)
    left = gateway.ask("GET", "/sign-in/external", token=None)
    assert (left.status_code, left.headers["location"]) == (303, away["authorization_url"])
    kept = "gongjian_external=b1nd=; Path=/sign-in/external; Max-Age=600; HttpOnly; SameSite=Lax"
    assert left.headers["set-cookie"] == kept
    services.reply = say.done({"access_token": "a.b.c", "refresh_token": "r", "expires_in": 300})
    headers = {"Cookie": "gongjian_external=b1nd=", "Sec-Fetch-Site": "cross-site"}
    back = gateway.ask("GET", "/sign-in/external/return?state=s&code=c", token=None, headers=headers)
    assert back.status_code == 200 and 'href="/"' in back.text
    assert [each.split("=")[0] for each in back.headers.get_list("set-cookie")] == [
        "gongjian_token",
        "gongjian_refresh",
        "gongjian_external",
    ]
    name, words, _ = services.calls[-1]
    assert name == "membership.finish_external_sign_in"
    assert (words["state"], words["code"], words["binding"]) == ("s", "c", "b1nd=")
    services.reply = refusal("external_identity_unlinked")
    assert gateway.ask("GET", "/sign-in/external/return?state=s&code=c", token=None, headers=headers).status_code == 401
    services.reply = refusal("second_factor_required", extension={"ticket": "t.i.c"})
    half = gateway.ask("GET", "/sign-in/external/return?state=s&code=c", token=None, headers=headers)
    assert half.status_code == 200 and 'value="t.i.c"' in half.text


def test_without_a_provider_nothing_leads_there(city: Any) -> None:
    assert "/sign-in/external" not in city.ask("GET", "/sign-in", token=None).text


def test_a_refusal_is_a_page_too(city: Any, services: Any, say: Any) -> None:
    services.reply = say.no(NOT_ALLOWED)
    answer = city.ask("GET", FACTS, headers=HTML)
    assert answer.status_code == 403 and NOT_ALLOWED.title_zh in answer.text


def test_a_service_that_is_down_is_a_page_too(city: Any, services: Any) -> None:
    def down(operation: Any) -> None:
        raise ServiceDown("reporting")

    services.reply = down
    assert city.ask("GET", REPORT, headers=HTML).status_code == 503
