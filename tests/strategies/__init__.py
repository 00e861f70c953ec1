"""What authors write and callers send, generated: businesses as YAML text, and facts as JSON.

Two strengths. Well-typed businesses load without a finding; in nearly well-typed ones
(``careless=True``) a name, a unit or a guard is wrong here and there, as in a draft. All go
through the real reader. Thresholds and facts come from the same few values, so that facts lie on,
just before and just after what the rules ask. A new feature of the language goes here first.
"""

from tests.strategies.business import ID, Questions, Written, questions
from tests.strategies.hostile import hostile_json
from tests.strategies.policies import MAIN
from tests.strategies.sent import Sent, completions, nested

__all__ = ["ID", "MAIN", "Questions", "Sent", "Written", "completions", "hostile_json", "nested", "questions"]
