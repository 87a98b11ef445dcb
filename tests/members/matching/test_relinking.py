"""Nights: whatever changes on either side, what is linked anew and what is kept are together what a full run gives."""

import dataclasses
import random

import numpy as np
import pytest

from members.matching import Decided, Person, Register, learn, link
from members.matching.keys import Index
from members.matching.relinking import NOTHING_KEPT, Entries, Listed, Memory, relink
from tests.members.matching.people import FIRST, LAST, crowd, row


class Book:
    """Members as the database keeps them: numbered entries, each with its keys; a change is a new entry."""

    def __init__(self, people, counts):
        self.counts, self.next, self.entries, self.read_since = counts, 0, {}, set()
        for person in people:
            self.put(person)

    def put(self, person):
        self.remove(person.key)
        keys = Register([person], counts=self.counts).index.keys[0]
        self.entries[self.next] = (person, keys)
        self.next += 1

    def remove(self, key):
        self.entries = {number: entry for number, entry in self.entries.items() if entry[0].key != key}

    def people(self):
        return [person for person, _keys in self.entries.values()]

    def _read(self, numbers):
        self.read_since |= set(numbers)
        return {number: self.entries[number][0] for number in numbers}

    def opened(self):
        """Return the entries as a night of another process would find them."""
        self.read_since = set()
        return Entries(
            Register(counts=self.counts),
            np.array(sorted(self.entries), np.int64),
            Index(np.array([self.entries[number][1] for number in sorted(self.entries)], np.uint32)),
            self._read,
            lambda keys: {p.key: number for number, (p, _) in self.entries.items() if p.key in keys},
            newest=self.next - 1,
        )


class Sheet:
    """A list: rows never change, a changed one is a new row with the old one's key."""

    def __init__(self, rows):
        self.rows, self.next = {}, 0
        for person in rows:
            self.put(person)

    def put(self, person):
        self.rows[person.key] = (self.next, person)
        self.next += 1

    def listed(self):
        keys = sorted(self.rows)
        by_number = dict(self.rows.values())
        numbers = np.array([self.rows[key][0] for key in keys], np.int64)
        return Listed(keys, numbers, np.zeros_like(numbers), lambda wanted: [by_number[n] for n in wanted])

    def people(self):
        return [person for _number, person in self.rows.values()]


def invented(chance, key, **facts):
    """Somebody whose name is shared by many: blocks grow and shrink past their limits all the time."""
    born = f"19{chance.randrange(70, 73)}-0{chance.randrange(1, 4)}-1{chance.randrange(4)}"
    known = {
        "birth": born,
        "phone": f"0812000{chance.randrange(40):04d}",
        "regency": chance.choice(["Kota Palembang", "Kabupaten Lahat"]),
        "workplace": chance.choice(["Dinas Sosial", "RSUD", "LKS Melati"]),
    }
    told = {name: text for name, text in known.items() if chance.random() < 0.6}
    name = " ".join([chance.choice(FIRST[:6]), *chance.sample(LAST[:4], chance.randrange(1, 3))])
    return Person(key=key, name=name, province="16", **(told | facts))


def edited(chance, person):
    field = chance.choice(["name", "birth", "phone", "workplace", "sex", "regency"])
    other = invented(chance, person.key, sex=chance.choice("LP"))
    return dataclasses.replace(person, **{field: getattr(other, field)})


@pytest.fixture(scope="module")
def model_and_counts():
    people = crowd()
    rows = [row(p.key, p.name, nip=p.nip, phone=p.phone, birth=p.birth) for p in people[::2]]
    register = Register(people)
    return learn(register, rows), register.counts


def change(chance, book, sheet, night):
    """Add, change and remove some on each side; now and then nothing on one of them."""
    some = range(chance.choice([0, 1, 5]))
    for n in some:
        book.put(invented(chance, f"N{night}-{n}"))
        book.put(edited(chance, chance.choice(book.people())))
        book.remove(chance.choice(book.people()).key)
    for n in range(chance.choice([0, 2, 4])):
        sheet.put(invented(chance, f"X{night}-{n}"))
        sheet.put(edited(chance, chance.choice(sheet.people())))
        sheet.rows.pop(chance.choice(list(sheet.rows)))


