"""Starts one program and tells what it took: small itself, so that its own memory hides none."""

import json
import os
import subprocess
import sys
import time

began = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, used = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
taken = {
    "seconds": time.perf_counter() - began,
    "processor_seconds": used.ru_utime + used.ru_stime,
    "peak_megabytes": used.ru_maxrss / 1024,
}
with open(sys.argv[1], "w") as file:  # noqa: PTH123 - one import less
    json.dump(taken, file)
sys.exit(process.returncode)
