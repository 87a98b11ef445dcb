"""Whether two names may be written for one person."""

from rapidfuzz.distance import OSA

from members.matching import names


def alike(one: str, other: str) -> bool:
    """
    Tell whether every word of the shorter name is in the longer one: in any order, as an initial, or with one slip.

    "Siti R." and "Rahmawati, Siti Nur" are alike; twins and spouses, who share one word only, are not.
    """
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    for word in shorter:
        match = next((each for each in longer if _is_written_for(word, each)), None)
        if match is None:
            return False
        longer.remove(match)
    return bool(shorter)


def _words(name: str) -> list[str]:
    return [names.fold(word) for word in names.parse(name).words]


def _is_written_for(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    begins = long.startswith(short) and (len(short) == 1 or len(short) > 3)
    return short == long or begins or (len(short) > 3 and OSA.distance(short, long) <= 1)
