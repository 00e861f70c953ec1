"""One module a step, named by its number; each says which it follows."""
