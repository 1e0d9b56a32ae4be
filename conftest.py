"""pytest names test modules after their folders, so `gateway/tests` would make a package `gateway` of the folder and
hide the real one. Loaded before any test is collected, the real one stays."""

from __future__ import annotations

import gateway  # noqa: F401
