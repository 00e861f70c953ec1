"""The sorts of pages, one module each: where such pages stand, and how one is laid out."""
