"""A member number as letters and digits alone: it is looked up by them, whatever else is typed between them."""

import re
import unicodedata

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Upper

LONGEST = 40  # letters of a number that are looked at
_BETWEEN = "[^0-9A-Za-z]"

# the same in PostgreSQL, by an index; two numbers may come to one
PLAIN_NUMBER = Upper(
    Func(
        F("number"),
        Value(_BETWEEN),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
)


def plain_number(number: str) -> str:
    """Return a number in the one form in which it is looked up, and counted how often it was asked for."""
    return re.sub(_BETWEEN, "", unicodedata.normalize("NFKC", number)).upper()[:LONGEST]
