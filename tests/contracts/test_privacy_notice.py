"""The privacy notice is whole: every personal field stands in it, and every sentence in both languages."""

from __future__ import annotations

from contracts.privacy import notice


def test_every_purpose_and_retention_has_its_chinese() -> None:
    lacking = {each["en"] for entry in notice() for each in (entry["purpose"], entry["keep"]) if each["zh"] is None}
    assert lacking == set()


def test_each_service_says_what_it_holds_and_for_what() -> None:
    entries = {(entry["service"], field): entry for entry in notice() for field in entry["fields"]}
    assert {service for service, _ in entries} >= {"membership", "volunteering", "eldercare", "patrol", "cobuilding"}
    number = entries["membership", "identity_number"]
    assert (number["class"]["code"], number["shown_to"]) == ("sensitive", ["registrar"])
    assert entries["patrol", "latitude"]["keep"]["zh"] == "不保存"
