"""Runs programs in turn and measures them: wall time and peak memory.

What a program is charged with starts at the memory of the process that starts it, so this one stays small: inputs are
made and outputs checked by other processes.
"""

import os
import statistics
import time
from dataclasses import dataclass
from typing import List


@dataclass
class Contestant:
    """A program at some work."""

    name: str
    command: List[str]
    output: str = os.devnull  # where its result ends up
    prints: bool = True  # on standard output; else it opens `output` itself
    most_runs: int = 10**6  # slow ones need no precision


@dataclass
class Measured:
    seconds: float  # the median
    resident: float  # peak, MiB


class Failed(Exception):
    """A program did not end well."""


def run(contestant):
    """Seconds and peak MiB of one run. An older output is removed first, as part of nobody's time."""
    if contestant.output != os.devnull and os.path.exists(contestant.output):
        os.unlink(contestant.output)
    target = contestant.output if contestant.prints else os.devnull
    actions = [(os.POSIX_SPAWN_OPEN, 1, target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
               (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    process = os.posix_spawnp(contestant.command[0], contestant.command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        raise Failed(f"{contestant.name} ended with status {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024


def in_turn(contestants, runs, check=None):
    """Each contestant by name, measured `runs` times after a run for warming up, or the reason why it is not. One that
    has fewer runs is measured in the first turns.

    `check(contestant)` gives what is wrong with its output, or nothing, after its last run.
    """
    figures = {contestant.name: [] for contestant in contestants}
    wrong = {}
    for turn in range(runs + 1):
        for contestant in contestants:
            last = min(runs, contestant.most_runs)
            if contestant.name in wrong or turn > last:
                continue
            try:
                figures[contestant.name].append(run(contestant))
            except Failed as trouble:
                wrong[contestant.name] = str(trouble)
                continue
            reason = check(contestant) if check and turn == last else None
            if reason:
                wrong[contestant.name] = reason
    return {name: wrong.get(name) or summary(pairs[1:]) for name, pairs in figures.items()}


def summary(pairs):
    return Measured(statistics.median(seconds for seconds, _ in pairs), max(resident for _, resident in pairs))
