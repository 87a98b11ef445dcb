"""How long somebody waits for another code: the limit on mails to an address, the same for any, said in words."""

import datetime as dt

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import formats, timezone
from django.utils.translation import gettext as _

NATIONAL_ZONE = "WIB"  # of the settings' TIME_ZONE; nobody knows yet where the reader lives
ALLAUTH, ACTION = "allauth.account", "confirm_email"


def code_may_be_asked_at(request: HttpRequest, *, email: str) -> dt.datetime | None:
    """Return from when on a code may be asked for at this address again; None if now."""
    now, moments = timezone.now().timestamp(), []
    for rate in ratelimit.get_rates(app=ALLAUTH, action=ACTION):
        key = ratelimit.get_cache_key(request, app=ALLAUTH, action=ACTION, rate=rate, key=email.lower())
        sent = [each for each in cache.get(key, []) if each > now - rate.duration]
        if len(sent) >= rate.amount:
            moments.append(sorted(sent)[-rate.amount] + rate.duration)
    return dt.datetime.fromtimestamp(max(moments), tz=dt.UTC) if moments else None


def spoken(moment: dt.datetime) -> str:
    """Return the minute from which on something may be done: "pukul 12.41 WIB", another day with its date."""
    up = timezone.localtime(moment + dt.timedelta(seconds=59))
    clock = _("pukul %(time)s") % {"time": f"{formats.date_format(up, 'H.i')} {NATIONAL_ZONE}"}
    if up.date() == timezone.localdate():
        return clock
    return f"{formats.date_format(up, 'j F Y')}, {clock}"
