"""A private broker keeps what is durable over a restart and a kill, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import amqp
import pytest

from runtime.child_processes import is_running
from runtime.testing.memory import place
from runtime.testing.rabbit import Broker, own_broker
from runtime.testing.rabbit_node import PrivateNode, clear_left_behind

pytestmark = pytest.mark.broker


@pytest.fixture(scope="module")
def node() -> Iterator[Broker]:
    one = own_broker(place())
    one.start()
    yield one
    one.remove()


def connect(node: Broker) -> amqp.Connection:
    host = node.uri.partition("@")[2].partition("/")[0]
    return amqp.Connection(host=host, userid="guest", password="guest", confirm_publish=True)


def put(node: Broker, queue: str) -> None:
    with connect(node) as connection:
        channel = connection.channel()
        channel.queue_declare(queue, durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
        channel.basic_publish_confirm(amqp.Message(b"kept", delivery_mode=2), "", queue)


def take(node: Broker, queue: str) -> bytes:
    with connect(node) as connection:
        message = connection.channel().basic_get(queue, no_ack=True)
    assert message is not None
    return bytes(message.body.encode() if isinstance(message.body, str) else message.body)


def test_confirmed_messages_survive_a_restart_and_a_kill(node: Broker) -> None:
    put(node, "kept")
    node.stop()
    node.start()
    assert take(node, "kept") == b"kept"
    put(node, "kept")
    node.kill()
    node.start()
    assert take(node, "kept") == b"kept"


def test_nothing_is_left_of_a_removed_node() -> None:
    node = own_broker(place())
    if not isinstance(node, PrivateNode):
        node.remove()
        pytest.skip("containers are Docker's to end")
    node.start()
    pid = node.pid
    assert pid is not None
    node.remove()
    assert not is_running(pid)
    assert not node.folder.exists()


def test_what_a_killed_run_left_behind_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, mine, other = (tmp_path / name for name in (f"gongjian-mq-{gone.pid}-a", f"gongjian-mq-{os.getpid()}-a", "b"))
    for folder in (left, mine, other):
        (folder / "mnesia").mkdir(parents=True)
    clear_left_behind(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([mine, other])
