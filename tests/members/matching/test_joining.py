import pytest

from members.matching.joining import another_vowel, joined_words


@pytest.mark.parametrize(
    ("some", "others", "positions"),
    [
        (["indahsari"], ["indah", "sari"], ([0], [0, 1])),
        (["sariindah"], ["indah", "sari"], ([0], [1, 0])),
        (["abdu", "rahman"], ["abdurahman"], ([0, 1], [0])),
        (["indahsari"], ["indah", "sari", "dewi"], ([0], [0, 1])),
        (["indahsarri", "manalu"], ["indah", "sari", "manalu"], ([0, 1], [0, 1, 2])),
    ],
)
def test_words_written_together_are_found(some, others, positions):
    assert joined_words(some, others) == positions


@pytest.mark.parametrize(
    ("some", "others"),
    [(["indahsari"], ["indah", "wati"]), (["adi"], ["ado"]), (["yunashasan"], ["yunus", "hasan"])],
)
def test_other_words_are_not_joined(some, others):
    assert joined_words(some, others) is None


def test_another_vowel_is_no_slip_of_the_pen():
    assert another_vowel("theresia", "theresio")
    assert not another_vowel("sunarto", "sunarro")
    assert not another_vowel("maria", "mariana")
