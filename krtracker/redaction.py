"""The one filter that keeps secrets out of whatever is written, shown or kept.

Whoever reads a secret hides it here; from then on no log, no error, no traceback and no row of
the ledger repeats it, in whichever spelling a library hands it back. Like logging itself this
holds for the whole process: a secret that one part may show is no secret.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "****"
SHORTEST = 4
"""A shorter word would be masked wherever it happens to stand, and protects nothing."""

_hidden: set[str] = set()


def hide(secret: str) -> None:
    """From now on `secret` is masked, however a URL, JSON or Python would spell it."""
    if len(secret) < SHORTEST:
        return
    if not _hidden:
        _watch_logs()
        _watch_tracebacks()
    spelt = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret)}
    spelt |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    spelt |= {repr(secret)[1:-1], *(line for line in secret.splitlines() if len(line) >= SHORTEST)}
    _hidden.update(spelt)


def redacted(text: str) -> str:
    """`text` without any secret that is known.

    >>> hide("correct horse")
    >>> redacted("postgres://me:correct%20horse@db: no entry for 'correct horse'")
    "postgres://me:****@db: no entry for '****'"
    """
    for spelling in sorted(_hidden, key=len, reverse=True):
        if spelling in text:
            text = text.replace(spelling, MASK)
    return text


def without_values(text: str) -> str:
    r"""A message about data without the data: what stands in quotes may be somebody's name.

    >>> without_values("invalid input syntax for type integer: \"ann@x.org\"")
    'invalid input syntax for type integer: …'
    >>> without_values("could not convert string 'Ann O'Hara' to INT32")
    'could not convert string … to INT32'
    """
    return re.sub(r"""(["'])(?:.*\1|.*$)""", "…", text, flags=re.DOTALL)


def _watch_logs() -> None:
    """Every record of every logger, ours and other libraries', loses its secrets at birth."""
    make = logging.getLogRecordFactory()

    def clean(*arguments: Any, **named: Any) -> logging.LogRecord:
        record = make(*arguments, **named)
        said = record.getMessage()
        if (shown := redacted(said)) != said:
            record.msg, record.args = shown, None
        if record.exc_info and record.exc_info[0] is not None:
            lines = traceback.format_exception(*record.exc_info)
            whole = "".join(lines).rstrip("\n")
            if (shown := redacted(whole)) != whole:
                record.exc_info, record.exc_text = None, shown
        return record

    logging.setLogRecordFactory(clean)


def _watch_tracebacks() -> None:
    """A mistake of ours shows where it happened, and no more."""
    before = sys.excepthook

    def told(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        whole = "".join(traceback.format_exception(kind, error, trace))
        if (shown := redacted(whole)) == whole:
            before(kind, error, trace)
        else:
            sys.stderr.write(shown)

    sys.excepthook = told