def decided_some(chance, book, sheet):
    rows, members = sorted(sheet.rows), [person.key for person in book.people()]
    return Decided(
        same={chance.choice(rows): chance.choice([*members, "nobody"]) for _ in range(3)},
        apart=frozenset((chance.choice(rows), chance.choice(members)) for _ in range(9)),
    )


@pytest.mark.parametrize("seed", range(8))
def test_nights_give_what_a_full_run_gives(model_and_counts, seed):
    (model, counts), chance = model_and_counts, random.Random(seed)
    book = Book([invented(chance, f"M{n}") for n in range(chance.choice([30, 150, 400]))], counts)
    sheet = Sheet([invented(chance, f"R{n}") for n in range(120)])
    memory, links, decided, spared = NOTHING_KEPT, [], Decided(), 0
    for night in range(6):
        if chance.random() < 0.5:
            decided = decided_some(chance, book, sheet)
        kept = [
            dataclasses.replace(item, evidence=()) for item in links
        ]  # what a database tells in one query
        found = relink(book.opened(), sheet.listed(), model, decided, memory=memory, kept=kept)
        full = relink(book.opened(), sheet.listed(), model, decided)
        alone = link(Register(book.people(), counts=counts), sheet.people(), model, decided)

        assert full.links == alone
        assert bare(found.links) == bare(alone)
        assert {item for item in found.links if item.row in found.rows} == {
            item for item in alone if item.row in found.rows
        }
        assert same_memory(found.memory, full.memory)
        spared += len(sheet.rows) - len(found.rows)
        memory, links = Memory.from_bytes(found.memory.as_bytes()), found.links
        change(chance, book, sheet, night)
    assert spared > 0


def bare(links):
    return [dataclasses.replace(item, evidence=()) for item in links]


def same_memory(one, other):
    return one.as_bytes() == other.as_bytes()


def test_a_night_without_changes_reads_nobody(model_and_counts):
    model, counts = model_and_counts
    book, sheet = Book(crowd(), counts), Sheet(crowd()[:50])
    first = relink(book.opened(), sheet.listed(), model)
    again = relink(book.opened(), sheet.listed(), model, memory=first.memory, kept=first.links)

    assert again.rows == frozenset()
    assert again.links == first.links
    assert book.read_since == set()


def test_one_changed_row_is_linked_anew_and_the_others_are_not(model_and_counts):
    model, counts = model_and_counts
    book, sheet = Book(crowd(), counts), Sheet(crowd()[:50])
    first = relink(book.opened(), sheet.listed(), model)
    sheet.put(dataclasses.replace(crowd()[0], phone="", birth=""))
    again = relink(book.opened(), sheet.listed(), model, memory=first.memory, kept=first.links)

    assert crowd()[0].key in again.rows
    assert len(again.rows) < 5


def test_a_row_whose_member_left_is_linked_anew(model_and_counts):
    model, counts = model_and_counts
    book, sheet = Book(crowd(), counts), Sheet(crowd()[:50])
    first = relink(book.opened(), sheet.listed(), model)
    book.remove(crowd()[3].key)
    again = relink(book.opened(), sheet.listed(), model, memory=first.memory, kept=first.links)

    assert crowd()[3].key in again.rows
    assert all(item.member != crowd()[3].key for item in again.links)


def test_who_left_meanwhile_is_no_candidate(model_and_counts):
    model, counts = model_and_counts
    book, sheet = Book(crowd(), counts), Sheet(crowd()[:50])
    entries = book.opened()
    book.remove(crowd()[3].key)
    entries._read = lambda numbers: {n: book.entries[n][0] for n in numbers if n in book.entries}

    assert all(item.member != crowd()[3].key for item in relink(entries, sheet.listed(), model).links)
