"""What was made of a business is taken from disk only where it is whole, of the same files, and nobody else's."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from policykit import cache, pipeline
from policykit.cache import Cache, usual_folder
from policykit.model import Business
from policykit.model.kept import Kept
from policykit.parts import make, part_of
from tests.unit.deciding.shop import AS_OF, policy
from tests.unit.test_pipeline import RULES, write


@pytest.fixture
def shop(tmp_path) -> Path:
    return write(tmp_path, main=policy(RULES, "numbers: {unused: 5}"))


@pytest.fixture
def kept(tmp_path) -> Cache:
    return Cache(tmp_path / "cache")


def entry(kept: Cache) -> Path:
    (found,) = kept.folder.iterdir()
    return found


def test_what_is_kept_is_what_was_made_with_every_finding(shop, kept):
    made = part_of(shop, None, kept)
    found = kept.get(shop)
    assert (made.business, made.found) == (found.business, found.found)
    assert "unused-name" in [one.code for one in found.found]
    assert made.made_of.digest == found.made_of.digest


def differences(one: object, other: object, at: str = "") -> Iterator[str]:
    """Where two objects differ in a field, even in one that `==` does not look at."""
    if type(one) is not type(other):
        yield f"{at}: {one!r}, {other!r}"
    elif is_dataclass(one) or isinstance(one, msgspec.Struct):
        names = [field.name for field in fields(one)] if is_dataclass(one) else one.__struct_fields__
        for name in names:
            yield from differences(getattr(one, name), getattr(other, name), f"{at}.{name}")
    elif isinstance(one, (tuple, list)) and len(one) == len(other):
        for number, (mine, its) in enumerate(zip(one, other, strict=True)):
            yield from differences(mine, its, f"{at}[{number}]")
    elif isinstance(one, dict) and list(one) == list(other):
        for key in one:
            yield from differences(one[key], other[key], f"{at}[{key!r}]")
    elif one != other and not isinstance(one, Kept):
        yield f"{at}: {one!r}, {other!r}"


@pytest.mark.parametrize("name", [folder.name for folder in pipeline.business_folders(pipeline.example_root())])
def test_each_bundled_business_comes_back_with_every_field(kept, name):
    made = part_of(pipeline.example_root() / name, None, kept)
    found = kept.get(pipeline.example_root() / name)
    assert [] == list(differences((made.business, made.found), (found.business, found.found)))


def test_a_field_that_equality_does_not_look_at_is_looked_at():
    """That the test before can fail."""
    fact = next(iter(pipeline.load(pipeline.example_root() / "fruit-shop").bundle.businesses.values())).business.facts
    name, one = next(iter(fact.items()))
    assert one == (other := replace(one, meaning={"en": "something else"}))
    assert [f".meaning: {one.meaning!r}, {other.meaning!r}"] == list(differences(one, other)), name


def test_a_business_from_disk_decides_as_one_that_was_just_made(shop, kept):
    part_of(shop, None, kept)
    ready = kept.get(shop).ready
    facts = pipeline.facts_from_json(ready.business, {"item": {"sealed": True}})
    detour = ready.govern
    decisions = [pipeline.decide(one, "main", facts, AS_OF) for one in (ready, make(shop).ready)]
    assert ["exchange", "exchange"] == [one.answer.outcome for one in decisions]
    assert detour is not ready.govern


def test_another_process_finds_what_one_has_kept(tmp_path):
    """Texts hash otherwise in each process, and what counts by a calendar is looked up by its hash."""
    program = (
        "import sys; from pathlib import Path; from policykit.cache import Cache; from policykit.parts import part_of;"
        "shop, kept = Path(sys.argv[1]), Cache(Path(sys.argv[2]));"
        "print(kept.get(shop) is not None); calendar = part_of(shop, None, kept).business.calendar;"
        "assert hash(calendar) == hash(type(calendar)(calendar.zone, calendar.working_week, holidays='TW'))"
    )
    shop = pipeline.example_root() / "fruit-shop"
    run = [sys.executable, "-c", program, str(shop), str(tmp_path / "cache")]
    assert ["False\n", "True\n"] == [
        subprocess.run(run, check=True, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": path()}).stdout
        for _ in range(2)
    ]


def path() -> str:
    return os.pathsep.join(sys.path)


CHANGES = {
    "a file": lambda shop: (shop / "main.yaml").write_text(policy(RULES.replace("sealed", "still-sealed", 1))),
    "a new file": lambda shop: (shop / "more.yml").touch(),
    "the folder's name": lambda shop: shop.rename(shop.parent / "shed"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_of_changed_files_nothing_is_kept(shop, kept, change):
    part_of(shop, None, kept)
    change(shop)
    assert kept.get(shop) is None
    assert kept.get(shop.parent / "shed") is None


def test_a_pack_that_changed_is_seen(shop, kept):
    (shop / "law").mkdir()
    pack = (pipeline.example_root() / "law" / "eu.yaml").read_text(encoding="utf-8")
    (shop / "law" / "eu.yaml").write_text(pack, encoding="utf-8")
    (shop / "business.yaml").write_text((shop / "business.yaml").read_text() + "law: [eu]\n")
    made = make(shop)
    other = make(write(shop.parent / "other"))
    kept.put(shop, replace(made, business=other.business, found=(), ready=other.ready))
    assert (("eu",), True) == (made.made_of.packs, kept.get(shop) is not None)
    (shop.parent / "law").mkdir()
    (shop / "law" / "eu.yaml").rename(shop.parent / "law" / "eu.yaml")
    only = entry(kept)
    kept._entry = lambda *_: only
    assert kept.get(shop) is None


def test_another_version_makes_everything_anew(shop, kept, monkeypatch):
    part_of(shop, None, kept)
    monkeypatch.setattr(cache, "surroundings", lambda: "another version")
    assert kept.get(shop) is None


SPOILT = {
    "empty": lambda _: b"",
    "cut off": lambda whole: whole[:-1],
    "one bit": lambda whole: whole[:100] + bytes([whole[100] ^ 1]) + whole[101:],
    "no pickle": lambda _: hashlib.sha256(b"x").digest() + b"x",
    "another shape": lambda _: signed(pickle.dumps(("a",))),
    "a foreign class": lambda _: signed(pickle.dumps((subprocess.Popen, "", None, ()))),
}


def signed(content: bytes) -> bytes:
    return hashlib.sha256(content).digest() + content


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_an_entry_that_is_spoilt_is_made_again(shop, kept, spoil):
    part_of(shop, None, kept)
    entry(kept).write_bytes(spoil(entry(kept).read_bytes()))
    assert kept.get(shop) is None
    part_of(shop, None, kept)
    assert kept.get(shop) is not None


@pytest.mark.parametrize("what", ["folder", "entry"])
def test_what_others_may_write_to_is_not_used(shop, kept, what):
    part_of(shop, None, kept)
    (kept.folder if what == "folder" else entry(kept)).chmod(0o777)
    assert kept.get(shop) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no owners")
def test_what_is_somebody_elses_is_not_used(shop, kept, monkeypatch):
    part_of(shop, None, kept)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert kept.get(shop) is None


def test_the_folder_is_its_owners_alone_and_no_link(shop, kept, tmp_path):
    part_of(shop, None, kept)
    assert 0o700 == kept.folder.stat().st_mode & 0o777
    (tmp_path / "link").symlink_to(kept.folder)
    assert Cache(tmp_path / "link").get(shop) is None


def test_a_business_with_an_error_is_not_kept(tmp_path, kept):
    part_of(write(tmp_path, main=policy(RULES.replace("item.sealed", "item.seled"))), None, kept)
    assert [] == list(kept.folder.iterdir())


def test_where_nothing_can_be_written_nothing_is_kept(shop, tmp_path):
    (tmp_path / "file").touch()
    assert part_of(shop, None, Cache(tmp_path / "file")).ready is not None


def test_what_is_written_to_while_it_is_made_is_not_kept(shop, kept, monkeypatch):
    monkeypatch.setattr("policykit.parts.same", lambda *_: None)
    part_of(shop, None, kept)
    assert [] == list(kept.folder.iterdir())


def test_the_oldest_entries_go_when_there_are_too_many(shop, kept, monkeypatch):
    monkeypatch.setattr(cache, "TIDY", 1)
    part_of(shop, None, kept)
    first = entry(kept)
    os.utime(first, (1, 1))
    monkeypatch.setattr(cache, "MOST_BYTES", first.stat().st_size + 100)
    (shop / "main.yaml").write_text(policy(RULES))
    part_of(shop, None, kept)
    assert first != entry(kept)


def test_the_usual_folder_is_the_services_or_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("CACHE_DIRECTORY", f"{tmp_path}:/elsewhere")
    assert tmp_path == usual_folder()
    monkeypatch.delenv("CACHE_DIRECTORY")
    assert "policykit" == usual_folder().name


def test_many_businesses_are_made_by_several_processes(tmp_path, kept, monkeypatch):
    monkeypatch.setattr(cache, "FEW", 2)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    shops = [write(tmp_path, f"shop-{number}") for number in "abcd"]
    (shops[-1] / "main.yaml").write_text("nothing\n")
    kept.fill(shops)
    assert [True, True, True, False] == [kept.get(shop) is not None for shop in shops]


def test_on_one_processor_or_for_few_none_is_started(tmp_path, kept, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    kept.fill([write(tmp_path, f"shop-{number}") for number in range(20)])
    assert not kept.folder.exists()


class Reaching:
    """Pickles as a call of what a name with a dot in it, or another module of such a name, leads to."""

    def __init__(self, module: str, name: str, *given: object) -> None:
        self.found = module, name, given

    def written(self) -> bytes:
        module, name, given = self.found
        called = pickle.dumps(given, 4)[2:-1]  # without the mark of the protocol and the end
        texts = b"".join(b"\x8c" + bytes([len(one)]) + one.encode() for one in (module, name))
        return b"\x80\x04" + texts + b"\x93" + called + b"R."


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("policykit.model.facts", "dataclass.__globals__"),
        ("policykit.diagnostics", "did_you_mean.__globals__.get"),
        ("policykit.diagnostics", "did_you_mean"),
        ("zoneinfo", "_tzpath.os.mkdir"),
        ("zoneinfo._tzpath", "os.mkdir"),
        ("datetime", "sys.exit"),
        ("policykit.modelling", "anything"),
        ("os", "mkdir"),
        ("builtins", "eval"),
    ],
)
def test_an_entry_reaches_nothing_but_the_models_classes(shop, kept, tmp_path, module, name):
    part_of(shop, None, kept)
    content = Reaching(module, name, str(tmp_path / "made")).written()
    entry(kept).write_bytes(hashlib.sha256(content).digest() + content)
    with pytest.raises(pickle.UnpicklingError, match="names"):
        cache._Loader(io.BytesIO(content)).load()
    assert kept.get(shop) is None
    assert not (tmp_path / "made").exists()


def test_an_entry_takes_members_of_enumerations_and_nothing_else(shop, kept):
    for kind, name in ((Business, "__init__"), (ZoneInfo, "clear_cache"), ("text", "format")):
        with pytest.raises(pickle.UnpicklingError, match="asks for"):
            cache._member(kind, name)


@pytest.mark.parametrize("built", [None, 5, "shop"])
def test_an_entry_without_a_business_is_made_again(shop, kept, built):
    made_of = part_of(shop, None, kept).made_of
    content = pickle.dumps((made_of.packs, made_of.digest, built, ()))
    entry(kept).write_bytes(hashlib.sha256(content).digest() + content)
    assert kept.get(shop) is None


def test_no_link_is_followed_and_nothing_is_waited_for(shop, kept, tmp_path):
    part_of(shop, None, kept)
    place = entry(kept)
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    assert kept.get(shop) is None
    place.unlink()
    os.mkfifo(place)
    assert kept.get(shop) is None
