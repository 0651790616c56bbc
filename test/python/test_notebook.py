"""The notebook is executed from top to bottom, and nothing of a run is committed with it."""

import json
import re

import pytest

NOTEBOOK = "docs/notebooks/latticeos.ipynb"


@pytest.fixture(scope="module")
def cells(request):
    return json.loads((request.config.rootpath.parents[1] / NOTEBOOK).read_text())["cells"]


def source(cell):
    return "".join(cell["source"])


def test_has_no_outputs_and_no_counts(cells):
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert len(code) > 10
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)


def test_every_section_ends_with_asserts(cells):
    """A section is what follows a heading; the last code cell of each must be able to fail."""
    sections = []
    for cell in cells:
        if cell["cell_type"] == "markdown":
            sections += [[] for _ in re.findall(r"^## ", source(cell), re.MULTILINE)]
        elif sections:
            sections[-1].append(source(cell))
    assert len(sections) == 8
    assert all(re.search(r"^ *assert ", section[-1], re.MULTILINE) for section in sections)


@pytest.mark.filterwarnings("ignore")
def test_runs_from_top_to_bottom(root):
    import nbclient
    import nbformat

    notebook = nbformat.read(root / NOTEBOOK, as_version=4)
    nbclient.NotebookClient(notebook, timeout=None, kernel_name="python3", resources={"metadata": {"path": str(root / "docs/notebooks")}}).execute()
    printed = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert len(printed) > 10 and all(output.output_type == "stream" and output.name == "stdout" for output in printed)


@pytest.mark.filterwarnings("ignore")
def test_a_figure_that_moves_makes_the_run_fail(root):
    """With the threshold of 0.3 set to 0.95 the scheduler's section must fail: asserts that hold whatever happens would be no test."""
    import nbclient
    import nbformat
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(root / NOTEBOOK, as_version=4)
    until = next(i for i, cell in enumerate(notebook.cells) if "its threshold refuses nobody" in cell.source)
    notebook.cells = notebook.cells[: until + 1]
    changed = [cell for cell in notebook.cells if "scheduler = LatticeCoherenceScheduler()" in cell.source]
    changed[0].source = changed[0].source.replace("scheduler = LatticeCoherenceScheduler()", "scheduler = LatticeCoherenceScheduler(threshold=0.95)")
    client = nbclient.NotebookClient(notebook, timeout=None, kernel_name="python3", resources={"metadata": {"path": str(root / "docs/notebooks")}})
    with pytest.raises(CellExecutionError, match="its threshold refuses nobody"):
        client.execute()
