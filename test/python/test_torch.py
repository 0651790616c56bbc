"""The regularizer as a layer of PyTorch."""

import math

import pytest
import torch
from torch import nn
from torch.autograd import gradcheck, gradgradcheck

from lattice.torch import PhiResolventRegularizer


def original(x, phi=1.618034):
    """What the original's class computes: FFT of the last axis (two where there are more), times R, back, the real part."""
    axes = (-2, -1) if x.dim() > 2 else (-1,)
    frequency = torch.fft.fftfreq(x.shape[-1])
    return torch.fft.ifftn(torch.fft.fftn(x, dim=axes) / (1 + phi * frequency**2), dim=axes).real


SHAPES = [(1,), (2,), (7,), (64,), (64, 64), (3, 5), (2, 3, 8), (2, 3, 5, 31), (1, 1, 1), (4, 1009)]


def values(shape, dtype=torch.float32):
    return torch.randn(shape, dtype=dtype, generator=torch.Generator().manual_seed(len(shape) * 100 + shape[-1]))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("shape", SHAPES)
def test_is_the_original(shape, dtype):
    x = values(shape, dtype)
    out = PhiResolventRegularizer()(x)
    assert out.dtype == dtype and out.shape == x.shape
    torch.testing.assert_close(out, original(x).to(dtype), rtol=0, atol=1e-6)


@pytest.mark.parametrize("reading", ["cycles", "radian", "lattice"])
@pytest.mark.parametrize("shape", [(8,), (3, 7), (2, 3, 6)])
def test_gradients_are_right_of_both_orders(shape, reading):
    x = values(shape, torch.float64).requires_grad_()
    layer = PhiResolventRegularizer(reading=reading)
    assert gradcheck(layer, (x,))
    assert gradgradcheck(layer, (x,))


def test_the_gradient_is_the_same_filter():
    x = values((5, 12), torch.float64).requires_grad_()
    incoming = values((5, 12), torch.float64) * 2 + 1
    layer = PhiResolventRegularizer()
    layer(x).backward(incoming)
    torch.testing.assert_close(x.grad, layer(incoming))


@pytest.mark.parametrize("reading, nyquist", [("cycles", 0.712), ("radian", 0.0589), ("lattice", 0.1338)])
def test_readings_differ_at_nyquist_and_agree_on_constants(reading, nyquist):
    layer = PhiResolventRegularizer(reading=reading)
    alternating = torch.tensor([1.0, -1.0] * 8, dtype=torch.float64)
    torch.testing.assert_close(layer(alternating), alternating * nyquist, rtol=1e-3, atol=0)
    torch.testing.assert_close(layer(torch.ones(16)), torch.ones(16))


def test_non_contiguous_tensors_need_no_care():
    x = values((6, 8))
    layer = PhiResolventRegularizer()
    torch.testing.assert_close(layer(x.t()), layer(x.t().contiguous()))
    torch.testing.assert_close(layer(x[:, ::2]), layer(x[:, ::2].contiguous()))


def test_a_nan_stays_in_its_line():
    x = values((3, 8))
    x[1, 4] = math.nan
    out = PhiResolventRegularizer()(x)
    assert out[1].isnan().all() and not out[[0, 2]].isnan().any()


def test_an_empty_batch_is_an_empty_batch():
    x = torch.zeros(0, 8, requires_grad=True)
    out = PhiResolventRegularizer()(x)
    out.sum().backward()
    assert out.shape == (0, 8) and x.grad.shape == (0, 8)


@pytest.mark.parametrize("x", [torch.tensor(1.0), torch.zeros(3, 0)])
def test_refuses_what_has_no_last_axis(x):
    with pytest.raises(ValueError, match="no empty last one"):
        PhiResolventRegularizer()(x)


@pytest.mark.parametrize("dtype", [torch.int64, torch.bool, torch.complex64, torch.float16, torch.bfloat16])
def test_refuses_other_dtypes_in_a_sentence(dtype):
    with pytest.raises(TypeError, match=r"expected float32 or float64: convert it with x\.float\(\)"):
        PhiResolventRegularizer()(torch.zeros(4, dtype=dtype))


@pytest.mark.parametrize("arguments", [{"phi": -1}, {"phi": math.nan}, {"phi": math.inf}, {"reading": "hertz"}])
def test_refuses_settings_that_make_no_sense(arguments):
    with pytest.raises(ValueError):
        PhiResolventRegularizer(**arguments)


def test_works_inside_a_model_and_takes_the_original_checkpoint():
    """The original has neither parameters nor buffers: a checkpoint of a model with it must load, and train on."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(8, 16), PhiResolventRegularizer(), nn.Tanh(), nn.Linear(16, 1))
    model.load_state_dict(nn.Sequential(nn.Linear(8, 16), nn.Identity(), nn.Tanh(), nn.Linear(16, 1)).state_dict())
    x, y = torch.randn(32, 8), torch.randn(32, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(20):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]
    assert "reading='cycles'" in repr(model)
