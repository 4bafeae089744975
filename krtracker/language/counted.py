"""Which form of a word goes with a number, and how many are written."""

from __future__ import annotations

from krtracker.language.notation import THINNER


class Counted(int):
    r"""A number of things, which in a sentence also chooses between a word for one and for many.

    >>> "{count} {count:day|days}".format(count=Counted(1200, "en"))
    '1\u202f200 days'
    >>> "{count} {count:jour est passé|jours sont passés}".format(count=Counted(0, "fr"))
    '0 jour est passé'
    """

    language: str

    def __new__(cls, number: int, language: str) -> Counted:
        """`number` as it is counted in `language`."""
        counted = super().__new__(cls, number)
        counted.language = language
        return counted

    @property
    def is_one(self) -> bool:
        """Whether the word for one goes with it; in French none is no more than one."""
        return self == 1 or (self == 0 and self.language == "fr")

    def __format__(self, forms: str) -> str:
        """The number itself, or which of two forms separated by `|` goes with it."""
        if not forms:
            return f"{int(self):,}".replace(",", THINNER)
        one, _, many = forms.partition("|")
        return one if self.is_one else many
