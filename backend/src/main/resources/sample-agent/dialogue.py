"""The part of a conversation that is put before the model."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    speaker: str
    text: str


class Dialogue:
    """A conversation; only its last turns are in the window."""

    def __init__(self, window_turns=12):
        self.window_turns = window_turns
        self.turns = []

    def say(self, speaker, text):
        self.turns.append(Turn(speaker, text))

    def window(self):
        """The newest turns, at most window_turns of them, in the order they were said."""
        start = max(0, len(self.turns) - self.window_turns)
        return self.turns[start:]

    def prompt(self, instruction):
        """The window as text under an instruction, ready for a model."""
        lines = [instruction] + [f"{turn.speaker}: {turn.text}" for turn in self.window()]
        return "\n".join(lines) + "\n"

    def speakers(self):
        """Who took part, in the order of their first turn."""
        return list(dict.fromkeys(turn.speaker for turn in self.turns))
