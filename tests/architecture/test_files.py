"""What no committed file may contain: this machine, a registry's address, a secret, a promise to do it later."""

from __future__ import annotations

import re

import pytest

from tests.architecture.trees import ROOT, texts

# Spelled in pieces, so that this file does not contain what it looks for.
MACHINE_PATHS = re.compile(
    r"(?<![\w.~$}/*<])/(?:" + "|".join(["wo" + "rk", "ro" + "ot", "home/[a-z]", "Us" + "ers/"]) + r")\b(?!\.cache)"
)
REGISTRY = re.compile(
    "|".join(
        [
            "index-" + r"url\s*[= ]\s*\S*:",
            "find-" + r"links\s*[= ]\s*\S*[/:]",
            r"https?://(?:pypi|registry\.npmjs|files\.pythonhosted)",
            r"/simp" + r"le/",
        ]
    )
)
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + "X|NotImplemented" + "Error)\b")
PRIVATE_KEY = re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")


def offending(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in texts(*suffixes)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    assert offending(MACHINE_PATHS) == []


def test_no_file_knows_where_packages_come_from() -> None:
    assert offending(REGISTRY) == []


def test_nothing_is_left_for_later() -> None:
    assert offending(UNFINISHED, ".py", ".sql", ".html", ".yml", ".yaml", ".toml") == []


def test_no_private_key_is_committed() -> None:
    assert offending(PRIVATE_KEY) == []


@pytest.mark.parametrize("lock", ["service.txt", "run.txt", "test.txt"])
def test_every_locked_package_has_a_version_and_hashes(lock: str) -> None:
    text = (ROOT / "deploy" / "requirements" / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    packages = [line for line in text.splitlines() if re.match(r"[a-z]", line)]
    assert packages
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []


def test_smaller_locks_are_parts_of_the_larger_ones() -> None:
    def pins(lock: str) -> set[str]:
        text = (ROOT / "deploy" / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^([a-z0-9-]+==[^ ;\\]+)", text, flags=re.MULTILINE))

    assert pins("service") <= pins("run") <= pins("test")


def test_images_are_named_with_a_version() -> None:
    images = re.compile(r"^\s*(?:image:|FROM)\s+(\S+)")
    found = [
        (name, match.group(1))
        for name, text in texts()
        if name.rsplit("/", 1)[-1] in ("Dockerfile", "docker-compose.yml")
        for line in text.splitlines()
        if (match := images.match(line))
    ]
    assert found
    latest = ":" + "latest"
    assert [each for each in found if ":" not in each[1] or each[1].endswith(latest)] == []
