"""Writes the result of a run where TEST_REPORT says, in the form that .ci/counts.mjs and .ci/skips.mjs read."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_STATUS = {"passed": "passed", "failed": "failed", "skipped": "skipped"}
_results: dict[str, str] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    # A failure of any phase counts; a pass is the call's.
    if report.when == "call" or report.outcome != "passed":
        if _results.get(report.nodeid) != "failed":
            _results[report.nodeid] = _STATUS[report.outcome]


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _results[report.nodeid] = "failed"


def pytest_sessionfinish() -> None:
    path = os.environ.get("TEST_REPORT")
    if path is None:
        return
    assertions = [{"fullName": name, "status": status} for name, status in _results.items()]
    count = lambda status: sum(result == status for result in _results.values())
    summary = {"numPassedTests": count("passed"), "numFailedTests": count("failed"), "testResults": [{"assertionResults": assertions}]}
    Path(path).write_text(json.dumps(summary))


@pytest.fixture
def root() -> Path:
    """The top of the repository."""
    return ROOT
