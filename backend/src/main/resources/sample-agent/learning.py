"""Estimates how well the agent does in each component, from the feedback it gets."""

import json
import logging

NEGATIVE = ("explicit_negative", "implicit_negative", "gate_violation", "ari_alert", "edm_alert")
POSITIVE = ("explicit_positive", "implicit_positive")

log = logging.getLogger(__name__)


class LearningModule:
    """One estimate between 0 and 1 for a component; 0.5 where nothing is known."""

    def __init__(self, rate=0.2):
        self.rate = rate
        self.estimates = {}
        self.seen = set()

    def learn(self, event):
        """Moves the component's estimate towards the event's outcome.

        Raises ValueError where the event is not one, and has changed nothing then.
        """
        try:
            feedback_id, component = str(event["feedback_id"]), str(event["component"])
            outcome = self.outcome(event)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a feedback event: {error}") from None
        if feedback_id in self.seen:
            return
        self.seen.add(feedback_id)
        old = self.estimates.get(component, 0.5)
        self.estimates[component] = old + self.rate * (outcome - old)

    def outcome(self, event):
        if "rating" in event:
            return min(1.0, max(0.0, float(event["rating"])))
        if event["type"] in NEGATIVE:
            return 0.0
        if event["type"] in POSITIVE:
            return 1.0
        return 0.5

    def learn_lines(self, lines):
        """Learns from JSON lines, as the feedback log has them, and answers how many there were.

        A line that cannot be used is logged with its number and left out; the others count.
        """
        count = 0
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                self.learn(json.loads(line))
            except ValueError as error:
                log.warning("line %d of the feedback is left out: %s", number, error)
                continue
            count += 1
        return count

    def learn_file(self, path):
        with open(path, encoding="utf-8") as file:
            return self.learn_lines(file)

    def weakest(self, count=3):
        """The components that need work most, the worst first."""
        ranked = sorted(self.estimates.items(), key=lambda entry: entry[1])
        return [component for component, _ in ranked[:count]]
