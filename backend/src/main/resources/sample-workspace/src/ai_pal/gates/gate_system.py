"""The four gates. Every act of the agent passes all of them, or it does not happen."""

import posixpath
from dataclasses import dataclass

from ai_pal.core.config import PROTECTED_FILES

MIN_DELTA_AGENCY = 0.0
MIN_HUMANITY = 0.6
MIN_OVERSIGHT = 0.8
MIN_ALIGNMENT = 0.7
MAX_PATCHES_PER_DAY = 5
MAX_CHANGED_LINES = 400


@dataclass(frozen=True)
class Act:
    """What the agent is about to do, with the estimates its monitors made of it."""

    name: str
    delta_agency: float
    humanity: float
    oversight: float
    alignment: float


@dataclass(frozen=True)
class GateResult:
    gate_type: str
    passed: bool
    score: float
    reason: str


def _judge(gate_type, score, least):
    passed = score >= least
    relation = "reaches" if passed else "stays below"
    return GateResult(gate_type, passed, score, f"{score:.2f} {relation} {least:.2f}")


def evaluate(act):
    """All four verdicts, in a fixed order; one gate that fails does not hide the others."""
    return [
        _judge("autonomy", act.delta_agency, MIN_DELTA_AGENCY),
        _judge("humanity", act.humanity, MIN_HUMANITY),
        _judge("oversight", act.oversight, MIN_OVERSIGHT),
        _judge("alignment", act.alignment, MIN_ALIGNMENT),
    ]


def permits(act):
    return all(result.passed for result in evaluate(act))


def permits_patch(target_file, changed_lines, patches_today):
    """Whether a patch may be put before a person at all. It says nothing about why not."""
    if posixpath.normpath(target_file) in PROTECTED_FILES:
        return False
    return changed_lines <= MAX_CHANGED_LINES and patches_today < MAX_PATCHES_PER_DAY
