"""The arithmetic of assemblies. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


def quorum(entitled: int, *, percent: int, exceeds: bool) -> int:
    """
    Return how many of those entitled must be there: at least that share of them or, with `exceeds`, more than it.

    Never fewer than one, and never more than all: more than 100 % is all.
    """
    share = entitled * percent
    needed = share // 100 + 1 if exceeds else -(-share // 100)
    return max(1, min(needed, entitled))


def delegates(members: int, *, each: int, per: int) -> int:
    """Return how many delegates a regency sends: `each` for every `per` members begun, never more than members."""
    return min(members, -(-members // per) * each)


@dataclass(frozen=True, slots=True)
class Tally:
    """A count of ballots: `votes` by candidate, and the total that the committee's paper states, if any."""

    votes: Mapping[int, int]
    ballots: int
    invalid: int
    abstained: int
    present: int
    stated: int | None = None

    @property
    def counted(self) -> int:
        """The total as computed: votes, invalid ballots and abstentions."""
        return sum(self.votes.values()) + self.invalid + self.abstained

    @property
    def missing(self) -> int:
        """How many ballots are in none of the counts; negative where the counts hold more than there were."""
        return self.ballots - self.counted

    @property
    def differs_from_stated(self) -> int:
        """By how much the stated total differs from the computed one."""
        return 0 if self.stated is None else self.stated - self.counted

    @property
    def leading(self) -> set[int]:
        """The candidates with the most votes: several where they are equal, none where nobody has any."""
        most = max(self.votes.values(), default=0)
        return {candidate for candidate, votes in self.votes.items() if votes == most and most}
