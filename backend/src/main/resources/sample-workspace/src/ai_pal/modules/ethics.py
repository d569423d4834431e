"""What a reply may not do to the person it is for."""

import re
from dataclasses import dataclass

PRESSURE = ("you must decide now", "last chance", "everyone else already", "don't tell anyone")
CERTAINTY = ("guaranteed", "always works", "there is no risk", "100% safe")
DEPENDENCE = ("you need me", "only i can", "don't bother learning", "leave it to me from now on")


@dataclass(frozen=True)
class Concern:
    kind: str
    phrase: str


def _found(text, kind, phrases):
    return [Concern(kind, phrase) for phrase in phrases if phrase in text]


def review(reply):
    """Every concern about a reply, so that it can be rewritten rather than only refused."""
    text = re.sub(r"\s+", " ", reply).lower().replace("\u2019", "'")
    return (
        _found(text, "pressure", PRESSURE)
        + _found(text, "false_certainty", CERTAINTY)
        + _found(text, "dependence", DEPENDENCE)
    )


def acceptable(reply):
    return not review(reply)
