"""The φ-resolvent as a layer of PyTorch (needs the package torch)."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor, nn

from ._constants import PHI

__all__ = ["PhiResolventRegularizer"]

_WAVENUMBERS: dict[str, Callable[[Tensor], Tensor]] = {
    "cycles": lambda f: f,
    "radian": lambda f: 2 * math.pi * f,
    "lattice": lambda f: 2 * torch.sin(math.pi * f),
}


class PhiResolventRegularizer(nn.Module):
    """Multiplies the spectrum of the last axis by R(k) = 1/(1 + φk²): the original's class, with its default reading of k.

    Shape: `(…, n)` to `(…, n)` of the same dtype (float32 or float64) and device, n ≥ 1. The transform runs where the tensor is, by torch's own FFT.
    The original transforms the last two axes where there are more than two. R depends on the last axis alone, so the result is the same, and one
    axis is enough. A NaN spreads over its line of the last axis.

    The operator is linear and self-adjoint, so the gradient is the same filter of the incoming gradient. It has no parameters and no state: a
    checkpoint of the original's class fits.

    `phi` is the λ of R, without unit. `reading` says what k is for a frequency f in cycles per sample: `"cycles"` (k = f, the original; it keeps
    71 % of the amplitude at Nyquist), `"radian"` (2πf) or `"lattice"` (2 sin πf: Whittaker smoothing with periodic edges; it keeps 13 %).

    Raises ValueError for another `reading`, unless `phi` is finite and ≥ 0, and when a tensor has no axis or an empty last one; TypeError for
    another dtype.
    """

    def __init__(self, phi: float = PHI, reading: Literal["cycles", "radian", "lattice"] = "cycles") -> None:
        super().__init__()
        if not 0 <= phi < math.inf:
            raise ValueError(f"phi is {phi}, expected a finite number ≥ 0")
        if reading not in _WAVENUMBERS:
            raise ValueError(f"reading is {reading!r}, expected 'cycles', 'radian' or 'lattice'")
        self.phi = float(phi)
        self.reading = reading

    def forward(self, x: Tensor) -> Tensor:
        if x.dtype not in (torch.float32, torch.float64):
            raise TypeError(f"x is of {x.dtype}, expected float32 or float64: convert it with x.float()")
        if x.dim() == 0 or x.shape[-1] == 0:
            raise ValueError(f"x has the shape {tuple(x.shape)}, expected at least one axis and no empty last one")
        if x.numel() == 0:
            return x.clone()
        n = x.shape[-1]
        # R in double precision: its rounding to float32 is then the only one.
        k = _WAVENUMBERS[self.reading](torch.fft.rfftfreq(n, dtype=torch.float64, device=x.device))
        gain = (1 / (1 + self.phi * k * k)).to(x.dtype)
        out: Tensor = torch.fft.irfft(torch.fft.rfft(x) * gain, n=n)
        return out

    def extra_repr(self) -> str:
        return f"phi={self.phi:.6g}, reading={self.reading!r}"
