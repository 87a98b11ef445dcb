"""Letters of names: Latin ones, with what may stand between them; not those of other scripts that look alike. Pure."""

import unicodedata

# what cannot be seen, or changes the direction of what can; a line break is white space and counts as a space
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
APOSTROPHES = {"MODIFIER LETTER APOSTROPHE", "MODIFIER LETTER TURNED COMMA"}


def strange_in(text: str) -> str | None:
    """
    Return the first character that does not belong in a name, or None.

    A Cyrillic “а” looks like an “a” and is found by nobody who types it; a letter of full width, or one that turns the
    direction of writing, is no better.
    """
    return next((letter for letter in text if _is_strange(letter)), None)


def is_unseen(letter: str) -> bool:
    """Tell whether a character cannot be seen, so that showing it helps nobody."""
    return unicodedata.category(letter) in UNSEEN


def _is_strange(letter: str) -> bool:
    if letter.isspace() or letter.isascii():
        return is_unseen(letter) and not letter.isspace()
    if is_unseen(letter):
        return True
    name = unicodedata.name(letter, "")
    return (
        unicodedata.category(letter).startswith("L")
        and not name.startswith("LATIN ")
        and name not in APOSTROPHES
    )
