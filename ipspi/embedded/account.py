"""The system account that PostgreSQL runs as. It refuses root, so root needs a stand-in."""

import os
import pwd
import stat
from pathlib import Path

from ipspi.embedded.errors import CannotStart

Account = pwd.struct_passwd
STAND_INS = ["postgres", "nobody"]


def stand_in() -> Account | None:
    """Return the account that runs PostgreSQL for root; None for everybody else, who run it themselves."""
    if os.geteuid() != 0:
        return None
    for name in STAND_INS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise CannotStart(
        "PostgreSQL does not run as root and this machine has no user “nobody”: run it as another user."
    )


def own_name() -> str:
    """Return the name of the user we are: the one user whom PostgreSQL lets in."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise CannotStart(
            f"User {os.geteuid()} has no name on this machine, and PostgreSQL needs one."
        ) from None


def can_read(account: Account | None, folder: Path) -> bool:
    """Tell whether the account can walk to an existing `folder` and read there. None is ourselves: yes."""
    return can_pass(account, folder) and (account is None or _grants(account, folder.resolve(), stat.S_IROTH))


def can_pass(account: Account | None, folder: Path) -> bool:
    """Tell whether the account can walk through `folder`; what does not exist yet will not stand in its way."""
    if account is None:
        return True
    folder = folder.resolve()
    return all(_grants(account, step, stat.S_IXOTH) for step in [folder, *folder.parents] if step.exists())


def _grants(account: Account, folder: Path, wanted: int) -> bool:
    status = folder.stat()
    shift = 6 if status.st_uid == account.pw_uid else 3 if status.st_gid == account.pw_gid else 0
    return (status.st_mode >> shift) & wanted == wanted
