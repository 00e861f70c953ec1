from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from policykit_api.access import token
from policykit_api.access.caller import Caller, Scope
from policykit_api.access.keyring import Keyring
from policykit_api.access.opening import read
from policykit_api.store import Store
from tests.databases import databases, using

FOR_EVER = 4_000_000_000.0


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, shops: Path, monkeypatch: pytest.MonkeyPatch, new_database):
    found = new_database(request.param)
    monkeypatch.setenv("POLICYKIT_STORE_URL", found)
    return found


@pytest.fixture(scope="module")
def new_database(tmp_path_factory: pytest.TempPathFactory):
    with databases(tmp_path_factory.mktemp("keys")) as new:
        yield new


@pytest.fixture
def here(shops: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    found = f"sqlite:///{tmp_path / 'keys.db'}"
    monkeypatch.setenv("POLICYKIT_STORE_URL", found)
    return found


def known(url: str, shown: str, at: float) -> Caller | None:
    """Whom a server on that database takes the bearer for."""

    async def story(store: Store) -> Keyring:
        ring = Keyring()
        await read(ring, store)
        return ring

    found = using(url, story).bearer(shown.encode(), at)
    return found if isinstance(found, Caller) else None


def test_a_key_is_made_rotated_and_revoked_in_either_database(run, url: str, shops: Path):
    made = run("keys", "make", "web shop", "--business", "tea-shop", "--policies", shops)
    assert (0, True) == (made.exit_code, token.is_whole(made.stdout.strip()))
    first = made.stdout.strip()
    found = known(url, first, 0)
    assert found
    assert ("tea-shop", {Scope.DECIDE}) == (found.business, found.scopes)

    second = run("keys", "rotate", found.key).stdout.strip()
    assert [True, True] == [known(url, one, 0) is not None for one in (first, second)]
    assert [False, True] == [known(url, one, FOR_EVER) is not None for one in (first, second)]

    revoked = run("keys", "revoke", found.key)
    assert f"revoked the key {found.key} (web shop) for tea-shop: decide: servers refuse it within 2 seconds\n" == (
        revoked.stdout
    )
    assert [False, False] == [known(url, one, FOR_EVER) is not None for one in (first, second)]


def test_the_key_alone_goes_to_standard_output(run, here: str):
    made = run("keys", "make", "web shop")
    assert re.fullmatch(r"pk_\w{12}_\w{49}\n", made.stdout)
    assert "(web shop) for every business: decide: keep it now, it is not shown again\n" in made.stderr


def test_no_list_shows_a_secret(run, here: str):
    shown = [run("keys", "make", name).stdout.strip() for name in ("first", "second")]
    shown.append(run("keys", "rotate", shown[0][3:15]).stdout.strip())
    lists = run("keys", "list").output + run("keys", "list", "--format", "json").output
    assert [] == [one for one in shown if one[16:] in lists or token.digest(one.encode()).hex() in lists]
    assert all(one[3:15] in lists for one in shown)


def test_a_list_tells_what_keys_allow_and_their_state(run, here: str):
    run("keys", "make", "all", "--scope", "admin", "--scope", "read")
    passing = run("keys", "make", "soon over", "--expires", "90 days").stdout[3:15]
    gone = run("keys", "make", "gone").stdout[3:15]
    run("keys", "revoke", gone)
    run("keys", "rotate", passing)
    head, all_, soon, last = run("keys", "list").stdout.splitlines()
    assert ["id", "name", "business", "scopes", "made", "state"] == head.split()
    assert "every     read, admin" in all_
    assert "works" in all_
    assert "expires 20" in soon
    assert "; secret before until 20" in soon
    assert "revoked 20" in last


def test_programs_get_json(run, here: str, shops: Path):
    assert {"keys": []} == json.loads(run("keys", "list", "--format", "json").stdout)
    made = run("keys", "make", "till", "--business", "tea-shop", "--policies", shops).stdout
    (found,) = json.loads(run("keys", "list", "--format", "json").stdout)["keys"]
    assert (made[3:15], "till", "tea-shop", ["decide"], None) == tuple(
        found[name] for name in ("id", "name", "business", "scopes", "expires_at")
    )


def test_an_empty_list_says_how_to_make_one(run, here: str):
    assert "there are no keys: `policykit keys make NAME` makes one\n" == run("keys", "list").stdout


def test_a_key_that_has_ended_is_not_rotated(run, here: str):
    gone = run("keys", "make", "gone").stdout[3:15]
    run("keys", "revoke", gone)
    rotated = run("keys", "rotate", gone)
    assert (2, "") == (rotated.exit_code, rotated.stdout)
    assert f"error: the key `{gone}` no longer works (revoked 20" in rotated.stderr


def test_who_rotates_again_is_told_which_secret_ends_with_that(run, here: str):
    made = run("keys", "make", "web shop").stdout[3:15]
    said = [run("keys", "rotate", made).stderr.splitlines() for _ in range(2)]
    assert [1, 2] == [len(lines) for lines in said]
    until = said[0][0].rpartition(" until ")[2]
    assert f"the one before that, which would have worked until {until}, works no more" == said[1][1]


def test_a_whole_key_names_its_id(run, here: str):
    made = run("keys", "make", "lost in a chat").stdout.strip()
    assert f"revoked the key {made[3:15]} " in run("keys", "revoke", made).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["make", "x", "--business", "tee-shop", "--policies", "shops"],
            "there is no business `tee-shop`\n  help: did",
        ),
        (["make", "x", "--business", "zzz", "--policies", "shops"], "the businesses are `tea-shop`; `--policies`"),
        (["make", "x", "--expires", "soon"], "--expires: `soon` is no length of time\n  help: write it as `90 days`"),
        (["make", "x", "--expires", "2020-01-01T00:00:00Z"], "--expires: the key would never work"),
        (["make", "x", "--expires", "0 days"], "--expires: the key would never work"),
        (["make", "x", "--scope", "everything"], "invalid value for '--scope'"),
        (["make", " "], "the name of a key is a line of up to 100 characters"),
        (["make", "a\nb"], "the name of a key is a line of up to 100 characters"),
        (["rotate", "nosuchkey"], "there is no key `nosuchkey`\n  help: `policykit keys list` shows all"),
        (["rotate", "x", "--overlap", "long"], "--overlap: `long` is no length of time"),
        (["revoke", "nosuchkey"], "there is no key `nosuchkey`"),
        (["mak"], "no such command 'mak'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_told_in_two_lines(run, here: str, words: list[str], said: str):
    done = run("keys", *words)
    assert (2, "") == (done.exit_code, done.stdout)
    assert said in done.stderr
    assert done.stderr.count("\n") <= 2


@pytest.mark.parametrize(
    "url", ["mysql://shop", "sqlite:///{file}/keys.db", "postgresql://nobody@127.0.0.1:1/none"], ids=str
)
def test_a_database_out_of_reach_is_told(run, shops: Path, url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("POLICYKIT_STORE_URL", url.format(file=shops / "tea-shop" / "claim.yaml"))
    listed = run("keys", "list")
    assert (2, "") == (listed.exit_code, listed.stdout)
    assert listed.stderr.startswith("error: ")
    assert "Traceback" not in listed.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_nothing_is_served_to_others_without_a_key(run, here: str, shops: Path, host: str):
    served = run("serve", shops, "--host", host)
    assert (2, "") == (served.exit_code, served.stdout)
    assert f"error: others than this machine can reach {host}, and there is no key that they would need\n" in (
        served.stderr
    )
    assert "help: make one with `policykit keys make NAME`, or listen on 127.0.0.1\n" in served.stderr
