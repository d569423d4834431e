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
        """The newest turns, in the order they were said."""
        start = len(self.turns) - self.window_turns - 1
        if start < 0:
            start = 0
        return self.turns[start:]

    def prompt(self, instruction):
        """The window as text under an instruction, ready for a model."""
        text = instruction + "\n"
        for turn in self.window():
            text = text + turn.speaker + ": " + turn.text + "\n"
        return text

    def speakers(self):
        """Who took part, in the order of their first turn."""
        found = []
        for turn in self.turns:
            if turn.speaker not in found:
                found.append(turn.speaker)
        return found
