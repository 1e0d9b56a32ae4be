"""pytest names test modules after their folders, so `gateway/tests` would make a package `gateway` of the folder and
hide the real one. Loaded before any test is collected, the real one stays."""

from __future__ import annotations

from hypothesis import settings

import gateway  # noqa: F401

# On a busy machine a single example may take any time, and none of them is a measurement.
settings.register_profile("gongjian", deadline=None)
settings.load_profile("gongjian")
