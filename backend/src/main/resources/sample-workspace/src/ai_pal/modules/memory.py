"""What the agent was told, until it expires."""

import time
from dataclasses import dataclass

DAY = 86_400


@dataclass(frozen=True)
class Note:
    at: float
    text: str


class Memory:
    """Notes in the order they were made. A note is forgotten when its days are over."""

    def __init__(self, days=30, clock=time.time):
        self.days = days
        self.clock = clock
        self.notes = []
        self.found = {}

    def remember(self, text):
        self.notes.append(Note(self.clock(), text))

    def forget_expired(self):
        """Drops what has expired and answers how many notes that were."""
        oldest = self.clock() - self.days * DAY
        kept = [note for note in self.notes if note.at >= oldest]
        dropped = len(self.notes) - len(kept)
        self.notes = kept
        return dropped

    def latest(self, count):
        """The newest notes, the newest last."""
        return self.notes[-count:]

    def recall(self, word):
        """Every note that has the word, whatever its case."""
        key = (word.lower(), len(self.notes))
        if key not in self.found:
            self.found[key] = [note for note in self.notes if word.lower() in note.text.lower()]
        return self.found[key]
