#!/usr/bin/env python3
"""Whole commands beside their limit, on the same files in one run, in turn: a table of medians.

    ./dev bench commands [OPTIONS]

The limit of .npy is `cp` of the file, that of JSON and CSV what the fastest parser and printer need on one thread
(text_limit.cpp), that of start-up /bin/true. Outputs are checked; for a wrong one there is a reason in place of
figures, and the exit status is 1. Needs Python's standard library; peers are measured where they are installed.
"""

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass

import peers
from in_turn import Contestant, in_turn
from rows import PeerRow, Row, peers_text, rows_text

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "..", "..", "build", "bench")
SECTION = "Whole commands"
WORKS = ("npy", "npy0", "json", "csv", "start")
OWN_ULPS = 2
PEER_ULPS = 1000  # they err more: README.md tells how much
RUNS_OF_START = 300


@dataclass
class Work:
    """One row to be: what is done to a file of this kind and shape along this dim, and what is aimed at."""

    title: str
    kind: str
    shape: tuple
    dim: int
    aim: float
    resident_aim: float


def progress(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def script(name, *arguments):
    """Runs a script of this folder; gives what it says when it fails."""
    done = subprocess.run([sys.executable, os.path.join(HERE, name), *map(str, arguments)], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    return done.stderr.strip().splitlines()[-1:] if done.returncode else []


def make_input(work, path):
    trouble = script("inputs.py", work.kind, *work.shape, path)
    if trouble:
        raise SystemExit(f"bench: could not make {path}: {trouble[0]}")


def checker(work, given):
    """What in_turn asks about outputs: those of limits are copies, those of others softmax."""

    def check(contestant):
        if contestant.name == "cp" or contestant.name == "text_limit":
            trouble = script("verify.py", "copy", given, contestant.output, *work.shape)
        else:
            ulps = OWN_ULPS if contestant.name == "softmax" else PEER_ULPS
            trouble = script("verify.py", "softmax", given, contestant.output, *work.shape, work.dim, ulps)
        return trouble[0] if trouble else None

    return check


def rows_of(work, limit_name, contestants, measured):
    """Rows of this tool and of its peers; the first contestant is the limit, the second this tool."""
    limit, own = (measured[contestant.name] for contestant in contestants[:2])
    if isinstance(limit, str):
        return [Row(SECTION, work.title, wrong=f"the limit: {limit}")], []
    if isinstance(own, str):
        return [Row(SECTION, work.title, wrong=own)], []
    row = Row(SECTION, work.title, limit_name, own.seconds, limit.seconds, work.aim, resident=own.resident,
              resident_aim=work.resident_aim)
    others = []
    for contestant in contestants[2:]:
        result = measured[contestant.name]
        if isinstance(result, str):
            others.append(PeerRow(work.title, contestant.name, wrong=result))
        else:
            others.append(PeerRow(work.title, contestant.name, result.seconds, limit.seconds, result.resident))
    return [row], others


def npy_rows(options, folder, dims):
    shape = (max(int(16384 * options.scale), 1), 16384)
    given, output = os.path.join(folder, "x.npy"), os.path.join(folder, "y.npy")
    size = f"{4 * math.prod(shape) / 2**20:.0f} MiB"
    rows, others = [], []
    for dim in dims:
        name = "last dim" if dim == 1 else "dim 0"
        work = Work(f".npy float32, {size}, {name}", "npy", shape, dim, 1.3 if dim == 1 else 2.0, 64)
        if not os.path.exists(given):
            make_input(work, given)
        progress(work.title)
        command = [program(options), "--quiet", "--dim", str(dim), "--output", output, given]
        contestants = [Contestant("cp", ["cp", given, output], output, prints=False),
                       Contestant("softmax", command, output, prints=False)]
        if options.peers:
            contestants += peers.npy_peers(given, output, dim)
        measured = in_turn(contestants, options.runs, checker(work, given))
        row, peer_rows = rows_of(work, "cp", contestants, measured)
        rows += row
        others += peer_rows
    os.unlink(given)
    os.unlink(output)
    return rows, others


def program(options):
    return options.program or os.path.join(options.build, "softmax")


def text_limit(options):
    return os.path.join(options.build, "tests", "bench", "text_limit")


def text_limit_name(options):
    command = [text_limit(options), "--name"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


def text_rows(options, folder, kind):
    shape = (max(int(4000 * options.scale), 1), 1000)
    elements = math.prod(shape)
    twice = 2 * 8 * elements / 2**20  # the tensor, MiB
    work = Work(f"{kind.upper()}, {elements / 1e6:g} million float64", kind, shape, 1, 0.6, twice + 64)
    given, output = os.path.join(folder, f"x.{kind}"), os.path.join(folder, f"y.{kind}")
    make_input(work, given)
    progress(work.title)
    contestants = [Contestant("text_limit", [text_limit(options), given], os.path.join(folder, "y.numbers")),
                   Contestant("softmax", [program(options), "--quiet", "--dim", "1", given], output)]
    if options.peers:
        contestants += peers.json_peers(given, output) if kind == "json" else peers.csv_peers(given, output)
    measured = in_turn(contestants, options.runs, checker(work, given))
    os.unlink(given)
    return rows_of(work, text_limit_name(options), contestants, measured)


def start_rows(options, folder):
    work = Work("start-up, a 2×3 tensor", "json", (2, 3), 1, 1.7, None)
    given, output = os.path.join(folder, "x.json"), os.path.join(folder, "y.json")
    make_input(work, given)
    progress(work.title)
    command = [program(options), "--quiet", "--dim", "1", given]
    contestants = [Contestant("/bin/true", ["/bin/true"]), Contestant("softmax", command)]
    checked = in_turn([Contestant("softmax", command, output)], 1, checker(work, given))
    measured = in_turn(contestants, RUNS_OF_START)
    if isinstance(checked["softmax"], str):
        measured["softmax"] = checked["softmax"]
    if options.peers:
        contestants += peers.start_peers(given)
        measured.update(in_turn(contestants[2:], peers.RUNS))
    return rows_of(work, "/bin/true", contestants, measured)


def folder_with_room(options):
    """Memory where there is room for a few copies of the largest file, so that no disk is measured."""
    needed = 3 * int(2**30 * options.scale)
    for folder in [options.directory] if options.directory else ["/dev/shm", tempfile.gettempdir()]:
        if os.path.isdir(folder) and shutil.disk_usage(folder).free >= needed:
            return folder
    raise SystemExit(f"bench: expected a folder with {needed >> 20} MiB free; try --scale 0.1, or --directory")


def measured_rows(options):
    """Rows of this tool, and those of its peers."""
    rows, others = [], []
    with tempfile.TemporaryDirectory(dir=folder_with_room(options)) as folder:
        dims = [dim for name, dim in (("npy", 1), ("npy0", 0)) if name in options.only]
        parts = [lambda: npy_rows(options, folder, dims)] if dims else []
        texts = [kind for kind in ("json", "csv") if kind in options.only]
        parts += [lambda kind=kind: text_rows(options, folder, kind) for kind in texts]
        parts += [lambda: start_rows(options, folder)] if "start" in options.only else []
        for part in parts:
            own, peer_rows = part()
            rows += own
            others += peer_rows
    return rows, others


def works(text):
    names = text.split(",")
    unknown = [name for name in names if name not in WORKS]
    if unknown:
        raise argparse.ArgumentTypeError(f"expected some of {','.join(WORKS)}, found {unknown[0]!r}")
    return names


def option_parser(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--build", type=os.path.abspath, default=BUILD, help="where the benchmarks are built")
    parser.add_argument("--program", type=os.path.abspath, help="the softmax to measure (default: the one built there)")
    parser.add_argument("--only", type=works, default=list(WORKS), metavar="LIST", help=f"some of {','.join(WORKS)}")
    parser.add_argument("--runs", type=int, default=5, help="of each program at each work (default 5)")
    parser.add_argument("--scale", type=float, default=1.0, help="of all sizes: 1 is 1 GiB of .npy (default 1)")
    parser.add_argument("--directory", help="where files are made (default /dev/shm, else the temporary one)")
    parser.add_argument("--no-peers", dest="peers", action="store_false", help="measure the limits alone")
    return parser


def main():
    rows, others = measured_rows(option_parser("Whole commands beside their limits and peers.").parse_args())
    print(rows_text(rows))
    if others:
        print("\n" + peers_text(others))
    sys.exit(1 if any(row.wrong for row in rows) else 0)


if __name__ == "__main__":
    main()
