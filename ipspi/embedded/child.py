"""
Become another program that dies with its parent: `child.py SIGNAL USER PARENT PROGRAM ARGUMENT…`.

Run as a script, by path: preexec_fn is not safe beside threads, and only the child itself can ask for the signal.
USER is empty to stay who we are. The kernel forgets the wish when the user changes, so it is asked for last.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def become(user: str) -> None:
    account = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)


def main(signal: str, user: str, parent: str, *command: str) -> None:
    if user:
        become(user)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(signal))
    if os.getppid() != int(parent):  # it died before it could be watched
        sys.exit("The parent is gone.")
    os.execv(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
