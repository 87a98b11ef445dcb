"""Where somebody on a list can be reached: what of a cell is an e-mail address, or the number of a mobile telephone."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from members.matching import numbers

LONGEST = 254
_BETWEEN = re.compile(r"[\s,;|/]+")
_MOBILE = re.compile(r"8[0-9]{8,11}")


def email_in(text: str) -> str:
    """Return the first e-mail address in a cell, in small letters; "" where there is none."""
    for part in _BETWEEN.split(text.strip()):
        written = part.removeprefix("mailto:").strip("<>()").lower()
        if "@" in written and len(written) <= LONGEST and _is_email(written):
            return written
    return ""


def mobile_in(text: str) -> str:
    """Return the first Indonesian mobile number in a cell, as +62…; "" where there is none."""
    found = (str(number) for number in numbers.phones(text))
    return next((f"+62{number}" for number in found if _MOBILE.fullmatch(number)), "")


def all_in(*, phone: str, email: str) -> set[str]:
    """Return every address and mobile number of a row, as `email_in` and `mobile_in` write them."""
    mobiles = {f"+62{number}" for number in numbers.phones(phone) if _MOBILE.fullmatch(str(number))}
    return mobiles | {address for part in _BETWEEN.split(email) if (address := email_in(part))}


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return text.isascii()
