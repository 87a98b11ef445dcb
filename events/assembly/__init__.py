"""Assemblies: the MUSDA of a chapter, from its draft over its voters' list and its result to the new term."""
