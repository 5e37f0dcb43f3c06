#!/usr/bin/env python3
"""All benchmarks, one after another, and their tables in Markdown: what docs/performance.md shows.

`./dev bench` builds, and calls this with its options, which are those of commands.py. The exit status is 1 when a
result was wrong.
"""

import os
import platform
import sys
import time

import commands
import google_benchmark
from roofline import roofline_text
from rows import peers_text, rows_text


def machine():
    """This machine and today, in a line."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), model)
    except OSError:
        pass
    return f"{model}, {os.cpu_count()} cores, Linux {platform.release()}, {time.strftime('%Y-%m-%d')}"


def show(text):
    """Each table as soon as it is there."""
    if text:
        print(text + "\n", flush=True)


def benchmark_results(options):
    results = []
    for name in ("kernels_bench", "parsers_bench"):
        commands.progress(name)
        program = os.path.join(options.build, "tests", "bench", name)
        results += google_benchmark.results_of(program, ["--benchmark_filter=-SCALAR"])
    return results


def main():
    options = commands.option_parser("Kernels, parsers and whole commands beside their limits.").parse_args()
    show(machine())
    results = benchmark_results(options)
    rows = google_benchmark.rows_of(results)
    show(rows_text(rows))
    show(roofline_text(results))
    own, others = commands.measured_rows(options)
    show(rows_text(own))
    show(peers_text(others) if others else "")
    sys.exit(1 if any(row.wrong for row in rows + own) else 0)


if __name__ == "__main__":
    main()
