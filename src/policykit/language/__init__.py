"""The language of tests and formulas: a documented, statically typed subset of FEEL (DMN 1.5, chapter 10)."""
