from __future__ import annotations

import pytest

from gateway.routes import RouteTable

TABLE = RouteTable(
    [
        ("GET", "/posts", "list"),
        ("POST", "/posts", "register"),
        ("GET", "/posts/{post_id}", "read"),
        ("POST", "/posts/imports", "import"),
        ("POST", "/posts/{post_id}/claims", "claim"),
        ("POST", "/posts/imports/{import_id}/cancel", "cancel"),
        ("POST", "/teams/{team_id}/members/{person_id}/leave", "leave"),
    ]
)


@pytest.mark.parametrize(
    ("method", "path", "target", "values"),
    [
        ("GET", "/posts", "list", {}),
        ("GET", "/posts/1", "read", {"post_id": "1"}),
        ("POST", "/posts/imports", "import", {}),
        ("POST", "/posts/1/claims", "claim", {"post_id": "1"}),
        ("POST", "/posts/imports/claims", "claim", {"post_id": "imports"}),
        ("POST", "/posts/imports/2/cancel", "cancel", {"import_id": "2"}),
        ("POST", "/teams/1/members/2/leave", "leave", {"team_id": "1", "person_id": "2"}),
    ],
)
def test_a_fixed_segment_goes_before_a_parameter(method: str, path: str, target: str, values: dict[str, str]) -> None:
    found = TABLE.find(method, path)
    assert found is not None
    assert (found.target, found.values) == (target, values)


@pytest.mark.parametrize("path", ["", "/", "/posts/", "//posts", "/posts/1/claims/", "/posts/1/2", "/teams"])
def test_other_paths_are_nowhere(path: str) -> None:
    assert TABLE.find("GET", path) is None


def test_a_known_path_names_its_methods() -> None:
    found = TABLE.find("PUT", "/posts")
    assert found is not None and found.target is None
    assert set(found.methods) == {"GET", "POST"}


def test_two_operations_at_one_route_are_an_error() -> None:
    with pytest.raises(TypeError):
        RouteTable([("GET", "/a/{x}", 1), ("GET", "/a/{y}", 2)])
