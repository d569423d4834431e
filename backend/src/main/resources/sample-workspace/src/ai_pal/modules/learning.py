"""Estimates how well the agent does in each component, from the feedback it gets."""

import json

NEGATIVE = ("explicit_negative", "implicit_negative", "gate_violation", "ari_alert", "edm_alert")
POSITIVE = ("explicit_positive", "implicit_positive")


class LearningModule:
    """One estimate between 0 and 1 for a component; 0.5 where nothing is known."""

    def __init__(self, rate=0.2):
        self.rate = rate
        self.estimates = {}
        self.seen = []

    def learn(self, event):
        """Moves the component's estimate towards the event's outcome."""
        if event["feedback_id"] in self.seen:
            return
        self.seen.append(event["feedback_id"])
        component = event["component"]
        old = self.estimates.get(component, 0.5)
        self.estimates[component] = old + self.rate * (self.outcome(event) - old)

    def outcome(self, event):
        if "rating" in event:
            return event["rating"]
        if event["type"] in NEGATIVE:
            return 0.0
        if event["type"] in POSITIVE:
            return 1.0
        return 0.5

    def learn_lines(self, lines):
        """Learns from JSON lines, as the feedback log has them, and answers how many there were."""
        count = 0
        for line in lines:
            self.learn(json.loads(line))
            count += 1
        return count

    def learn_file(self, path):
        file = open(path)
        count = self.learn_lines(file)
        file.close()
        return count

    def weakest(self, count=3):
        """The components that need work most, the worst first."""
        ranked = sorted(self.estimates.items(), key=lambda entry: entry[1])
        return [component for component, _ in ranked[:count]]
