"""Numbers that all modules share."""

from __future__ import annotations

#: The golden ratio φ = (1 + √5)/2, the default λ of the resolvent.
PHI = 1.618033988749894848204586834365638118
