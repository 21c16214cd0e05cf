# SPDX-License-Identifier: Apache-2.0
"""No file of ours names the machine or the package registry it was written with."""

import re

from tests.architecture.sources import ROOT, named, our_files

_HOSTS = [
    r"\bpypi\.(?:org|tuna|doubanio)",
    r"pythonhosted\.org",
    r"registry\.(?:npmjs|yarnpkg|npmmirror)",
    r"npmmirror\.com",
    r"mirrors\.[a-z]+\.",
]
_FOLDERS = [r"/work/", r"/home/[a-z]", r"/root/", r"/Users/", r"/tmp/", r"[A-Z]:\\\\Users"]
_FOREIGN_PLACE = re.compile("|".join(_HOSTS + [rf"(?<![\w.~*}}-]){folder}" for folder in _FOLDERS]))
_BINARY = {".zip", ".png", ".jpg", ".woff", ".woff2", ".ico", ".webp", ".heic", ".wasm"}


def test_no_file_names_a_registry_or_a_folder_of_this_machine() -> None:
    texts = [path for path in our_files() if path.suffix not in _BINARY and path.name != "test_places.py"]
    found = [
        f"{named(path)}:{number}: {line.strip()[:120]}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _FOREIGN_PLACE.search(line)
    ]
    assert found == []


def test_lock_files_hold_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")
    assert '"resolved"' not in (ROOT / "web" / "package-lock.json").read_text(encoding="utf-8")
