# SPDX-License-Identifier: Apache-2.0
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT


def test_imports_point_the_way_the_contracts_say() -> None:
    """The contracts stand in pyproject.toml."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
