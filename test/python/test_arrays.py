"""What happens to arrays on their way to the library."""

import warnings

import numpy as np
import pytest

import lattice

LENGTH = 12


def plain(dtype=np.float64):
    return np.sin(np.arange(LENGTH)).astype(dtype)


def misaligned(dtype=np.float64):
    raw = np.zeros(LENGTH * np.dtype(dtype).itemsize + 1, dtype=np.uint8)
    view = raw[1:].view(dtype)
    view[:] = plain(dtype)
    return view


def test_a_contiguous_array_is_not_copied():
    """The result lands in the array itself: nothing else was passed to the library."""
    for dtype in (np.float32, np.float64):
        x = plain(dtype)
        address = x.ctypes.data
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            out = lattice.regularize(x, out=x)
        assert out is x and x.ctypes.data == address and not np.array_equal(x, plain(dtype))


@pytest.mark.parametrize(
    "x, why",
    [
        (np.repeat(plain(), 2)[::2], "is not contiguous"),
        (plain()[::-1], "is not contiguous"),
        (np.asfortranarray(plain().reshape(3, 4)), "is not contiguous"),
        (misaligned(), "is not aligned"),
        (misaligned(np.float32), "is not aligned"),
        (plain().astype(">f8"), "has the other byte order"),
    ],
)
def test_others_are_copied_and_said_to_be_and_give_the_same(x, why):
    with pytest.warns(lattice.CopyWarning, match=f"x {why}: it was copied") as told:
        out = lattice.regularize(x)
    assert told[0].filename == __file__
    contiguous = np.array(x, dtype=x.dtype.newbyteorder("="), order="C")
    assert np.array_equal(out, lattice.regularize(contiguous))
    assert out.flags.c_contiguous and out.dtype.isnative


def test_a_series_of_float32_is_copied_and_said_to_be():
    with pytest.warns(lattice.CopyWarning, match="float32 where float64 is computed") as told:
        out = lattice.smooth(plain(np.float32))
    assert told[0].filename == __file__
    assert np.array_equal(out, lattice.smooth(plain(np.float32).astype(float)))


def test_the_array_that_is_given_is_not_changed():
    x = plain()
    x.flags.writeable = False
    lattice.smooth(x), lattice.regularize(x), lattice.coherence(x, 0.05, 100), lattice.CausalFilter().push(x)
    assert np.array_equal(x, plain())


@pytest.mark.parametrize("dtype", [int, np.int8, np.uint64, bool, complex, np.float16, np.longdouble, object, "U3", "M8[s]"])
@pytest.mark.parametrize(
    "use", [lattice.smooth, lattice.regularize, lambda x: lattice.coherence(x, 0.05, 100), lambda x: lattice.StreamingField().push(x)]
)
def test_other_dtypes_are_refused_in_a_sentence(dtype, use):
    with pytest.raises(TypeError, match=r"is of dtype .+, expected float32 or float64: convert it with \w+\.astype\(float\)"):
        use(np.zeros(4, dtype=dtype))


def test_a_mask_is_refused_because_it_would_be_ignored():
    with pytest.raises(TypeError, match="has a mask"):
        lattice.smooth(np.ma.masked_invalid([1.0, np.nan]))


def test_lists_and_numbers_become_float64():
    assert np.array_equal(lattice.smooth([1, 2, 4]), lattice.smooth(np.array([1.0, 2, 4])))
    stream = lattice.CausalFilter()
    assert stream.push(3).tolist() == [3.0]


def test_tensors_on_the_cpu_are_arrays():
    torch = pytest.importorskip("torch")
    x = torch.linspace(0, 1, 9, dtype=torch.float64)
    assert np.array_equal(lattice.smooth(x), lattice.smooth(x.numpy()))


@pytest.mark.parametrize("use", [lattice.smooth, lambda x: lattice.bunching(x), lambda x: lattice.welch(x, 1, 2)])
def test_a_series_has_one_axis(use):
    with pytest.raises(ValueError, match=r"has the shape \(2, 2\), expected one axis"):
        use(np.zeros((2, 2)))


@pytest.mark.parametrize("shape", [(), (0,), (0, 8), (8, 0), (2, 0, 3)])
def test_regularize_refuses_what_is_empty(shape):
    with pytest.raises(ValueError, match="none of them empty"):
        lattice.regularize(np.zeros(shape))


def test_an_empty_series_has_no_metrics():
    empty = np.zeros(0)
    assert lattice.smooth(empty).shape == (0,)
    assert lattice.coherence(empty, 0.05, 100) is None
    assert lattice.bunching(empty) is None
    assert lattice.compression_ratio(empty, 0.1) is None
    assert lattice.horizon(empty, 0.1) is None
    assert lattice.field_of(empty) == lattice.PHI
    assert lattice.task_coherence(empty, empty) is None
    assert lattice.welch(empty, 100) is None


@pytest.mark.parametrize(
    "out, error, why",
    [
        (np.zeros(LENGTH, dtype=np.float32), TypeError, "out is of float32, expected an array of float64"),
        ([0.0] * LENGTH, TypeError, "out is of list"),
        (np.zeros(LENGTH + 1), ValueError, "out has the shape"),
        (np.zeros(2 * LENGTH)[::2], ValueError, "out must be contiguous"),
        (misaligned(), ValueError, "out must be contiguous, aligned"),
    ],
)
def test_out_must_fit(out, error, why):
    with pytest.raises(error, match=why):
        lattice.smooth(plain(), out=out)


def test_out_may_not_overlap():
    """In place is right; one sample further would read what was just written."""
    both = np.zeros(LENGTH + 1)
    for use in (lattice.smooth, lattice.regularize):
        with pytest.raises(ValueError, match="overlaps"):
            use(both[:-1], out=both[1:])


def test_out_must_be_writeable():
    out = np.zeros(LENGTH)
    out.flags.writeable = False
    with pytest.raises(ValueError, match="writeable"):
        lattice.regularize(plain(), out=out)
