"""A folder as it stood at a git revision, out of real repositories."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from policykit.source import revision
from policykit.source.revision import NoSuchState, folder_at

ALONE = {
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "shop",
    "GIT_AUTHOR_EMAIL": "shop@example.com",
    "GIT_COMMITTER_NAME": "shop",
    "GIT_COMMITTER_EMAIL": "shop@example.com",
}
"""Nothing of whoever runs the tests has a say."""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a business in `policies/shop`, tagged `v1`, and changed since."""
    for name, value in ALONE.items():
        monkeypatch.setenv(name, value)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "repository"
    write(root, "policies/shop/claim.yaml", "policy: claim\n")
    git(root, "init", "-q", "-b", "main")
    commit(root)
    git(root, "tag", "v1")
    write(root, "policies/shop/claim.yaml", "policy: changed\n")
    commit(root)
    return root


def git(root: Path, *words: str, given: bytes | None = None) -> str:
    done = subprocess.run(["git", "-C", root, *words], check=True, capture_output=True, input=given)
    return done.stdout.decode().strip()


def write(root: Path, name: str, text: str | bytes) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "as it is")


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


def at(repository: Path, name: str, folder: str = "policies/shop") -> dict[str, bytes]:
    place = repository.parent / "place"
    place.mkdir()
    found = folder_at(repository / folder, name, place)
    assert (repository / folder).name == found.name
    return files(found)


@pytest.mark.parametrize("name", ["v1", "HEAD~1", "main^", "refs/tags/v1", "main@{0}~1"])
def test_the_files_are_those_of_the_revision(repository, name):
    assert {"claim.yaml": b"policy: claim\n"} == at(repository, name)


def test_by_a_commit_s_beginning(repository):
    assert {"claim.yaml": b"policy: changed\n"} == at(repository, git(repository, "rev-parse", "--short", "HEAD"))


def test_what_is_not_committed_is_not_seen(repository):
    write(repository, "policies/shop/claim.yaml", "policy: draft\n")
    assert {"claim.yaml": b"policy: changed\n"} == at(repository, "main")


def test_the_folder_can_be_the_repository_itself(repository):
    assert ["policies/shop/claim.yaml"] == list(at(repository, "v1", "."))


def test_a_folder_that_was_not_there_yet_is_empty(repository):
    write(repository, "policies/newer/claim.yaml", "policy: claim\n")
    assert {} == at(repository, "v1", "policies/newer")


@pytest.mark.parametrize(("beside", "found"), [("law", {"eu.yaml": b"pack: eu\n"}), ("nowhere", {})])
def test_a_folder_beside_it_comes_along_if_it_was_there(repository, beside, found):
    write(repository, "policies/law/eu.yaml", "pack: eu\n")
    commit(repository)
    place = repository.parent / "place"
    place.mkdir()
    folder = folder_at(repository / "policies/shop", "HEAD", place, beside=beside)
    assert ({"claim.yaml": b"policy: changed\n"}, found) == (files(folder), files(place / beside))


def test_every_file_of_policies_comes_byte_for_byte_and_nothing_else(repository):
    content = {"cases/a.yaml": "e\u0301\r\n", "tables/費用.csv": "\ufeffa,b\n", "empty.yaml": ""}
    for name, text in content.items():
        write(repository, f"policies/shop/{name}", text)
    write(repository, "policies/shop/notes.md", "notes")
    (repository / "policies/shop/link.yaml").symlink_to("/etc/passwd")
    write(repository, ".gitattributes", "*.yaml text eol=lf export-ignore ident\n")
    git(repository, "config", "core.autocrlf", "false")
    git(repository, "-c", "core.attributesFile=/dev/null", "add", "-A")
    commit(repository)
    found = at(repository, "HEAD")
    assert {"claim.yaml", *content} == set(found)
    assert [content["tables/費用.csv"].encode(), b""] == [found["tables/費用.csv"], found["empty.yaml"]]


def test_a_branch_may_have_a_name_in_any_script(repository):
    git(repository, "branch", "發布")
    assert {"claim.yaml": b"policy: changed\n"} == at(repository, "發布")


@pytest.mark.parametrize(
    "name",
    ["--all", "-h", "", " ", "v1 v2", "v1\n", "v1:policies", ":/as it is", "v*", "a\\b", "v1\x00", "x" * 201],
)
def test_what_cannot_be_a_revision_never_reaches_git(repository, name, monkeypatch):
    monkeypatch.setattr(revision.subprocess, "run", None)
    with pytest.raises(NoSuchState, match="cannot be a revision"):
        at(repository, name)


@pytest.mark.parametrize("name", ["v2", "v1..main", "HEAD~99", "v1^{tree}", "deadbeef"])
def test_a_revision_that_is_none(repository, name):
    with pytest.raises(NoSuchState) as raised:
        at(repository, name)
    assert f"there is no revision `{name}`" == raised.value.message


def test_a_folder_in_no_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(NoSuchState) as raised:
        folder_at(tmp_path, "v1", tmp_path)
    assert raised.value.message.endswith("is in no git repository")


def test_without_git(repository, monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(NoSuchState) as raised:
        folder_at(repository, "v1", repository.parent)
    assert "git is not installed" == raised.value.message


def test_git_may_not_take_for_ever(repository, monkeypatch):
    monkeypatch.setattr(revision, "PATIENCE", 0)
    with pytest.raises(NoSuchState, match="git took more than 0 seconds"):
        at(repository, "v1")


@pytest.mark.parametrize(("limit", "most"), [("MOST_FILES", 0), ("MOST_BYTES", 13)])
def test_what_is_too_much_is_not_read(repository, limit, most, monkeypatch):
    monkeypatch.setattr(revision, limit, most)
    with pytest.raises(NoSuchState, match="holds too much"):
        at(repository, "v1")


def test_a_tree_that_leads_out_of_itself_is_not_followed(repository):
    blob = git(repository, "rev-parse", "v1:policies/shop/claim.yaml")
    inner = git(repository, "mktree", given=f"100644 blob {blob}\tout.yaml\n100644 blob {blob}\tin.yaml\n".encode())
    shop = git(repository, "mktree", given=f"040000 tree {inner}\t..\n100644 blob {blob}\tclaim.yaml\n".encode())
    tree = git(repository, "mktree", given=f"040000 tree {shop}\tshop\n".encode())
    top = git(repository, "mktree", given=f"040000 tree {tree}\tpolicies\n".encode())
    git(repository, "tag", "crafted", git(repository, "commit-tree", "-m", "crafted", top))
    assert ["claim.yaml"] == list(at(repository, "crafted"))


def test_no_hook_and_no_filter_of_the_repository_runs(repository):
    git(repository, "config", "core.fsmonitor", "touch ran; false")
    git(repository, "config", "filter.x.smudge", "touch ran")
    write(repository, ".git/info/attributes", "*.yaml filter=x\n")
    at(repository, "v1")
    assert not list(repository.rglob("ran"))
