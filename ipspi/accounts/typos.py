"""Slips in an e-mail address that are worth a question: budi@gmial.con is hardly meant. Pure."""

from rapidfuzz.distance import OSA

MOST_SLIPS = 2
# where most people here have their mail ...
USUAL = ("gmail.com", "yahoo.com", "yahoo.co.id", "hotmail.com", "outlook.com", "icloud.com")
# ... and real places that only look like them
REAL = frozenset(
    {*USUAL, "ymail.com", "mail.com", "email.com", "gmx.com", "aol.com", "live.com", "hotmail.co.id"}
)


def meant_by(address: str) -> str:
    """Return the address that was probably meant, or nothing where it looks right."""
    name, _at, domain = address.rpartition("@")
    if not name or domain.lower() in REAL:
        return ""
    slips, nearest = min((OSA.distance(domain.lower(), usual), usual) for usual in USUAL)
    return f"{name}@{nearest}" if slips <= MOST_SLIPS else ""
