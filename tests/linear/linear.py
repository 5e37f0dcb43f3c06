"""Whether the work grows with the bytes of the input and no faster, counted in instructions and not in seconds.

    linear.py PROGRAM [NAME]    all inputs of hostile.py, or those whose name holds NAME

Each input is made small and four times as large; both are read under valgrind's cachegrind, which counts
instructions. What the program needs for no input at all is taken off. Exit status 1 when some input takes more than
`most` times the work at four times the size, ends otherwise than by exit 0, 1 or 2, or takes more instructions a byte
than the most that any may.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import hostile

SIZE = 5_000
GROWTH = 4
MOST = 4.8  # a little more than linear: sorting, vectors that grow
MOST_PER_BYTE = 60_000  # the report of a tensor of three bytes takes most
UNCOUNTED = 2_000_000  # instructions that say nothing yet: memory that is got once


def counted(program, options, path):
    """(instructions, exit status) of a run."""
    arguments = [str(path) if option == "INPUT" else option for option in options]
    run = subprocess.run(
        ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", program, *arguments,
         "--threads", "1", str(path)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    found = re.findall(rb"I\s+refs:\s+([\d,]+)", run.stderr)
    if not found:
        sys.exit(f"valgrind counts nothing: {run.stderr.decode(errors='replace')}")
    return int(found[-1].replace(b",", b"")), run.returncode


def measured(program, at_rest, small, large):
    """(name, work a byte, growth, exit statuses) of one input in both sizes."""
    name, options, _ = small
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "input"
        counts = []
        statuses = []
        for _, _, data in (small, large):
            path.write_bytes(data)
            count, status = counted(program, options, path)
            counts.append(max(count - at_rest, 1))
            statuses.append(status)
    growth = counts[1] / counts[0] if counts[1] > UNCOUNTED else 1
    bytes_growth = len(large[2]) / len(small[2])
    return name, counts[1] / len(large[2]), growth / bytes_growth * GROWTH, statuses


def main():
    program = sys.argv[1]
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    with tempfile.NamedTemporaryFile(suffix=".json") as nothing:
        nothing.write(b"1")
        nothing.flush()
        at_rest, _ = counted(program, [], nothing.name)
    pairs = [pair for pair in zip(hostile.inputs(SIZE), hostile.inputs(SIZE * GROWTH)) if wanted in pair[0][0]]
    failures = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, per_byte, growth, statuses in pool.map(lambda pair: measured(program, at_rest, *pair), pairs):
            is_bad = growth > MOST or per_byte > MOST_PER_BYTE or not set(statuses) <= {0, 1, 2}
            failures += is_bad
            if is_bad or wanted:
                print(f"{name}: {per_byte:.0f} instructions a byte, {growth:.2f} times at {GROWTH} times the size, "
                      f"exits {statuses}", flush=True)
    print(f"{len(pairs)} inputs, {failures} of them take too much work")
    sys.exit(1 if failures or not pairs else 0)


if __name__ == "__main__":
    main()
