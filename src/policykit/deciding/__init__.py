"""From facts to a decision: taking facts in, choosing versions, asking, answering, giving reasons."""
