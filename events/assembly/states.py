"""
The states of an assembly, from which to which it goes, and who may move it there.

Source: docs/rules.md#assemblies
"""

from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from events.models import Assembly
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError

State = Assembly.State

# the whole way, and who may go it; every other step is refused
MOVES: dict[tuple[str, str], May] = {
    (State.DRAFT, State.CALLED): May.HOLD_ASSEMBLY,
    (State.DRAFT, State.CANCELLED): May.HOLD_ASSEMBLY,
    (State.CALLED, State.DRAFT): May.HOLD_ASSEMBLY,
    (State.CALLED, State.LISTED): May.HOLD_ASSEMBLY,
    (State.CALLED, State.CANCELLED): May.HOLD_ASSEMBLY,
    (State.LISTED, State.CALLED): May.KEEP_BOARD,  # a closed list is opened again by the DPP alone
    (State.LISTED, State.OPEN): May.HOLD_ASSEMBLY,
    (State.LISTED, State.ADJOURNED): May.HOLD_ASSEMBLY,
    (State.LISTED, State.CANCELLED): May.KEEP_BOARD,
    (State.OPEN, State.ADJOURNED): May.HOLD_ASSEMBLY,
    (State.OPEN, State.ELECTED): May.HOLD_ASSEMBLY,
    (State.ADJOURNED, State.OPEN): May.HOLD_ASSEMBLY,
    (State.ADJOURNED, State.CANCELLED): May.KEEP_BOARD,
    (State.ELECTED, State.OPEN): May.HOLD_ASSEMBLY,  # to vote again, as long as nothing rests on the result
    (State.ELECTED, State.CLOSED): May.HOLD_ASSEMBLY,
}


class WrongState(RuleError):
    """The assembly is not where that can be done."""


def locked(assembly: Assembly, *, by: User, may: May = May.HOLD_ASSEMBLY) -> Assembly:
    """Lock an assembly for `by`. Raises PermissionDenied."""
    access.require(by, may, chapter=assembly.chapter_id)
    rows = Assembly.objects.select_for_update(of=("self",)).select_related("chapter")
    return rows.get(pk=assembly.pk)


def require_in(assembly: Assembly, *states: str) -> None:
    """Raise WrongState unless the assembly is in one of `states`."""
    if assembly.state not in states:
        raise WrongState(
            _("Itu tidak dapat dilakukan: musyawarah ini berstatus “%(state)s”.")
            % {"state": assembly.get_state_display()}
        )


def move(assembly: Assembly, to: str, *, by: User, fields: tuple[str, ...] = ()) -> None:
    """Move a locked assembly on and save it, with `fields`. Raises WrongState, PermissionDenied."""
    may = MOVES.get((assembly.state, to))
    if may is None:
        require_in(assembly)
    else:
        access.require(by, may, chapter=assembly.chapter_id)
    before, assembly.state = assembly.state, to
    assembly.save(update_fields=["state", *fields])
    audit.record(
        by=by, did="move_assembly", to=assembly, chapter=assembly.chapter_id, before=before, after=str(to)
    )


def moves_of(assembly: Assembly, rights: frozenset[May]) -> set[str]:
    """Return the states into which somebody with `rights` may move the assembly."""
    return {after for (before, after), may in MOVES.items() if before == assembly.state and may in rights}
