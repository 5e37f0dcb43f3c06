"""The list of seeded bugs, mutants.txt, and how one is put into a source file."""

import collections
import dataclasses
import re
from pathlib import PurePosixPath

FEWEST = 45
FEWEST_OF_A_FOLDER = 5


@dataclasses.dataclass
class Mutant:
    name: str
    file: str = ""
    tests: str = ""  # patterns of doctest, with commas between them
    why: str = ""
    before: list[str] = dataclasses.field(default_factory=list)  # lines without their indentation
    after: list[str] = dataclasses.field(default_factory=list)


class Trouble(Exception):
    """Something in the list, or about a bug, that has to be mended."""


def mutants_of(text):
    """The mutants of a list. Throws Trouble for what is none."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        key, _, value = line.partition(" ")
        if key == "==" and value:
            found.append(Mutant(value))
        elif found and key in ("file", "tests", "why") and value and not getattr(found[-1], key):
            setattr(found[-1], key, value)
        elif found and key in ("-", "+") and value:
            (found[-1].before if key == "-" else found[-1].after).append(value.strip())
        else:
            raise Trouble(f"line {number}: expected one of ==, file, tests, why, - and +, found {line!r}")
    for mutant in found:
        if not (mutant.file and mutant.tests and mutant.why and mutant.before):
            raise Trouble(f"{mutant.name}: expected file, tests, why and a line that is replaced")
        if mutant.before == mutant.after:
            raise Trouble(f"{mutant.name}: changes nothing")
    return found


def applied(mutant, source):
    """The source with the bug in it. Throws Trouble when its lines do not stand in the source just once."""
    lines = source.split("\n")
    bare = [line.strip() for line in lines]
    count = len(mutant.before)
    places = [at for at in range(len(lines)) if bare[at:at + count] == mutant.before]
    if len(places) != 1:
        raise Trouble(f"its lines stand {len(places)} times in {mutant.file}, expected once")
    at = places[0]
    indent = re.match(r"\s*", lines[at]).group()
    lines[at:at + count] = [indent + line for line in mutant.after]
    return "\n".join(lines)


def faults_of(mutants, sources):
    """What has to be mended before the bugs can be tried, one line each. The sources are texts by their paths."""
    faults = []
    names = collections.Counter(mutant.name for mutant in mutants)
    faults += [f"{name}: {count} bugs have this name" for name, count in names.items() if count > 1]
    for mutant in mutants:
        try:
            if mutant.file not in sources:
                raise Trouble(f"there is no {mutant.file}")
            applied(mutant, sources[mutant.file])
        except Trouble as trouble:
            faults.append(f"{mutant.name}: {trouble}")
    if len(mutants) < FEWEST:
        faults.append(f"the list has {len(mutants)} bugs, expected {FEWEST} or more")
    folders = collections.Counter(str(PurePosixPath(mutant.file).parent) for mutant in mutants)
    for folder in sorted({str(PurePosixPath(path).parent) for path in sources} - {"src"}):
        if folders[folder] < FEWEST_OF_A_FOLDER:
            faults.append(f"{folder} has {folders[folder]} bugs, expected {FEWEST_OF_A_FOLDER} or more")
    return faults
