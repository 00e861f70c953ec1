"""Every code that a diagnostic can bear, with its severity and what it means in one line.

The documentation lists them from here, with an example, its message and its mended form from the
conformance cases. A test fails where a code is reported and not listed, or listed and never reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policykit.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """What a code means, for those who write policies."""

    meaning: str
    severity: Severity = "error"


FILES = {
    "missing-file": Code("a file that every business needs is not there"),
    "unreadable-file": Code("a file cannot be opened"),
    "file-ending": Code("a file ends in `.yml`, and is not read"),
    "empty-file": Code("a file holds nothing but comments and blank lines"),
    "file-too-large": Code("a file is larger than a person could read"),
    "not-utf8": Code("a file was saved in an encoding other than UTF-8"),
    "control-character": Code("a file holds a character that nobody sees"),
    "not-a-map": Code("a file does not consist of `key: value` lines"),
    "folder-name": Code("a business and its folder have different names"),
}
"""About a file as a whole."""

YAML = {
    "yaml-syntax": Code("a line, a quote or a bracket does not fit what stands around it"),
    "yaml-tab": Code("a tab stands where spaces belong"),
    "yaml-alias": Code("`&` or `*` is YAML for a reference to another part of the file"),
    "yaml-merge": Code("`<<` is YAML for taking over the keys of another map"),
    "yaml-tag": Code("`!` is YAML for the name of a type"),
    "yaml-directive": Code("a line that begins with `%` is an instruction to YAML parsers"),
    "yaml-documents": Code("`---` begins a second document in the same file"),
    "missing-colon": Code("a line has no colon behind its key, or no space behind its colon"),
    "duplicate-key": Code("the same key stands twice in one map"),
    "empty-key": Code("nothing stands before a colon"),
    "complex-key": Code("a list or a map stands where a key belongs"),
    "empty-value": Code("nothing stands behind a key or a dash"),
    "block-scalar-trap": Code("YAML takes a `>` or `|` at the start of a value for a block of text"),
    "bracket-range": Code("YAML takes a range in square brackets for a list"),
    "comma-in-braces": Code("in braces, a comma cuts a value in two"),
    "unquoted-braces": Code("YAML takes the `{{` at the start of a text for a map"),
    "swallowed-entry": Code("a list entry is indented so far that it becomes part of the text above it"),
    "huge-number": Code("a number has more digits than any amount or count needs"),
    "too-deep": Code("maps, groups, lists or named formulas stand within each other too many times"),
}
"""About what YAML makes of a file's characters."""

SPREADSHEETS = {
    "csv-quote": Code("a quote in a CSV file is not closed, or closed too early"),
    "unknown-column": Code("a heading of a table does not say what its column means"),
    "cell-date": Code("a spreadsheet has made a date of a cell, or writes one in its own way"),
    "cell-formula": Code("a spreadsheet takes a cell for a formula, or could not work one out"),
    "cell-number": Code("a number in a cell has separators, a decimal comma or a currency's sign"),
    "cell-full-width": Code("a cell has digits or marks in full width"),
    "unused-table": Code("no policy uses a file in `tables/`", "warning"),
}
"""About tables that come from a spreadsheet."""

SHAPE = {
    "missing-key": Code("a key that belongs here is not there"),
    "unknown-key": Code("a key has no meaning here"),
    "misplaced-key": Code("a key does not go with the type of the fact it stands under"),
    "wrong-shape": Code("a list, a map or a text stands where another of the three belongs"),
    "bad-value": Code("a value is not written in the form that its key takes"),
    "too-short": Code("a text has too few characters"),
    "too-long": Code("a text has too many characters"),
    "too-few": Code("a list or map has too few entries"),
    "too-many": Code("a list or map has too many entries, or a folder too many files"),
    "missing-translation": Code("a text is missing in a locale of the business"),
    "unknown-locale": Code("a text is given in a locale that the business does not have"),
}
"""About the keys of a file and what they hold."""

NAMES = {
    "unknown-kind": Code("there is no such kind of policy"),
    "unknown-policy": Code("there is no such policy"),
    "unknown-fact": Code("a name is neither a fact, a named number nor a formula"),
    "unknown-choice": Code("a word is not among the choices of its fact"),
    "unknown-outcome": Code("a word is not among the outcomes of its policy"),
    "unknown-value": Code("an answer gives a value that its outcome does not have"),
    "unknown-person": Code("an answer addresses somebody whom business.yaml does not name under `people`"),
    "unknown-phrase": Code("phrases.yaml has no text for a phrase"),
    "unknown-rule": Code("a rule is named that the policy does not have"),
    "unknown-step": Code("a step of a ladder requires one that does not come before it, or that no fact records"),
    "unknown-function": Code("a formula calls a function that does not exist"),
    "duplicate-name": Code("one name stands for two things"),
    "reserved-word": Code("a name is a word of the language of tests and formulas"),
    "fact-conflict": Code("one fact's name is the beginning of another's"),
    "locale-without-words": Code("policykit has no sentences of its own in a locale", "warning"),
    "unused-name": Code("no rule, wording or formula uses a named number or formula", "warning"),
}
"""About names and what they stand for."""

