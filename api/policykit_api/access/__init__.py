"""Who may do what: scopes, callers, and what they are bound to."""
