"""Looks at the feedback of the last weeks and says which component should be improved."""

from collections import defaultdict
from dataclasses import dataclass, field

NEUTRAL = {"explicit_positive", "implicit_positive", "performance_metric"}


@dataclass(frozen=True)
class Suggestion:
    component: str
    kind: str
    confidence: float
    feedback_ids: list = field(default_factory=list)


class SelfImprovementLoop:
    """Suggests only where there is enough feedback, and enough of it is bad."""

    def __init__(self, min_feedback=5, negative_share=0.3):
        self.min_feedback = min_feedback
        self.negative_share = negative_share

    def suggestions(self, events):
        """The suggestions that the events give reason for, the most certain first."""
        by_component = defaultdict(list)
        for event in events:
            by_component[event["component"]].append(event)
        found = [self._suggest(component, its) for component, its in by_component.items()]
        return sorted(filter(None, found), key=lambda suggestion: -suggestion.confidence)

    def _suggest(self, component, events):
        negative = [event for event in events if event["type"] not in NEUTRAL]
        share = len(negative) / len(events)
        if len(events) < self.min_feedback or share <= self.negative_share:
            return None
        confidence = 0.7 * share + 0.3 * min(1.0, len(negative) / 20)
        ids = [event["feedback_id"] for event in negative]
        return Suggestion(component, self._kind(negative), round(confidence, 3), ids)

    @staticmethod
    def _kind(negative):
        types = {event["type"] for event in negative}
        if "gate_violation" in types:
            return "behaviour_change"
        if "ari_alert" in types:
            return "parameter_adjustment"
        if "edm_alert" in types:
            return "prompt_refinement"
        return "parameter_adjustment"
