"""Ctrl-C inside libraries that make something else of it, and while something is being finished."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from threading import Thread

import duckdb
import pyarrow as pa
import pytest

from krtracker.interruption import finishing, interruptible

COLUMN = pa.schema([("number", pa.int64())])


def ctrl_c() -> int:
    os.kill(os.getpid(), signal.SIGINT)
    return 1


def in_sqlite() -> None:
    connection = sqlite3.connect(":memory:")
    connection.create_function("ctrl_c", 0, ctrl_c)
    connection.execute("SELECT ctrl_c()").fetchall()


def in_duckdb() -> None:
    """Pressed while DuckDB asks an iterator of ours for more."""

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(3):
            ctrl_c()
            yield pa.record_batch([[number]], schema=COLUMN)

    connection = duckdb.connect()
    connection.register("numbers", pa.RecordBatchReader.from_batches(COLUMN, batches()))
    connection.execute("SELECT sum(number) FROM numbers").fetchall()


def in_a_destructor() -> None:
    class Gone:
        def __del__(self) -> None:
            ctrl_c()

    Gone()


@pytest.mark.parametrize("interrupted", [in_sqlite, in_duckdb, in_a_destructor])
def test_ctrl_c_leaves_as_itself_whatever_a_library_makes_of_it(
    interrupted: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(KeyboardInterrupt), interruptible():
        interrupted()

    assert capsys.readouterr().err == ""


def test_ctrl_c_that_was_lost_is_raised_before_the_next_step() -> None:
    steps = []

    def work() -> None:
        with interruptible() as check:
            for step in range(3):
                check()
                steps.append(step)
                in_a_destructor()

    with pytest.raises(KeyboardInterrupt):
        work()
    assert steps == [0]


def test_any_other_error_leaves_as_it_is() -> None:
    with pytest.raises(sqlite3.OperationalError), interruptible():
        sqlite3.connect(":memory:").execute("SELECT nothing")


def test_what_is_begun_is_finished_before_ctrl_c_is_heard() -> None:
    told = []

    def work() -> None:
        with finishing() as is_to_end:
            told.append(is_to_end())
            ctrl_c()
            told.append(is_to_end())

    with pytest.raises(KeyboardInterrupt):
        work()
    assert told == [False, True]


def test_a_second_ctrl_c_does_not_wait() -> None:
    done = []

    def work() -> None:
        with finishing():
            ctrl_c()
            ctrl_c()
            done.append("finished")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert not done


def test_what_finishes_inside_of_another_waits_for_both() -> None:
    done = []

    def work() -> None:
        with finishing():
            with finishing():
                ctrl_c()
                done.append("inner")
            done.append("outer")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert done == ["inner", "outer"]


def test_what_does_not_listen_to_ctrl_c_still_does_not() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible(), finishing():
            ctrl_c()
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_thread_leaves_signals_to_the_main_one() -> None:
    heard = []

    def work() -> None:
        with interruptible(), finishing():
            heard.append(signal.getsignal(signal.SIGINT))

    thread = Thread(target=work)
    thread.start()
    thread.join()

    assert heard == [signal.getsignal(signal.SIGINT)]
