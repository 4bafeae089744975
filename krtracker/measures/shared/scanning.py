"""Everything that the source of a family is asked, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pyarrow as pa
from sqlglot import exp

from krtracker.measures.asking import Asking
from krtracker.measures.shared.cells import (
    Cells,
    Dimensions,
    Mask,
    candidates,
    cells,
    dimensions,
)
from krtracker.measures.shared.coding import Coding
from krtracker.measures.shared.cost import SAMPLE, why_alone
from krtracker.measures.shared.family import Family
from krtracker.measures.shared.fetched import Classes, Fetched
from krtracker.measures.shared.member import ROW_FORMS
from krtracker.measures.shared.parts import CannotShareError, Form, Part, text_of
from krtracker.measures.shared.scan import Sample, Scan

Rows: TypeAlias = tuple[Fetched, Classes]


@dataclass
class Scanned:
    """The partial results of one family, and the rows that some of its parts are told from."""

    scan: Scan
    dims: Dimensions
    grouped: pa.Table
    cells: Cells
    rows: dict[tuple[Form, str], Rows]
    """By the form and the text of a part."""


@dataclass
class Sampling:
    """What was seen of rows before they are scanned: once for families of the same rows."""

    _seen: dict[str, Sample] = field(default_factory=dict)

    def of(self, scan: Scan) -> Sample:
        """How many rows a family has, and how many values each column by which to group them.

        A table that was full in some days is taken to be full in those that others look at, too.
        """
        family = scan.family
        columns, rows = candidates(family.conditions), text_of(family.meant.rows)
        seen = self._seen.get(rows)
        is_known = seen is not None and columns.keys() <= seen.values.keys()
        if seen is None or not is_known or seen.rows < SAMPLE:
            seen = self._seen[rows] = scan.sample(columns)
        return seen


def scanned(family: Family, asking: Asking, sampling: Sampling) -> Scanned:
    """What the source says of a family.

    Raises:
        CannotShareError: its values are better asked one by one.
        ConnectorError: the source did not answer.
    """
    refuse_if_dearer(family)
    scan = Scan(family, asking)
    sample = sampling.of(scan)
    refuse_if_dearer(family, sample.rows)
    asking.expect_to_reckon()
    dims = dimensions(family.conditions, sample.values)
    grouped = scan.grouped(dims)
    found = cells(grouped, dims, family.conditions, asking)
    told = Scanned(scan, dims, grouped, found, {})
    if grouped.num_rows:
        for part in family.parts.values():
            if part.form in ROW_FORMS:
                told.rows[part.form, part.text] = _rows(part, told)
    return told


def refuse_if_dearer(family: Family, sampled: int | None = None) -> None:
    """Raise where the values are had for less one by one."""
    fetched = [part for part in family.parts.values() if part.form in ROW_FORMS]
    of_rows = sum(
        len(each.days)
        for each in family.members
        if any(part.form in ROW_FORMS for part in each.parts)
    )
    asked = (family.values, of_rows, len(fetched), sampled)
    why = why_alone(*asked, is_looked_at=family.tells_freshness)
    if why is not None:
        raise CannotShareError(why)


def _rows(part: Part, told: Scanned) -> Rows:
    """Every row in which the argument of a part has a value."""
    assert part.argument is not None
    dims, classes = _classes(part, told)
    most = told.scan.entered(told.grouped)
    first = told.scan.family.first_of(part)
    return told.scan.rows(part.argument, dims, classes, first=first, most=most), classes


def _classes(part: Part, told: Scanned) -> tuple[Dimensions, Classes]:
    """What those who ask for a part tell rows apart by, and the classes that this makes."""
    family, masks, conditions = told.scan.family, list[Mask](), dict[str, exp.Expr]()
    for member, each in family.asking(part):
        texts = [*member.where, *each.conditions]
        masks.append(told.cells.where(texts))
        conditions |= {text: member.conditions[text] for text in texts}
    _, firsts, classes = np.unique(np.array(masks), axis=1, return_index=True, return_inverse=True)
    dims = told.dims.of(conditions)
    coding = Coding.of(told.cells.table, dims.names).taken_for(classes.ravel())
    return dims, Classes(coding, firsts)
