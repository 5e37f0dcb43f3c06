#!/usr/bin/env python3
"""Compares the largest errors of softmax, PyTorch and SciPy against exact arithmetic: the table in docs/numerics.md.

    python3 tests/bench/accuracy.py build/release/softmax

Needs NumPy, SciPy, PyTorch and mpmath (Debian: python3-numpy python3-scipy python3-torch python3-mpmath); takes a
minute or two. All three get the same array of the dtype and compute along its last dim. Exact means: from the values
of that array, with 200 bits, by mpmath. An error is |result - exact| in units of the exact value's last place (ulp): the
distance between neighbouring values of the dtype there, never less than the smallest subnormal number.
"""

import argparse
import io
import math
import subprocess

import mpmath
import numpy
import scipy
import scipy.special
import torch

PRECISION = 200  # bits: far more than a float64 result near 0 needs beside inputs near 1000


def normal(seed, slices, length, sd=1.0, offset=0.0):
    return offset + sd * numpy.random.default_rng(seed).standard_normal((slices, length))


def dominated(seed, length, lead):
    """Normal numbers, of which element 0 is raised to `lead` above the largest of the others."""
    values = normal(seed, 1, length)
    values[0, 0] = values[0, 1:].max() + lead
    return values


# What stands in the table, and the input as float64; it is rounded to the dtype before anybody sees it.
CASES = [
    ("normal, sd 1; 10 × 1000, seed 1", normal(1, 10, 1000)),
    ("normal, sd 30; 10 × 1000, seed 2", normal(2, 10, 1000, sd=30)),
    ("normal, sd 1, mean 1000; 10 × 1000, seed 3", normal(3, 10, 1000, offset=1000)),
    ("normal, sd 10; 1 × 50257, seed 4", normal(4, 1, 50257, sd=10)),
    ("one leads by 33; 1 × 50257, seed 5", dominated(5, 50257, 33)),
]


def exact(values):
    """Softmax and log-softmax of one slice as lists of mpf."""
    exact_values = [mpmath.mpf(float(value)) for value in values]
    largest = max(exact_values)
    exponentials = [mpmath.exp(value - largest) for value in exact_values]
    total = mpmath.fsum(exponentials)
    log_total = mpmath.log(total)
    return ([e / total for e in exponentials], [value - largest - log_total for value in exact_values])


def ulp(value, dtype):
    """The distance between the dtype's values around `value`, as an exact power of two."""
    info = numpy.finfo(dtype)
    smallest = info.minexp - info.nmant  # the exponent of the smallest subnormal number
    if value == 0:
        return mpmath.ldexp(1, smallest)
    exponent = mpmath.frexp(value)[1] - 1
    return mpmath.ldexp(1, max(exponent - info.nmant, smallest))


def largest_error(results, exact_results, dtype):
    worst = 0.0
    for result, expected in zip(results, exact_results):
        if not math.isfinite(result):
            return math.inf
        worst = max(worst, float(abs(mpmath.mpf(float(result)) - expected) / ulp(expected, dtype)))
    return worst


def by_program(program, array, log):
    data = io.BytesIO()
    numpy.save(data, array)
    command = [program, "--quiet", "--dim", "-1"] + (["--log"] if log else [])
    done = subprocess.run(command, input=data.getvalue(), stdout=subprocess.PIPE, check=True)
    return numpy.load(io.BytesIO(done.stdout))


def by_torch(array, log):
    function = torch.log_softmax if log else torch.softmax
    return function(torch.from_numpy(array), dim=-1).numpy()


def by_scipy(array, log):
    function = scipy.special.log_softmax if log else scipy.special.softmax
    return function(array, axis=-1)


def shown(error):
    return f"{error:.2f}" if error < 1000 else f"{error:.1e}"


def main():
    parser = argparse.ArgumentParser(description="Largest errors in ulp against exact arithmetic, as a Markdown table.")
    parser.add_argument("program", help="the softmax to measure, e.g. build/release/softmax")
    program = parser.parse_args().program
    mpmath.mp.prec = PRECISION

    print(f"PyTorch {torch.__version__}, SciPy {scipy.__version__}, NumPy {numpy.__version__}\n")
    print("| input | dtype | softmax: this program | PyTorch | SciPy | log-softmax: this program | PyTorch | SciPy |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for name, wide in CASES:
        for dtype in (numpy.float32, numpy.float64):
            array = wide.astype(dtype)
            references = [exact(values) for values in array]
            errors = []
            for log in (False, True):
                expected = [element for reference in references for element in reference[log]]
                for results in (by_program(program, array, log), by_torch(array, log), by_scipy(array, log)):
                    errors.append(largest_error(results.ravel(), expected, dtype))
            print("| " + " | ".join([name, numpy.dtype(dtype).name, *map(shown, errors)]) + " |", flush=True)


if __name__ == "__main__":
    main()
