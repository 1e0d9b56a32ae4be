"""Measures membership's lists and searches on the data of a whole city, over HTTP.

    python -m tests.load.membership.measure --scale 1 --seconds 4 [--only people] [--ahead]

Each list is asked 50 times a second, begun by the clock, over 16 connections. It counts after two seconds (PostgreSQL plans a
statement anew the first five times on each of the service's connections), the first one after ten, when service and gateway
have come to work. Prints p50, p95 and p99 in milliseconds and the milliseconds of processor that one asking cost; ends with 1
when a p95 is above 50 ms.
"""

from __future__ import annotations

import argparse
import sys

from tests.load.alone import Alone, alone
from tests.load.measure import WrongAnswers
from tests.load.membership import city, lists

RATE, BOUND, VARIANTS = 50.0, 50.0, 60
FIRST_WARM_UP, WARM_UP = 10.0, 2.0


def measure(service: Alone, ids: lists.Ids, seconds: float, only: str, *, ahead: bool) -> int:
    """How many lists were late."""
    late, warm_up = 0, FIRST_WARM_UP
    for name, operation, words in lists.asked(ids):
        if only not in name:
            continue
        token = service.token(*((role, "area", ids["city"][0]) for role in lists.ROLES))
        asked = [(operation, words()) for _ in range(VARIANTS)]
        job = service.job(asked, token, RATE, connections=16, warm_up=warm_up, window=seconds)
        warm_up = WARM_UP
        if ahead:
            service.put_ahead()
        try:
            found = service.measured(job)
        except WrongAnswers as refused:  # where more is asked than can be answered, time runs out for the last of them
            late += 1
            print(f"{name:<40} {refused}   LATE", flush=True)
            continue
        late += found["p95"] > BOUND
        figures = "   ".join(f"p{share} {found[f'p{share}']:7.1f}" for share in (50, 95, 99))
        mark = "   LATE" if found["p95"] > BOUND else ""
        print(f"{name:<40} {figures} ms   processor {found['processor_ms']:6.1f} ms{mark}", flush=True)
    return late


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=0.1)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--only", default="", help="lists whose name says this")
    parser.add_argument("--ahead", action="store_true", help="go before the machine's other work (root)")
    told = parser.parse_args()
    with alone("membership", told.scale, city.MADE_OF, lambda engine: city.fill(engine, told.scale)) as service:
        return 1 if measure(service, lists.ids_of(service.engine), told.seconds, told.only, ahead=told.ahead) else 0


if __name__ == "__main__":
    sys.exit(main())
