"""The rhythm of a loop that polls: at once while there is work, then more and more slowly."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Pace:
    """Waits in seconds: `first` after work was found, doubling up to `longest` while there is none."""

    first: float
    longest: float
    _next: float = field(default=0.0, init=False)

    def after(self, worked: bool) -> float:
        """How long to wait now."""
        if worked:
            self._next = 0.0
            return 0.0
        self._next = min(self.longest, self._next * 2 or self.first)
        return self._next