MEANING = {
    "syntax": Code("a test or a formula cannot be read"),
    "wrong-type": Code("a value of one type stands where another is needed"),
    "wrong-arguments": Code("a function gets too many, too few or the wrong values"),
    "out-of-range": Code("a value lies outside what is possible"),
    "no-roll-over": Code("a period is to roll over to the next working day, and has no last day that could"),
    "range-not-whole": Code("`8 to 14` is said of something that lies between two whole numbers"),
    "tier-order": Code("a tier of time ends before it begins, or its two ends cannot be compared"),
    "variable-divisor": Code("a formula divides by something that can be zero"),
    "may-be-absent": Code("a formula uses what may be absent"),
    "never-absent": Code("something that is never absent is tested for it, or said to be"),
    "missing-value": Code("an answer lacks a value of its outcome"),
    "season-overlap": Code("two seasons of one window share a day"),
    "kind-outcomes": Code("a policy has other outcomes than its kind gives"),
    "table-collect": Code("rows of a table are collected that cannot be put together"),
    "pin-may-be-absent": Code("the fact that chooses a policy's version may be absent"),
}
"""About tests, formulas and answers."""

WORDING = {
    "wording-syntax": Code("a wording holds more than text and names in double braces"),
    "digit-in-wording": Code("a wording writes a number out, which could drift from the rule"),
    "wording-may-be-absent": Code("a wording uses what may be absent"),
    "wording-private": Code("a wording for customers uses a private fact"),
    "unknown-template": Code("a file below `templates/` takes the place of no template, or a template includes none"),
    "template-syntax": Code("a template cannot be read"),
    "template-forbidden": Code("a template holds what could do more than lay out"),
    "template-name": Code("a template or a sentence uses a name that it is not given"),
    "template-work": Code("a template could write without end, or far more than anybody reads"),
    "half-width-punctuation": Code("a Chinese text has a mark of punctuation in half width", "warning"),
    "mixed-scripts": Code("a text in one Chinese script has a character of the other", "warning"),
}
"""About the words a customer reads."""

LAW = {
    "unknown-pack": Code("there is no such law pack, or the business does not name it"),
    "unknown-floor": Code("a law pack has no such floor"),
    "unknown-provision": Code("a rule or a figure of a law pack rests on a provision that is not there"),
    "unbound-pack": Code("a business names a law pack, and no policy binds any of its floors"),
    "unbound-fact": Code("nothing of a policy stands for a fact that a floor needs"),
    "unbound-outcome": Code("no outcome of a policy stands for one that a floor gives"),
    "bare-figure": Code("a law pack writes a figure into a rule, without the provision that sets it"),
    "pack-name": Code("a law pack and its file have different names"),
    "floor-reads-conduct": Code("whether a floor of law applies, or what it gives, depends on somebody's conduct"),
}
"""About law packs, and the floors that policies bind."""

WHOLE = {
    "asks-circle": Code("policies ask each other in a circle"),
    "asks-too-deep": Code("one decision asks too many policies in a row, or one of them about too many elements"),
    "table-overlap": Code("two rows of a table can hold together, and its hit policy excludes that"),
    "version-order": Code("a version ends before it begins"),
    "version-pin": Code("versions of a policy are pinned to different facts"),
    "version-gap": Code("no version of a policy is in force for a while"),
    "version-overlap": Code("two versions of a policy are in force at once"),
    "notice-too-short": Code("a new version takes effect too soon after it is announced"),
    "published-gone": Code("a version that was published is there no more"),
    "published-changed": Code("a version that was published means something else now"),
    "published-unreadable": Code("what was published cannot be read, and so not compared with"),
    "no-owner": Code("nobody answers for a policy", "warning"),
    "no-review": Code("nothing says when a policy is looked at again", "warning"),
    "review-overdue": Code("the day by which a policy was to be looked at again has passed", "warning"),
}
"""About policies as a whole, and their versions."""

COURTESY = {
    "refusal-without-alternative": Code("a no offers nothing instead, and does not say that nothing exists", "warning"),
    "promise-without-due": Code("something is promised, and nothing says by when it is kept", "warning"),
    "our-fault-without-due": Code("a mistake of ours is admitted, and nothing says by when it is put right", "warning"),
    "restriction-touches": Code("a restriction reaches what it may never touch"),
    "protected-trait": Code("an answer depends on a protected trait, and no law is said to ask for it"),
    "trait-undeclared": Code("a fact reads like a protected trait, and does not say whether it is one", "warning"),
    "never-followed-up": Code("a policy asks how it went, and leaves out some whose case it closes", "warning"),
    "wording-excuses": Code("our fault is worded with an excuse, or the apology comes late", "warning"),
    "number-in-words": Code("a text writes a quantity out in words, which could drift from the rule", "warning"),
    "wording-blames": Code("words to a customer lay blame, or argue", "warning"),
    "tier-hidden": Code("a level is given by what customers cannot read"),
    "restriction-incomplete": Code("a restriction lacks its scope, end, appeal or warning, or what it never touches"),
}
"""About how people are treated."""

GROUPS: Mapping[str, Mapping[str, Code]] = {
    "Files": FILES,
    "YAML": YAML,
    "Spreadsheets": SPREADSHEETS,
    "Keys and what they hold": SHAPE,
    "Names": NAMES,
    "Tests, formulas and answers": MEANING,
    "Wording": WORDING,
    "Law": LAW,
    "Whole policies": WHOLE,
    "Courtesy": COURTESY,
}
"""The codes under the headings of the documentation."""

CODES: Mapping[str, Code] = {name: code for group in GROUPS.values() for name, code in group.items()}
