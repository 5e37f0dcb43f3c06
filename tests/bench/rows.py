"""What was measured, and how it is shown: Markdown tables that are readable as they are."""

from dataclasses import dataclass
from typing import List, Optional


@dataclass
class Row:
    """One piece of work beside its limit, or, when it went wrong, the reason why there is nothing to report."""

    section: str
    work: str
    limit: str = ""  # what it is measured against
    seconds: float = 0.0
    limit_seconds: float = 0.0
    aim: Optional[float] = None  # the ratio aimed at
    aim_note: str = ""
    resident: Optional[float] = None  # peak, MiB
    resident_aim: Optional[float] = None
    wrong: str = ""

    @property
    def ratio(self):
        return self.seconds / self.limit_seconds

    @property
    def is_reached(self):
        """Whether everything aimed at is reached; None when nothing is."""
        pairs = [(self.ratio, self.aim), (self.resident, self.resident_aim)]
        aimed = [value <= aim for value, aim in pairs if aim is not None]
        return all(aimed) if aimed else None


@dataclass
class PeerRow:
    """Another program at the same work."""

    work: str
    peer: str
    seconds: float = 0.0
    limit_seconds: float = 0.0
    resident: float = 0.0
    wrong: str = ""


def time_text(seconds):
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= scale:
            return f"{seconds / scale:.3g} {unit}" if seconds < 1000 * scale else f"{seconds / scale:.0f} {unit}"
    return f"{seconds * 1e9:.3g} ns"


def ratio_text(ratio):
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def cells_of(row):
    if row.wrong:
        return [row.work, "wrong", row.wrong, "", "", "", "no"]
    aim = "" if row.aim is None else ratio_text(row.aim) + row.aim_note
    resident = "" if row.resident is None else f"{row.resident:.0f}"
    if row.resident_aim is not None:
        resident += f" of {row.resident_aim:.0f}"
    reached = {None: "", True: "yes", False: "no"}[row.is_reached]
    limit = f"{time_text(row.limit_seconds)} {row.limit}"
    return [row.work, time_text(row.seconds), limit, ratio_text(row.ratio), aim, resident, reached]


def peer_cells_of(row):
    if row.wrong:
        return [row.work, row.peer, "wrong", row.wrong, ""]
    ratio = ratio_text(row.seconds / row.limit_seconds)
    return [row.work, row.peer, time_text(row.seconds), ratio, f"{row.resident:.0f}"]


def table_text(titles, aligns, lines):
    """A Markdown table whose columns line up; aligns has an "l" or an "r" for each column."""
    widths = [max(len(line[column]) for line in [titles, *lines]) for column in range(len(titles))]

    def text(line):
        cells = [cell.rjust(width) if align == "r" else cell.ljust(width)
                 for cell, width, align in zip(line, widths, aligns)]
        return "| " + " | ".join(cells) + " |"

    rule = ["-" * (width - 1) + ":" if align == "r" else "-" * width for width, align in zip(widths, aligns)]
    return "\n".join([text(titles), text(rule), *(text(line) for line in lines)])


def rows_text(rows: List[Row]):
    """A table for each section, in the order in which they come."""
    titles = ["work", "this tool", "limit", "ratio", "aimed at", "resident MiB", "reached"]
    parts = []
    for section in dict.fromkeys(row.section for row in rows):
        lines = [cells_of(row) for row in rows if row.section == section]
        parts.append(f"**{section}**\n\n" + table_text(titles, "lrrrrrl", lines))
    return "\n\n".join(parts)


def peers_text(rows: List[PeerRow]):
    titles = ["work", "peer", "time", "ratio to the same limit", "resident MiB"]
    return "**Peers**\n\n" + table_text(titles, "llrrr", [peer_cells_of(row) for row in rows])
