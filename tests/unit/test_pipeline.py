"""The whole way in a few calls: a path to a bundle, a bundle and facts to a decision."""

from __future__ import annotations

import shutil
from pathlib import Path
from shutil import copytree

import pytest

from policykit import bundled, pipeline
from policykit.decision import NoVersion, Status
from policykit.diagnostics import has_errors
from tests.unit.deciding.shop import AS_OF, BUSINESS, FACTS, PHRASES, policy

RULES = "rules:\n  - {id: sealed, when: {item.sealed: yes}, then: {outcome: exchange}}"


def write(folder: Path, name: str = "shop", main: str | None = None) -> Path:
    files = {
        "business": BUSINESS.replace("shop", name, 1),
        "facts": FACTS,
        "phrases": PHRASES,
        "main": main or policy(RULES),
    }
    (folder / name).mkdir(parents=True)
    for file, text in files.items():
        (folder / name / f"{file}.yaml").write_text(text, encoding="utf-8")
    return folder / name


def loaded(path: Path) -> pipeline.Bundle:
    found = pipeline.load(path)
    assert found.bundle is not None, found.diagnostics
    return found.bundle


def test_a_folder_of_businesses_is_loaded_by_their_names(tmp_path):
    for name in ("shop", "bakery"):
        write(tmp_path, name)
    (tmp_path / "law").mkdir()
    (tmp_path / "notes").mkdir()
    assert ["bakery", "shop"] == list(loaded(tmp_path).businesses)


def test_one_business_is_loaded_from_its_own_folder(tmp_path):
    assert ["shop"] == list(loaded(write(tmp_path)).businesses)


@pytest.mark.parametrize("path", ["nowhere", "empty", "file.yaml"])
def test_where_there_is_no_business_the_finding_says_so(tmp_path, path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.yaml").write_text("business: shop\n")
    found = pipeline.load(tmp_path / path)
    assert found.bundle is None
    assert [("missing-file", f"there is no business in `{path}`")] == [(d.code, d.message) for d in found.diagnostics]


def test_an_error_in_one_business_leaves_no_bundle_and_is_told_with_all_others(tmp_path):
    write(tmp_path)
    write(tmp_path, "bakery", policy(RULES.replace("item.sealed", "item.seled")))
    write(tmp_path, "cafe", policy(RULES.replace("exchange", "exchnge")))
    found = pipeline.load(tmp_path)
    assert found.bundle is None
    assert ["bakery/main.yaml", "cafe/main.yaml"] == [
        finding.span.file for finding in found.diagnostics if has_errors((finding,))
    ]


def test_of_a_policy_whose_file_cannot_be_read_its_cases_say_nothing(tmp_path):
    shutil.copytree(pipeline.example_root() / "fruit-shop", tmp_path / "fruit-shop")
    contact = tmp_path / "fruit-shop" / "contact.yaml"  # near to `conduct`, which is another
    contact.write_text(contact.read_text("utf-8") + "\n   : :\n", "utf-8")
    assert ["empty-key"] == [one.code for one in pipeline.load(tmp_path).diagnostics]


def test_a_warning_leaves_the_bundle_whole(tmp_path):
    found = pipeline.load(write(tmp_path, main=policy(RULES, "numbers: {unused: 5}")))
    assert "unused-name" in [finding.code for finding in found.diagnostics]
    assert not has_errors(found.diagnostics)
    assert found.bundle is not None


def test_a_decision_is_made_by_the_compiled_policy(tmp_path):
    ready = loaded(write(tmp_path)).businesses["shop"]
    facts = pipeline.facts_from_json(ready.business, {"item": {"sealed": True}})
    decision = pipeline.decide(ready, "main", facts, AS_OF, frozenset({"reasons"}))
    assert (Status.DECIDED, "exchange", "sealed") == (
        decision.status,
        decision.answer.outcome,
        decision.reasons[0].rule,
    )


def test_an_unknown_policy_is_a_key_error(tmp_path):
    with pytest.raises(KeyError):
        pipeline.decide(loaded(write(tmp_path)).businesses["shop"], "nothing", {}, AS_OF)


def test_the_version_in_force_at_an_instant(tmp_path):
    ready = loaded(write(tmp_path, main=policy(effective="from: 2026-03-05"))).businesses["shop"]
    assert "2026-03-05" == pipeline.version_at(ready, "main", AS_OF).version
    with pytest.raises(NoVersion):
        pipeline.version_at(ready, "main", AS_OF.replace(month=1))


def test_the_bundled_examples_have_no_findings():
    found = pipeline.load(pipeline.example_root())
    assert () == found.diagnostics
    assert {"food-delivery", "fruit-shop", "paint-supplier"} <= set(found.bundle.businesses)


def test_a_law_pack_beside_the_businesses_is_checked_whoever_names_it(tmp_path):
    write(tmp_path, "shop")
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "lex.yaml").write_text("pack: lex\n")
    found = pipeline.load(tmp_path).diagnostics
    assert {("missing-key", "law/lex.yaml")} == {(one.code, one.span.file) for one in found if has_errors((one,))}


def test_in_a_wheel_the_bundled_folders_lie_inside_the_package(tmp_path, monkeypatch):
    """There is no checkout around an installed package."""
    installed = tmp_path / "site-packages" / "policykit"
    copytree(pipeline.templates_root(), installed / "templates")
    monkeypatch.setattr(bundled, "__file__", str(installed / "bundled.py"))
    assert installed / "templates" == pipeline.templates_root()
    assert installed / "policies" == pipeline.example_root()


def test_a_load_takes_over_from_the_one_before_what_has_not_changed(tmp_path):
    for name in ("shop", "bakery"):
        write(tmp_path, name)
    before = pipeline.load(tmp_path)
    (tmp_path / "shop" / "main.yaml").write_text(policy(RULES.replace("sealed", "still-sealed", 1)))
    after = pipeline.load(tmp_path, before=before)
    assert (True, False) == tuple(
        before.bundle.businesses[name] is after.bundle.businesses[name] for name in ("bakery", "shop")
    )
    assert after.diagnostics == pipeline.load(tmp_path).diagnostics


def test_a_business_that_is_gone_is_not_taken_over(tmp_path):
    for name in ("shop", "bakery"):
        write(tmp_path, name)
    before = pipeline.load(tmp_path)
    (tmp_path / "shop").rename(tmp_path.parent / "gone")
    assert ["bakery"] == list(pipeline.load(tmp_path, before=before).bundle.businesses)


CHANGES = {
    "a file": lambda path: (path / "shop" / "main.yaml").write_text(policy(RULES)),
    "a business": lambda path: write(path, "bakery"),
    "a business that goes": lambda path: (path / "shop").rename(path.parent / "gone"),
    "a pack beside them": lambda path: ((path / "law").mkdir(), (path / "law" / "lex.yaml").write_text("pack: lex\n")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_a_change_the_files_are_no_longer_what_was_loaded(tmp_path, change):
    path = tmp_path / "policies"
    write(path, main=policy(RULES.replace("sealed", "still-sealed", 1)))
    loaded = pipeline.load(path)
    assert pipeline.still(path, loaded)
    change(path)
    assert not pipeline.still(path, loaded)


def test_where_there_was_nothing_and_is_nothing_nothing_has_changed(tmp_path):
    assert pipeline.still(tmp_path, pipeline.load(tmp_path))
