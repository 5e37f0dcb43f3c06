"""What the passes over memory and the exponentials of each work predict, beside what was measured.

A copy of an array reads and writes it once: two arrays move. Whatever reads x once and writes y once can't be faster
than that, nor than its exponentials, computed in the nearest cache. The larger of both bounds is the roofline.
"""

from dataclasses import dataclass

from google_benchmark import parts_of, work_of
from rows import ratio_text, table_text, time_text


@dataclass(frozen=True)
class Passes:
    """Of one work, for each element."""

    arrays: int  # values read from memory and written to it
    exponentials: int


# By operation, shape and dim; src/compute/map-inl.h and softmax.cpp are what this describes.
PASSES = {
    ("softmax", "(4096,4096)", "dim:1"): Passes(2, 1),  # exponentials are kept
    ("softmax", "(4096,4096)", "dim:0"): Passes(3, 2),  # x is read twice
    ("softmax", "(1000000,10)", "dim:1"): Passes(2, 1),
    ("softmax", "(320,50257)", "dim:1"): Passes(2, 2),  # too long to be kept; x is read again from a near cache
    ("log-softmax", "(4096,4096)", "dim:1"): Passes(2, 1),
    ("log-softmax", "(4096,4096)", "dim:0"): Passes(3, 1),
    ("log-softmax", "(1000000,10)", "dim:1"): Passes(2, 1),
    ("log-softmax", "(320,50257)", "dim:1"): Passes(2, 1),
}


def elements_of(shape):
    rows, columns = shape.strip("()").split(",")
    return int(rows) * int(columns)


def seconds_per_exponential(results):
    """By kernels and dtype; in the fastest run, as it is a bound."""
    found = {}
    for result in results:
        kind, *names = parts_of(result)
        if kind == "exponentials" and not result.get("error_occurred"):
            found[tuple(names)] = result["best_s"] / result["elements"]
    return found


def line_of(result, per_exponential):
    """Cells for one work, or nothing where there is no model of it."""
    kernels, dtype, *work = parts_of(result)
    passes = PASSES.get(tuple(work))
    cost = per_exponential.get((kernels, dtype))
    if passes is None or cost is None or result.get("error_occurred"):
        return None
    memory = result["limit_s"] * passes.arrays / 2
    exponentials = cost * passes.exponentials * elements_of(work[1])
    roof = max(memory, exponentials)
    size = int(dtype[len("float"):]) // 8
    return [work_of(parts_of(result)), str(passes.arrays * size), str(passes.exponentials), time_text(memory),
            time_text(exponentials), time_text(result["work_s"]), ratio_text(result["work_s"] / roof)]


def roofline_text(results):
    """A table for each set of kernels; empty when there is none."""
    costs = seconds_per_exponential(results)
    titles = ["work", "bytes", "exponentials", "memory", "arithmetic", "measured", "of the roofline"]
    tables = []
    for kernels in dict.fromkeys(kernels for kernels, _ in costs):
        lines = [line_of(result, costs) for result in results if parts_of(result)[0] == kernels]
        lines = [line for line in lines if line]
        each = ", ".join(f"{time_text(cost)} an exponential of {dtype}" for (name, dtype), cost in costs.items()
                         if name == kernels)
        if lines:
            title = f"**Roofline, {kernels}: {each}**"
            tables.append(title + "\n\n" + table_text(titles, "lrrrrrr", lines))
    return "\n\n".join(tables)
