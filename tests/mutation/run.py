#!/usr/bin/env python3
"""Puts bugs into the program, one at a time, and sees that the tests notice: python3 tests/mutation/run.py [name...].

Works on a copy of the sources in build/mutation, which is built anew for each bug of mutants.txt with the preset
`mutation`. The tests that the list names run first, then, if they pass, all. Fails when a bug is not noticed or does
not compile, and, before any is tried, when one of the list can no longer be put in its place. A name may be a pattern
with *.
"""

import argparse
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from mutants import Trouble, applied, faults_of, mutants_of

root = Path(__file__).resolve().parents[2]
copy = root / "build" / "mutation"
program = copy / "build" / "mutation" / "tests" / "softmax_tests"
not_copied = {"build", ".git"}
longest_run = 1800  # seconds: a test that a bug keeps from ending has noticed it


def copy_sources():
    """Brings the copy up to date. What is the same stays untouched, so that it is not built again."""
    wanted = set()
    for entry in root.iterdir():
        if entry.name in not_copied:
            continue
        files = [entry] if entry.is_file() else [file for file in entry.rglob("*") if file.is_file()]
        for file in files:
            if "__pycache__" in file.parts:
                continue
            to = copy / file.relative_to(root)
            wanted.add(to)
            if to.exists() and to.read_bytes() == file.read_bytes():
                continue
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, to)
    for entry in copy.iterdir():
        if entry.name in not_copied:
            continue
        for file in [entry] if entry.is_file() else [file for file in entry.rglob("*") if file.is_file()]:
            if file not in wanted:
                file.unlink()


def check(mutants):
    """Ends the program when the list does not fit the sources."""
    files = [*(root / "src").rglob("*.cpp"), *(root / "src").rglob("*.h")]
    sources = {file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in files}
    if faults := faults_of(mutants, sources):
        sys.exit("tests/mutation/mutants.txt does not fit the sources:\n" + "\n".join(faults))


def build(jobs):
    """What the build says when it fails, else nothing."""
    done = subprocess.run(["cmake", "--build", "--preset", "mutation", "-j", str(jobs)], cwd=copy,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return "" if done.returncode == 0 else done.stdout


def failed_test(*options):
    """The first test case that fails, None when all pass. Throws Trouble when there is none to run."""
    command = [program, "--no-colors", "--abort-after=1", *options]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=longest_run, text=True, errors="replace")
    except subprocess.TimeoutExpired:
        return "a test that does not end"
    if done.returncode == 0:
        if re.search(r"test cases: +0 ", done.stdout):
            raise Trouble("no test has such a name: " + " ".join(options))
        return None
    named = re.search(r"^TEST CASE: +(.*)$", done.stdout, re.MULTILINE)
    return named.group(1) if named else f"status {done.returncode}"


def fate(mutant, jobs):
    """Which test notices a mutant; None when it survives."""
    path = copy / mutant.file
    source = path.read_text(encoding="utf-8")
    path.write_text(applied(mutant, source), encoding="utf-8")
    try:
        errors = build(jobs)
        if errors:
            raise Trouble("does not compile:\n" + errors)
        killer = failed_test("--test-case=" + mutant.tests)
        if killer is None and (killer := failed_test()):
            killer += " (not among those that are named)"
        return killer
    finally:
        path.write_text(source, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description="see that the tests notice seeded bugs")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of bugs, or patterns such as 'npy-*'; default all")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count(), help="compilers at once")
    parser.add_argument("--list", action="store_true", help="print the names and files of the bugs, and do nothing")
    parser.add_argument("--check", action="store_true",
                        help="look whether each bug can be put in its place, and do nothing")
    options = parser.parse_args()
    mutants = mutants_of((root / "tests" / "mutation" / "mutants.txt").read_text(encoding="utf-8"))
    for name in options.names:
        if not any(fnmatch.fnmatch(mutant.name, name) for mutant in mutants):
            sys.exit(f"there is no bug {name}")
    if options.check or not options.list:
        check(mutants)
    if options.check:
        return
    if options.names:
        mutants = [m for m in mutants if any(fnmatch.fnmatch(m.name, name) for name in options.names)]
    if options.list:
        for mutant in mutants:
            print(f"{mutant.name}  {mutant.file}")
        return

    copy.mkdir(parents=True, exist_ok=True)
    copy_sources()
    subprocess.run(["cmake", "--preset", "mutation"], cwd=copy, check=True, stdout=subprocess.DEVNULL)
    if errors := build(options.jobs):
        sys.exit("the sources do not compile as they are:\n" + errors)
    if killer := failed_test():
        sys.exit(f"without any bug this test fails: {killer}")

    trouble = 0
    for mutant in mutants:
        start = time.monotonic()
        try:
            killer = fate(mutant, options.jobs)
            text = f"killed    {mutant.name}: {killer}" if killer else f"SURVIVED  {mutant.name}: {mutant.why}"
        except Trouble as error:
            killer, text = None, f"FAILED    {mutant.name}: {error}"
        trouble += killer is None
        print(f"{text} [{time.monotonic() - start:.0f} s]", flush=True)
    print(f"{len(mutants)} bugs, {len(mutants) - trouble} noticed")
    sys.exit(1 if trouble else 0)


if __name__ == "__main__":
    main()
