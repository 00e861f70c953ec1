"""What is on record wherever a condition holds, so that nobody reads what would apply if it were not."""

from __future__ import annotations

from policykit.model import And, Expression, LetRef, Presence, Test, Window


def on_record(condition: Expression) -> tuple[Expression, ...]:
    """The facts that the condition cannot hold without; those of a denied test or of one among several are none."""
    match condition:
        case Test(condition=inner) | LetRef(expression=inner):
            return on_record(inner)
        case And(parts=parts):
            return tuple(found for part in parts for found in on_record(part))
        case Presence(value=value, present=True):
            return (value,)
        case Window(act=act, event=event):
            return act, event
        case _:
            return ()
