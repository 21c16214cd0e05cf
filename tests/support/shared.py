# SPDX-License-Identifier: Apache-2.0
"""Data and models outside the repository; tests that need them are skipped where they are absent."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def shared_data_path() -> Path:
    return (ROOT / os.environ.get("LOCKSTEP_TEST_DATA", "../shared/data")).resolve()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    path = shared_data_path()
    if not path.is_dir():
        pytest.skip("no shared test data: set LOCKSTEP_TEST_DATA")
    return path


@pytest.fixture(scope="session")
def quantity_model() -> ModuleType:
    """The executable sketch of the piece ledger."""
    path = shared_data_path().parent / "reference" / "quantity_model.py"
    if not path.is_file():
        pytest.skip("no quantity_model.py beside the shared test data: set LOCKSTEP_TEST_DATA")
    spec = importlib.util.spec_from_file_location("quantity_model", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules["quantity_model"] = module
    spec.loader.exec_module(module)
    return module
