#!/usr/bin/env python3
"""Writes torch.json and numpy.json beside this script: tensors and how the two libraries print them, for
tests/formats/printed/torch_test.cpp and tests/formats/printed/numpy_test.cpp.

    python3 make.py

Each file is an array of

    {"dtype": "float32", "shape": [2, 3], "values": ["0.5", ...], "precision": null, "printed": "tensor(...)"}

The values are in row-major order, each the shortest decimal that reads back as the same value of float64, or "nan",
"inf", "-inf". Nothing is summarised: the threshold is infinite, and all other options of printing are the defaults;
but where the precision is a number N, they are precision=N and sci_mode=False (PyTorch), or precision=N,
floatmode="fixed" and suppress=True (NumPy). bfloat16 is in NumPy's file as float32.

Running the script again gives the same bytes (made with PyTorch 1.13 and NumPy 1.24). The seeds are fixed.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).resolve().parent
DTYPES = ("float16", "bfloat16", "float32", "float64")
NAN, INF = float("nan"), float("inf")


def rounded(values, dtype):
    """The values as float64, each rounded to the dtype."""
    tensor = torch.tensor(np.asarray(values, dtype=np.float64), dtype=torch.float64)
    return tensor.to(getattr(torch, dtype)).to(torch.float64).numpy()


def softmax(x):
    shifted = np.exp(x - x.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def tensors():
    """Pairs of a dtype and an array of float64 whose values are of the dtype."""
    random = np.random.default_rng(20240521)

    def normal(shape, scale=1.0):
        return random.standard_normal(shape) * scale

    def magnitudes(shape, lowest, highest):
        return random.choice([-1.0, 1.0], shape) * 10.0 ** random.uniform(lowest, highest, shape)

    cases = []

    def add(values, dtypes=DTYPES):
        cases.extend((dtype, rounded(values, dtype)) for dtype in dtypes)

    def add_one(values):
        """In one dtype, which changes from case to case."""
        dtype = DTYPES[len(cases) % len(DTYPES)]
        cases.append((dtype, rounded(values, dtype)))

    for shape in ((), (1,), (3,), (2, 3), (2, 2, 3), (2, 1, 2, 2), (2, 1, 2, 1, 2), (1, 1, 1, 1, 1), (3, 1), (1, 4)):
        add_one(softmax(normal(shape + (5,)))[..., 0])
        add_one(normal(shape))
        add_one(np.round(normal(shape, 5)))
    for shape in ((0,), (0, 3), (2, 0), (2, 0, 3), (0, 0), (1, 1, 1, 1, 0)):
        add(np.zeros(shape))
    add(np.zeros((1,) * 30 + (0,)), ("float32", "float64"))
    for scalar in (0.0, -0.0, 1.0, -1.0, 0.5, 0.1, 1 / 3, 1e-5, 1e8, 65504.0, 1e-12, 1e12, NAN, INF, -INF):
        if abs(scalar) <= 65504 or not np.isfinite(scalar):
            add_one(scalar)
        else:
            cases.append(("float32", rounded(scalar, "float32")))
        cases.append(("float64", np.float64(scalar)))

    # Rows around the ends of the lines.
    for length in range(5, 41):
        add_one(softmax(normal((2, length))))
        logits = normal((length,), 30)
        add_one((logits, -np.log(np.abs(logits)), np.round(logits))[length % 3])
    for length in (7, 8, 9, 10, 11, 24, 25):
        add_one(softmax(normal((2, 2, length))))
    add_one(normal((2, 1, 1, 2, 12)))

    # What decides on the notation.
    add([0.99995, 0.5])
    add([0.00005, 0.99995])
    add([0.999999999, 0.25], ("float32", "float64"))
    add([0.123456785, 0.99999999499, 0.5], ("float64",))
    for small in (9.9999e-5, 1e-4, 1.00001e-4, 0.000999):
        add([small, 0.05], ("float32", "float64"))
        add([small, 1.0], ("float16", "float32"))
    for large in (9999999.0, 99999999.0, 1e8, 100000001.0, 123456789.0, 99999992.0):
        add([large, large / 2], ("float32", "float64"))
        add([large, large - 0.5], ("float64",))
    for low, high in ((1.0, 1000.0), (1.0, 1001.0), (0.5, 500.0), (0.5, 500.25), (0.001, 1.0), (0.0010004, 1.0)):
        add([low, high])
    add([1 / 3, 1000 / 3], ("float16", "float32", "float64"))
    add([2.0**-n for n in range(0, 14)])
    add([2.0**-44, 2.0**-43, 1.5 * 2.0**-44], ("float32", "float64"))
    add([2.0**-96, 2.0**87, 2.0**90], ("float32", "float64"))
    add([67108865.001953125, 67108864.5], ("float64",))
    add([16777216.0, 33554432.0, 0.0], ("float32",))
    add([65504.0, 65472.0, 2049.0], ("float16",))

    # Magnitudes.
    for exponent in range(-12, 13, 2):
        add_one(magnitudes((2, 3), min(exponent, 4), min(exponent, 4) + 0.5))
        cases.append(("float32", rounded(magnitudes((2, 3), exponent, exponent + 1), "float32")))
        cases.append(("float64", magnitudes((3, 2), exponent, exponent + 2)))
    for lowest, highest in ((-12, 12), (-5, 0), (-3, 0), (0, 3), (0, 2), (4, 9), (-300, 300)):
        cases.append(("float64", magnitudes((2, 6), lowest, highest)))
        if highest < 30:
            cases.append(("float32", rounded(magnitudes((3, 5), lowest, highest), "float32")))
    add([6e-8, 1e-7, 5.96e-8], ("float16",))
    add([1e-45, 3e-42, 1.17549435e-38], ("float32",))
    add([5e-324, 1e-310, 2.2250738585072014e-308], ("float64",))
    add([1.7976931348623157e308, 1.0], ("float64",))
    add([5e-324, 1.0], ("float64",))

    # Probabilities and their logarithms.
    for scale in (0.1, 1.0, 3.0, 10.0, 30.0):
        add(softmax(normal((2, 5), scale)))
        add(np.log(softmax(normal((2, 4), scale))))
    add(np.eye(3))
    add([[0.25, 0.25, 0.5], [1.0, 0.0, 0.0]])

    # What is no finite number, and zeros.
    for values in ([NAN, 0.5, 0.25], [INF, 1.0, 2.0], [-INF, 1.5, -2.0], [NAN, INF, -INF, 1e-7], [NAN, NAN], [INF, INF],
                   [-INF], [NAN, 0.0], [-0.0, 0.0], [-0.0, 1.0], [-0.0, 1e-6], [0.0] * 30, [NAN] * 25, [-INF, 1e-6],
                   [-0.0, NAN], [-INF, 100.0, 12.5], [[NAN, 1.0], [2.0, 3.0]]):
        add_one(values)
        cases.append(("float64", np.array(values)))
    return cases


def fixed():
    """Triples of a precision, a dtype and an array."""
    random = np.random.default_rng(20240522)
    cases = []
    for precision in (0, 1, 2, 3, 4, 8, 12, 20):
        for dtype in DTYPES:
            x = random.standard_normal((2, 4)) * 3
            cases.append((precision, dtype, rounded(softmax(x), dtype)))
            cases.append((precision, dtype, rounded(x, dtype)))
        cases.append((precision, "float64", np.array([1.0, 0.0, 1e-9, 0.5])))
        cases.append((precision, "float64", np.array([1.0, 2000.0, -3.0])))
        cases.append((precision, "float64", np.array([1.0, 0.0, 12.0])))
        cases.append((precision, "float32", rounded([1.5, NAN, -INF, 0.05, -0.0], "float32")))
        cases.append((precision, "float64", np.array([1.5e8, 0.5, -2.5])))
        cases.append((precision, "float64", np.array(0.25)))
        cases.append((precision, "float64", np.array([NAN, INF])))
    return cases


def decimal(value):
    return repr(float(value)).removesuffix(".0")


def torch_print(dtype, values, precision):
    torch.set_printoptions(profile="full")
    if precision is not None:
        torch.set_printoptions(precision=precision, sci_mode=False)
    return str(torch.tensor(values, dtype=torch.float64).to(getattr(torch, dtype)))


def numpy_print(dtype, values, precision):
    options = {"threshold": sys.maxsize}
    if precision is not None:
        options.update(precision=precision, floatmode="fixed", suppress=True)
    with np.printoptions(**options):
        return repr(np.asarray(values).astype(dtype))


def is_fixed_in_torch(values):
    """Whether PyTorch, asked for a precision, gives it to every number: not to whole ones, nor where it would rather have
    scientific notation, whose width it keeps."""
    deciding = np.abs(values[np.isfinite(values) & (values != 0)])
    if deciding.size == 0 or np.all(deciding == np.ceil(deciding)):
        return False
    return deciding.max() <= 1e8 and deciding.min() >= 1e-4 and deciding.max() / deciding.min() <= 1000


def is_fixed_in_numpy(values):
    """Whether NumPy, asked for a precision, gives it to every number: not from 1e8 on."""
    return not np.any(np.abs(values[np.isfinite(values)]) >= 1e8)


def write(name, printed, dtype_of, is_fixed, cases):
    entries = []
    for precision, dtype, values in cases:
        values = np.asarray(values, dtype=np.float64)
        if precision is not None and not is_fixed(values):
            continue  # the program gives every number the precision
        entries.append(json.dumps({
            "dtype": dtype_of(dtype),
            "shape": list(values.shape),
            "values": [decimal(value) for value in values.reshape(-1)],
            "precision": precision,
            "printed": printed(dtype_of(dtype), values, precision),
        }))
    (HERE / name).write_text("[\n" + ",\n".join(entries) + "\n]\n")


if __name__ == "__main__":
    every = [(None, dtype, values) for dtype, values in tensors()] + fixed()
    write("torch.json", torch_print, lambda dtype: dtype, is_fixed_in_torch, every)
    write("numpy.json", numpy_print, lambda dtype: "float32" if dtype == "bfloat16" else dtype, is_fixed_in_numpy,
          every)
