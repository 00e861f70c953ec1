"""One file on the desk: its pieces with their places, and the findings made while it is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from policykit.diagnostics import MOST_FINDINGS, Diagnostic, Related, TooManyFindings, in_backticks
from policykit.kinds.plain import Path, Placed
from policykit.language import typography
from policykit.language.scope import Faults
from policykit.language.wording import BRACES, DIGITS
from policykit.model import Span, Texts
from policykit.source.read import Document, place_within

MOST_FOREIGN = 5
"""Characters of another script that are named in one text: a text in that script throughout has hundreds."""
OTHER_SCRIPT = {"Hans": "traditional", "Hant": "simplified"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document whose shape is right. ``locales`` are the business's; every text must be there in each.

    ``left_out`` are the names whose entries had another shape; what is wrong with them has been told.
    """

    document: Document
    locales: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    found: list[Diagnostic] = field(default_factory=list)
    remarks: list[Diagnostic] = field(default_factory=list)

    @property
    def root(self) -> Placed:
        return Placed(self.document.data, ())

    def span(self, piece: Placed | Path) -> Span:
        """The place of a value."""
        return self.document.span_of(piece.path if isinstance(piece, Placed) else piece)

    def key_span(self, piece: Placed | Path) -> Span:
        """The place of the key that a value stands under."""
        path = piece.path if isinstance(piece, Placed) else piece
        return self.document.keys.get(path) or self.span(path)

    def report(
        self,
        code: str,
        message: str,
        at: Span,
        help: str | None = None,
        related: Sequence[Related] = (),
    ) -> None:
        """Note a finding. Raises TooManyFindings where a file has more than anybody reads."""
        if len(self.found) >= MOST_FINDINGS:
            raise TooManyFindings
        self.found.append(Diagnostic(code, message, at, help=help, related=tuple(related)))

    def remark(self, code: str, message: str, at: Span, help: str) -> None:
        """Note a warning: what it is about is as good as without it. Those that nobody reads any more are left out."""
        if len(self.remarks) < MOST_FINDINGS:
            self.remarks.append(Diagnostic(code, message, at, severity="warning", help=help))

    def faults(self, piece: Placed) -> Faults:
        """Where the faults of a text go: to the characters concerned, or to the entry a kind made it from."""
        whole = self.span(piece)
        if not piece.exact:
            return Faults(lambda _start, _end: whole, self.found)
        offset = self.document.offsets.get(piece.path)
        return Faults(lambda start, end: place_within(whole, offset, start, end), self.found)

    def texts(
        self,
        piece: Placed | None,
        owner: Placed | None = None,
        what: str = "this text",
        key: tuple[str, ...] = ("label",),
    ) -> Texts:
        """A text in every locale of the business; what is missing or too much is reported.

        ``owner`` is who needs the text: with it, a text that is not there at all, under its ``key``, is missing too.
        """
        if piece is None:
            if owner is not None:
                self.report("missing-translation", f"{what} is missing", self.key_span(owner), self._whole_text(key))
            return {}
        missing = [locale for locale in self.locales if locale not in piece.data]
        if missing:
            listed = in_backticks(missing)
            self.report(
                "missing-translation", f"{what} is missing in {listed}", self.key_span(piece), self._wanted(missing)
            )
        for locale, text in piece.items():
            if locale not in self.locales:
                known = in_backticks(self.locales)
                message = f"`{locale}` is not a locale of this business"
                self.report("unknown-locale", message, self.key_span(text), f"its locales are {known}")
            self.remark_on_setting(text, locale)
        return {locale: text.strip() for locale, text in piece.data.items()}

    def remark_on_setting(self, piece: Placed, locale: str) -> None:
        """Warn where a Chinese text is not set as its readers expect."""
        script = typography.script_of(locale)
        if script is None or not isinstance(piece.data, str):
            return
        for mend in typography.half_width(piece.data):
            place = self.document.within(piece.path, mend.start, mend.end)
            message = f"`{piece.data[mend.start : mend.end]}` stands in half width in a Chinese text"
            help = f"write `{mend.instead}`, or let `policykit check --fix` write it"
            self.remark("half-width-punctuation", message, place, help)
        for one in typography.first(typography.foreign(piece.data, locale), MOST_FOREIGN):
            place = self.document.within(piece.path, one.start, one.start + 1)
            message = f"`{one.character}` is {OTHER_SCRIPT[script]}, and this text is for `{locale}`"
            self.remark("mixed-scripts", message, place, f"write `{one.instead}`")

    def promise(self, piece: Placed | None, owner: Placed | None = None, what: str = "this text") -> Texts:
        """A text that customers read beside the rules. It has no names, so a number in it could drift from them."""
        texts = self.texts(piece, owner, what)
        for locale, text in texts.items():
            digits = DIGITS.search(text)
            if piece is not None and digits:
                message = f"`{digits[0]}` is written out and could drift from the rule"
                help = "leave the number to the wording of a rule, where `{{ name }}` puts it in"
                self.report("digit-in-wording", message, self.span(piece[locale]), help)
            if piece is not None and (braces := BRACES.search(text)):
                help = "leave the name to the wording of a rule: this text has none"
                self.report("wording-syntax", f"`{braces[0]}` is shown as it stands", self.span(piece[locale]), help)
        return texts

    def _whole_text(self, key: tuple[str, ...]) -> str:
        *above, last = key
        texts = ", ".join(f"{locale}: …" for locale in self.locales)
        return f"add `{last}: {{{texts}}}`{''.join(f' under `{one}:`' for one in above)}"

    def _wanted(self, locales: Sequence[str]) -> str:
        return f"add {' and '.join(f'`{locale}:`' for locale in locales)}"
