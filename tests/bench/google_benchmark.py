"""Rows from the programs that are written with Google Benchmark and in_turn.h."""

import json
import os
import subprocess
import sys
import tempfile

from rows import Row

NOISE = 1.03  # by which two measurements of the same may differ


def results_of(program, options=()):
    """What a program measured: one dictionary for each benchmark. What it prints goes to standard error."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "results.json")
        command = [program, f"--benchmark_out={path}", "--benchmark_out_format=json", *options]
        subprocess.run(command, stdout=sys.stderr, check=True)
        with open(path, encoding="utf-8") as file:
            return json.load(file)["benchmarks"]


def parts_of(result):
    """A name without what Google Benchmark adds: kernels, dtype, operation, shape, dim; or read, json, numbers."""
    return [part for part in result["name"].split("/") if part != "manual_time"]


def section_of(kind):
    if kind in ("read", "write"):
        return "Readers and writers in memory"
    if kind.startswith("threads:"):
        return f"In memory, {kind.split(':')[1]} threads beside a copy on one"
    if kind == "naive":
        return "In memory, one thread, the naive form"
    return f"In memory, one thread, {kind}" + (" (AVX-512)" if kind.startswith("AVX3") else "")


def work_of(parts):
    shown = parts if parts[0] in ("read", "write") else parts[1:]
    return " ".join(shown).replace(",", ", ").replace(":", " ")


def row_of(result):
    parts = parts_of(result)
    section, work = section_of(parts[0]), work_of(parts)
    if result.get("error_occurred"):
        return Row(section, work, wrong=result["error_message"])
    return Row(section, work, result["label"], result["work_s"], result["limit_s"], result.get("aim"))


def aim_log_softmax_at_softmax(rows):
    """Where something is aimed at, log-softmax has to be as fast as softmax."""
    ratios = {(row.section, row.work): row.ratio for row in rows if not row.wrong}
    for row in rows:
        softmax = ratios.get((row.section, row.work.replace("log-softmax", "softmax")))
        if "log-softmax" in row.work and row.aim is not None and softmax is not None:
            row.aim, row.aim_note = softmax * NOISE, " (softmax)"


def rows_of(results):
    """All of them but exponentials, which are no work of their own, unless they are wrong."""
    shown = [result for result in results if result["name"].split("/")[0] != "exponentials" or
             result.get("error_occurred")]
    rows = [row_of(result) for result in shown]
    aim_log_softmax_at_softmax(rows)
    return rows
