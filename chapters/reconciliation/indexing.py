"""
The members' keys, kept between nights: who is new or has changed gets a new entry, who is gone loses theirs.

Chapters' nights may come at the same moment: one brings the index up to date, the others wait for it and find nothing
left to do. Entries get rising ids under one lock, so that an entry that was not there before has a higher one.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from chapters.models import IndexedMember
from chapters.reconciliation import reading
from chapters.reconciliation.versions import version_of
from ipspi import copying, locks
from members import matching
from members.matching.columns import stable_hash
from members.models import Member

MANY = (
    20_000  # members who are asked for at once: then everybody is read, which is faster than looking for each
)
PORTION = 100_000  # entries that the database puts into one answer


class OutOfDate(Exception):
    """Members whom the index named when it was read are others by now, or gone."""


@dataclass
class Book:
    """
    The index as one run reads it, by the forms of one model.

    The register holds `people` by key, after learning everybody and else nobody; `pks` are ids of those read so far,
    `versions` by id the states in which the register holds them.
    """

    basis: int
    register: matching.Register
    people: Mapping[str, matching.Person] = field(default_factory=dict)
    pks: dict[str, uuid.UUID] = field(default_factory=dict)
    versions: Mapping[uuid.UUID, int] = field(default_factory=dict)
    newest: int = -1

    @transaction.atomic
    def refresh(self) -> None:
        """Bring the index up to date."""
        locks.hold("matching index")
        members = Member.objects.counted()
        gone = IndexedMember.objects.exclude(basis=self.basis, member__in=members)
        gone.delete()
        same = IndexedMember.objects.filter(member=OuterRef("pk"), version=OuterRef("version"))
        stale = members.annotate(version=version_of(Member)).filter(~Exists(same))
        versions = dict(stale.values_list("pk", "version"))
        if versions:
            self._renew(versions)
        # asked while nobody else can give numbers: one that is given later is a newcomer to the next night
        with connection.cursor() as cursor:
            cursor.execute(_NEWEST)
            (self.newest,) = cursor.fetchone()

    def _renew(self, versions: dict[uuid.UUID, int]) -> None:
        people = self._as_they_are(versions)
        contents = {pk: stable_hash(repr(person)) for pk, person in people.items()}
        known = (
            IndexedMember.objects.filter(member__in=people)
            if len(people) < MANY
            else IndexedMember.objects.all()
        )
        same = [entry for entry in known.defer("keys") if contents.get(entry.member_id) == entry.content]
        for entry in same:
            entry.version = versions[entry.member_id]
        IndexedMember.objects.bulk_update(same, ["version"], batch_size=1_000)
        changed = people.keys() - {entry.member_id for entry in same}
        IndexedMember.objects.filter(member__in=changed).delete()
        keys = self._keys_of([people[pk] for pk in changed])
        copying.insert_values(
            IndexedMember,
            (
                {
                    "member_id": pk, "basis": self.basis, "version": versions[pk], "content": contents[pk],
                    "keys": keys[people[pk].key],
                }
                for pk in changed
            ),
        )  # fmt: skip

    def _as_they_are(self, versions: Mapping[uuid.UUID, int]) -> dict[uuid.UUID, matching.Person]:
        """Return members of whom the database has some versions; only those whom the register has not are read."""
        people = {
            pk: self.people[key]
            for key, pk in self.pks.items()
            if pk in versions and versions[pk] == self.versions.get(pk)
        }
        if unread := versions.keys() - people.keys():
            members = Member.objects.counted()
            read = reading.people_of(members.filter(pk__in=unread) if len(unread) < MANY else members)
            for person in read.people:
                if (pk := read.pks[person.key]) in unread:
                    people[pk] = person
        return people

    def _keys_of(self, people: list[matching.Person]) -> dict[str, bytes]:
        held = [person.key for person in people if self.people.get(person.key) == person]
        others = [person for person in people if self.people.get(person.key) != person]
        return self.register.keys_held(held) | self.register.keys_of(others)

    def entries(self) -> matching.Entries:
        """Return the members as the engine takes them for a night."""
        numbers, keys = [], []
        with connection.cursor() as cursor:
            cursor.execute(_EVERYBODY, [PORTION, self.basis])
            for _portion, some_numbers, some_keys in cursor:
                numbers.append(bytes(some_numbers))
                keys.append(bytes(some_keys))
        entries = matching.Entries(
            self.register,
            np.frombuffer(b"".join(numbers), ">i8").astype(np.int64),
            matching.Index.from_bytes(b"".join(keys)),
            self._read,
            self._known,
            newest=self.newest,
        )
        if self.people:
            entries.hold(self._held())
        return entries

    def _held(self) -> dict[int, str]:
        """Return who is in the register as the database has them still: their keys by their numbers."""
        keys = {pk: key for key, pk in self.pks.items() if key in self.people}
        held = IndexedMember.objects.filter(basis=self.basis).values_list("pk", "member", "version")
        return {
            number: keys[pk] for number, pk, version in held if pk in keys and version == self.versions[pk]
        }

    def _read(self, numbers: list[int]) -> Mapping[int, matching.Person]:
        members = Member.objects.counted()
        members = (
            members.filter(indexed__in=numbers) if len(numbers) < MANY else members.filter(indexed__gt=0)
        )
        found = {}
        for number, pk, person in reading.entries(members):
            found[number] = person
            self.pks[person.key] = pk
        if not found.keys() >= set(numbers):
            raise OutOfDate
        return found

    def _known(self, keys: Collection[str]) -> Mapping[str, int]:
        if not keys:
            return {}
        members = reading.members_with(keys).filter(indexed__gt=0)
        return {person.key: number for number, _pk, person in reading.entries(members)}


_NEWEST = """
    SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('chapters_indexedmember', 'id')::regclass), -1)
"""
_EVERYBODY = """
    SELECT id / %s AS portion, string_agg(int8send(id), ''::bytea ORDER BY id), string_agg(keys, ''::bytea ORDER BY id)
    FROM chapters_indexedmember WHERE basis = %s GROUP BY portion ORDER BY portion
"""
