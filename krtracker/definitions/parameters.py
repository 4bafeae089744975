"""Which `:parameters` a text of SQL uses, without understanding the SQL."""

from __future__ import annotations

import re

KNOWN = ("as_of", "until", "since", "cycle_start", "cycle_end")

_NOT_CODE = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|(\$\w*\$).*?\1", re.DOTALL
)
_PARAMETER = re.compile(r"(?<![:\w]):([A-Za-z_]\w*)")


def parameters(sql: str) -> set[str]:
    """The names of the parameters in `sql`; casts, strings and comments hold none.

    >>> sorted(parameters("select x::date, ':no' from t where a < :until -- :since"))
    ['until']
    """
    return set(_PARAMETER.findall(_NOT_CODE.sub(" ", sql)))
