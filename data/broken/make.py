#!/usr/bin/env python3
"""Writes the broken .npy files beside this script: each has one thing wrong, the one that its name says.

    python3 make.py

Plain Python, so that nothing corrects them on the way. The same bytes every time.
"""

from pathlib import Path
from struct import pack

HERE = Path(__file__).resolve().parent
GOOD_DICT = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }"
DATA = pack("<4d", 1, 2, 3, 4)


def header(text, version=b"\1\0"):
    """The magic, the version, and a header padded as NumPy pads it, to a multiple of 64 bytes."""
    length_bytes = 2 if version == b"\1\0" else 4
    text += " " * (-(6 + 2 + length_bytes + len(text) + 1) % 64) + "\n"
    return b"\x93NUMPY" + version + len(text).to_bytes(length_bytes, "little") + text.encode()


def with_descr(descr):
    return header(f"{{'descr': {descr}, 'fortran_order': False, 'shape': (2,), }}")


FILES = {
    "truncated": header(GOOD_DICT) + DATA[:20],
    "truncated-header": header(GOOD_DICT)[:40],
    "trailing-bytes": header(GOOD_DICT) + DATA + b"extra",
    "bad-magic": b"\x93NUMPX" + header(GOOD_DICT)[6:] + DATA,
    "bad-version": header(GOOD_DICT, b"\4\0") + DATA,
    "header-not-a-dict": header("['<f8', False, (2, 2)]") + DATA,
    "header-too-long": b"\x93NUMPY\2\0" + pack("<I", 0xFFFFFFFF),
    "unknown-key": header("{'descr': '<f8', 'order': 'C', 'shape': (2, 2), }") + DATA,
    "missing-shape": header("{'descr': '<f8', 'fortran_order': False, }") + DATA,
    "duplicate-key": header("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }") + DATA,
    "negative-shape": header("{'descr': '<f8', 'fortran_order': False, 'shape': (-2, 2), }") + DATA,
    "shape-not-a-tuple": header("{'descr': '<f8', 'fortran_order': False, 'shape': (4), }") + DATA,
    "shape-too-large": header("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }") + DATA,
    "fortran-order-not-a-bool": header("{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 2), }") + DATA,
    "pickled": with_descr("'|O'") + b"\x80\4K\1K\2.",
    "complex": with_descr("'<c16'") + DATA,
    "structured": with_descr("[('x', '<f4'), ('y', '<f4')]") + DATA[:16],
    "void": with_descr("'|V2'") + b"\x80\x3f\x00\x40",
    "text": with_descr("'<U1'") + "ab".encode("utf-32-le"),
    "dates": with_descr("'<M8[D]'") + pack("<2q", 0, 1),
    "long-double": with_descr("'<f16'") + bytes(32),
    "unknown-type": with_descr("'<x8'") + DATA[:16],
}

for name, content in FILES.items():
    (HERE / f"{name}.npy").write_bytes(content)
