"""What a reader is told: every public name has its sentence, and what README and the example print is what they print."""

import inspect
import re
import subprocess
import sys
import types

import pytest

import lattice
import lattice.scheduler
import lattice.torch

MODULES = [lattice, lattice.scheduler, lattice.torch]
PUBLIC = [(module, name) for module in MODULES for name in module.__all__ if callable(getattr(module, name))]


def members(value):
    own = vars(value).items() if isinstance(value, type) else []
    return [(name, member) for name, member in own if not name.startswith("_") and isinstance(member, (types.FunctionType, property))]


@pytest.mark.parametrize("module, name", PUBLIC, ids=lambda value: value if isinstance(value, str) else value.__name__)
def test_every_public_name_and_each_of_its_members_is_documented(module, name):
    value = getattr(module, name)
    if isinstance(value, types.UnionType) or not hasattr(value, "__module__") or not value.__module__.startswith("lattice"):
        return
    assert inspect.getdoc(value) and not inspect.getdoc(value).startswith(f"{name}("), name
    for member_name, member in members(value):
        # A protocol's methods are told of where it is implemented; forward() in the head of a layer.
        if not getattr(value, "_is_protocol", False) and member_name not in ("forward", "extra_repr"):
            assert inspect.getdoc(member), f"{name}.{member_name}"


@pytest.mark.parametrize("name", lattice.__all__)
def test_every_name_is_in_the_reference_of_docs_lattice_md(name, root):
    section = re.search(r"## In Python\n(.*?)\n## ", (root / "docs/lattice.md").read_text(), re.DOTALL)
    assert section is not None and f"`{name}`" in section[1]


def test_the_readme_prints_what_it_says(root, tmp_path):
    blocks = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", (root / "native/python/README.md").read_text(), re.DOTALL)
    assert len(blocks) == 4
    for code, prints in blocks:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
        assert done.stdout == prints


def test_the_example_runs_without_what_it_is_for(root, tmp_path):
    example = root / "native/python/examples/report_tokens.py"
    done = subprocess.run([sys.executable, str(example)], capture_output=True, text=True, check=True, cwd=tmp_path)
    first, second, rate = done.stdout.splitlines()
    assert first == "as a streamer: <lattice.Region 'small-model': 2000 tokens>"
    assert second == "as an engine: <lattice.Region 'small-model': 3000 tokens>"
    assert re.fullmatch(r"\d+ tokens per second; (no daemon was there|a daemon was told)", rate)
