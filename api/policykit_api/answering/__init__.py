"""From a question to its answer: one, many at once, by the long way or a short one, kept and told again."""
