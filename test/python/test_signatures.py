"""The binding has every function of the header, with as many arguments and the right kinds."""

import ctypes
import re

import pytest

from lattice import _library

KINDS = {
    "double": {ctypes.c_double},
    "float": {ctypes.c_float},
    "int": {ctypes.c_int},
    "lattice_reading": {ctypes.c_int},
    "lattice_idle": {ctypes.c_int},
    "size_t": {ctypes.c_size_t},
    "uint32_t": {ctypes.c_uint32},
    "uint64_t": {ctypes.c_uint64},
    "void": {None},
    "const char *": {ctypes.c_char_p},
}


@pytest.fixture(scope="module")
def declared(request):
    root = request.config.rootpath.parents[1]
    text = re.sub(r"/\*.*?\*/", "", (root / "native/liblattice/include/lattice.h").read_text(), flags=re.DOTALL)
    found = re.findall(r"LATTICE_API\s+([\w\s]+?[\s*]+)lattice_(\w+)\(([^)]*)\);", text)
    return {name: (result.strip(), [part.strip() for part in arguments.split(",")]) for result, name, arguments in found}


def test_has_every_function_of_the_header_and_no_other(declared):
    assert len(declared) > 40
    assert set(declared) == set(_library.SIGNATURES)


def test_results_and_arguments_are_of_the_header_s_types(declared):
    for name, (result, arguments) in declared.items():
        bound_result, bound = _library.SIGNATURES[name]
        assert bound_result in KINDS[result], name
        arguments = [] if arguments == ["void"] else arguments
        assert len(arguments) == len(bound), name
        for argument, kind in zip(arguments, bound):
            written = re.sub(r"\w+$", "", argument).strip()
            if written in KINDS:
                assert kind in KINDS[written], f"{name}: {argument}"
            else:
                assert "*" in argument and issubclass(kind, (ctypes.c_void_p, ctypes._Pointer)), f"{name}: {argument}"


def test_only_what_walks_through_an_array_gives_way_to_other_threads(declared):
    """Giving way takes longer than a beat. c_size_t is c_uint64, so a beat's units once looked like a length."""
    array = re.compile(r"(double|float|int64_t) \*")
    walks = {name for name, (_, arguments) in declared.items() if any(array.match(a.removeprefix("const ")) for a in arguments)}
    assert {"smooth", "regularizer_apply_f32", "stream_push", "fixed", "welch"} <= _library._LONG <= walks
    assert not [name for name, (_, arguments) in declared.items() if "lattice_client" in arguments[0] and name in _library._LONG]
    assert "stream_skill" not in _library._LONG


def test_every_function_is_in_the_library():
    assert all(hasattr(_library.library(), name) for name in _library.SIGNATURES)


def test_what_the_library_lacks_is_told_by_name():
    with pytest.raises(AttributeError, match="liblattice has no lattice_nonsense"):
        _library.library().nonsense


def test_error_codes_are_the_header_s(root):
    text = (root / "native/liblattice/include/lattice.h").read_text()
    codes = {name: int(value) for name, value in re.findall(r"LATTICE_(\w+) = (-?\d+),", text)}
    for name in ("OK", "MEMORY", "UNKNOWN", "TOO_LARGE", "EXHAUSTED"):
        assert getattr(_library, name) == codes[name]
