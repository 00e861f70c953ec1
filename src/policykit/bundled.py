"""Where the folders are that come with policykit: example businesses, law packs, templates."""

from __future__ import annotations

from pathlib import Path


def bundled(name: str) -> Path:
    """A folder of the repository in a checkout, else the copy that the wheel carries inside the package."""
    package = Path(__file__).resolve().parent
    checkout = package.parent.parent / name
    return checkout if checkout.is_dir() and (package.parent.parent / "pyproject.toml").is_file() else package / name
