"""The API tells about itself: OpenAPI, the documentation page, problem codes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from contracts import catalogue
from gateway.openapi import OpenApi
from gateway.problems import BY_CODE


@pytest.fixture
def document(gateway: Any) -> dict[str, Any]:
    return gateway.ask("GET", "/openapi.json", token=None).json()


def test_the_document_of_the_whole_city_is_valid() -> None:
    declared = catalogue.operations()
    document = OpenApi(declared, ()).document()
    validate(document)
    described = {one["operationId"] for path in document["paths"].values() for one in path.values()}
    assert described == {operation.name for operation in declared}


def test_the_live_stream_is_described_with_the_things_that_it_names(document: dict[str, Any]) -> None:
    stream = document["paths"]["/live"]["get"]["responses"]["200"]
    assert set(stream["content"]) == {"text/event-stream"}
    assert stream["x-hint"]["properties"]["type"]["enum"] == []  # this city's posts tell of nothing


def test_examples_of_the_whole_city_fit_their_schemas() -> None:
    document = OpenApi(catalogue.operations(), ()).document()
    for path in document["paths"].values():
        for one in path.values():
            content = one.get("requestBody", {}).get("content", {}).get("application/json", {})
            if "example" in content:
                schema = Draft202012Validator({**content["schema"], "components": document["components"]})
                assert not list(schema.iter_errors(content["example"])), one["operationId"]


@pytest.mark.filterwarnings("error:Multiple schemas resolved to the name")
def test_each_schema_of_a_service_has_a_name_of_its_own() -> None:
    OpenApi(catalogue.operations(), ()).document()  # apispec warns of those that share one, and numbers them


def test_what_is_hidden_from_some_readers_may_be_null_in_replies_and_never_in_requests() -> None:
    schemas = OpenApi(catalogue.operations(), ()).document()["components"]["schemas"]
    assert schemas["eldercare.Card"]["properties"]["code"]["type"] == ["string", "null"]
    assert schemas["eldercare.verify_card_body"]["properties"]["code"]["type"] == "string"


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    validate(document)
    assert document["openapi"] == "3.1.0"


def test_places_of_fields_follow_the_path(document: dict[str, Any]) -> None:
    change = document["paths"]["/posts/{post_id}"]["patch"]
    assert [p["name"] for p in change["parameters"] if p.get("in") == "path"] == ["post_id"]
    body = document["components"]["schemas"]["membership.change_post_body"]
    assert list(body["properties"]) == ["title"]
    assert body["additionalProperties"] is False
    listing = document["paths"]["/posts"]["get"]
    assert [p["name"] for p in listing["parameters"] if p.get("in") == "query"] == ["area_id", "kind", "limit"]


def test_every_property_says_its_data_class(document: dict[str, Any]) -> None:
    reply = document["components"]["schemas"]["shared.PostReply"]
    assert {name: one["x-data-class"] for name, one in reply["properties"].items()} == {
        "post_id": "public",
        "title": "internal",
        "version": "public",
    }


def test_refusals_headers_and_rights_are_described(document: dict[str, Any]) -> None:
    register = document["paths"]["/posts"]["post"]
    assert register["x-rules"] == ["post_full"]
    assert "community_secretary with a grant that reaches post.area_id" in register["description"]
    assert set(register["responses"]) == {
        "201",
        "400",
        "401",
        "403",
        "404",
        "406",
        "409",
        "413",
        "415",
        "422",
        "429",
        "503",
    }
    change = document["paths"]["/posts/{post_id}"]["patch"]
    assert {"412", "428"} <= set(change["responses"])
    assert {"$ref": "#/components/parameters/IfMatch"} in change["parameters"]
    assert {"$ref": "#/components/parameters/IdempotencyKey"} in register["parameters"]
    assert register["requestBody"]["content"]["application/json"]["example"]["title"] == "文明劝导"


def test_an_act_that_asks_for_no_version_says_that_it_keeps_to_one() -> None:
    described = OpenApi(catalogue.operations("membership"), {}).document()
    approval = described["paths"]["/erasures/{order_id}/approval"]["post"]
    assert "412" in approval["responses"]
    assert "428" not in approval["responses"]
    assert {"$ref": "#/components/parameters/IfStillMatch"} in approval["parameters"]


def test_answers_link_to_what_can_be_done_with_the_thing_they_name() -> None:
    described = OpenApi(catalogue.operations(), {}).document()
    components = described["components"]["links"]
    made = described["paths"]["/shifts"]["post"]["responses"]["201"]["links"]
    assert set(made) == {"show_shift", "roster_member", "record_check_in", "close_shift", "call_off_shift"}
    assert made["show_shift"] == {"$ref": "#/components/links/patrol.show_shift"}
    assert components["patrol.show_shift"]["parameters"] == {"shift_id": "$response.body#/shift_id"}
    listed = described["paths"]["/shifts"]["get"]["responses"]["200"]["links"]["show_shift"]
    assert listed == {"$ref": "#/components/links/patrol.show_shift.first"}
    assert components["patrol.show_shift.first"]["parameters"] == {"shift_id": "$response.body#/items/0/shift_id"}
    # An answer that names no thing of its service leads nowhere.
    assert "links" not in described["paths"]["/auth/token"]["post"]["responses"]["200"]


def test_public_operations_ask_for_no_token(document: dict[str, Any]) -> None:
    assert document["paths"]["/posts"]["get"]["security"] == []
    assert document["paths"]["/posts"]["post"]["security"] == [{"bearer": []}]


def test_an_import_shows_its_record(document: dict[str, Any]) -> None:
    body = document["components"]["schemas"]["membership.import_posts_body"]
    reference = body["properties"]["records"]["items"]["$ref"]
    record = document["components"]["schemas"][reference.rsplit("/", 1)[1]]
    assert set(record["properties"]) == {"record_key", "source", "voucher", "title"}


def test_the_documentation_page_needs_nothing_from_elsewhere(gateway: Any) -> None:
    page = gateway.ask("GET", "/docs", token=None)
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", page.text)
    assert "<style" not in page.text and not re.search(r"<script(?![^>]*\ssrc=)", page.text)
    sources = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert "/docs/assets/swagger-ui-bundle.js" in sources
    for source in sources:
        assert gateway.ask("GET", source, token=None).status_code == 200, source


def test_own_scripts_and_styles_name_no_other_site(gateway: Any) -> None:
    for path in ("/static/docs.js", "/static/pages.css"):
        assert "//" not in gateway.ask("GET", path, token=None).text.replace("// ", "")


@pytest.mark.parametrize("code", [*sorted(BY_CODE), "post_full"])
def test_every_problem_type_leads_somewhere(gateway: Any, code: str) -> None:
    told = gateway.ask("GET", f"/problems/{code}", token=None)
    page = gateway.ask("GET", f"/problems/{code}", token=None, headers={"Accept": "text/html"})
    assert told.json()["code"] == code
    assert code in page.text and page.headers["content-type"].startswith("text/html")


def test_codes_of_rules_name_the_operations_that_refuse_so(gateway: Any) -> None:
    assert gateway.ask("GET", "/problems/post_full").json()["operations"][0]["route"] == "POST /posts"
    assert gateway.ask("GET", "/problems/nonsense").status_code == 404
    assert {"post_full", "not_found"} <= {kind["code"] for kind in gateway.ask("GET", "/problems").json()["items"]}


def test_files_outside_the_folders_are_not_served(gateway: Any) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/docs/assets/%2e%2e/core.py", "/static/"):
        assert gateway.ask("GET", path, token=None).status_code == 404


def test_the_privacy_notice_is_everybodys_in_both_languages(gateway: Any) -> None:
    told = gateway.ask("GET", "/privacy", token=None)
    page = gateway.ask("GET", "/privacy", token=None, headers={"Accept": "text/html"})
    assert (told.status_code, page.status_code) == (200, 200)
    [living] = [
        entry for entry in told.json()["items"] if "living" in entry["fields"] and entry["service"] == "eldercare"
    ]
    assert (living["class"]["code"], living["basis"]["zh"], living["keep"]["zh"]) == (
        "sensitive",
        "取得个人同意",
        "在册期间",
    )
    assert living["purpose"]["zh"] in page.text
    assert {text["purpose"] for text in told.json()["consents"]} >= {"volunteering", "publication"}
