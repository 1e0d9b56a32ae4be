"""What a process made at its start lasts as long as it does: Python's collector need not look at it again.

Membership has 350,000 such objects (contracts, schemas, mapped classes), relay and gateway about 100,000. A full collection
walks them all: membership answered nobody for 120 to 200 milliseconds, about once a minute at 50 requests a second.
"""

from __future__ import annotations

import gc


def spare() -> None:
    """Collect what the start left behind, and take what remains out of the collector's sight. Called once, when all is up."""
    gc.collect()
    gc.freeze()
