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
                assert "*" in argument and (kind is ctypes.c_void_p or issubclass(kind, ctypes._Pointer)), f"{name}: {argument}"


def test_every_function_is_in_the_library():
    assert all(hasattr(_library.library(), name) for name in _library.SIGNATURES)


def test_what_the_library_lacks_is_told_by_name():
    with pytest.raises(AttributeError, match="liblattice has no lattice_nonsense"):
        _library.library().nonsense


def test_error_codes_are_the_header_s(root):
    text = (root / "native/liblattice/include/lattice.h").read_text()
    codes = {name: int(value) for name, value in re.findall(r"LATTICE_(\w+) = (-?\d+),", text)}
    for name in ("OK", "MEMORY", "UNKNOWN", "TOO_LARGE"):
        assert getattr(_library, name) == codes[name]
