import os
import tempfile
import unittest

from ai_pal.improvement.patch_manager import PatchManager
from ai_pal.improvement.self_improvement import SelfImprovementLoop


def events(component, *kinds):
    return [
        {"feedback_id": f"{component}-{number}", "component": component, "type": kind}
        for number, kind in enumerate(kinds)
    ]


class SelfImprovementTest(unittest.TestCase):
    def test_says_nothing_on_too_little_feedback(self):
        self.assertEqual([], SelfImprovementLoop().suggestions(events("memory", *["explicit_negative"] * 4)))

    def test_says_nothing_where_most_is_well(self):
        kinds = ["explicit_positive"] * 7 + ["explicit_negative"] * 3
        self.assertEqual([], SelfImprovementLoop().suggestions(events("memory", *kinds)))

    def test_the_gravest_event_names_the_kind(self):
        kinds = ["explicit_negative", "edm_alert", "ari_alert", "gate_violation", "explicit_positive"]
        (suggestion,) = SelfImprovementLoop().suggestions(events("memory", *kinds))
        self.assertEqual("behaviour_change", suggestion.kind)
        self.assertEqual(4, len(suggestion.feedback_ids))


class PatchManagerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "memory.py")
        with open(self.path, "w", encoding="utf-8") as file:
            file.write("old\n")
        self.patches = PatchManager(folder.name)

    def content(self, path):
        with open(path, encoding="utf-8") as file:
            return file.read()

    def test_applies_what_is_approved_and_keeps_a_backup(self):
        request = self.patches.submit("memory.py", "new\n", "because", 0.8)
        self.assertEqual("APPLIED", self.patches.decide(request.request_id, True).status)
        self.assertEqual(("new\n", "old\n"), (self.content(self.path), self.content(self.path + ".backup")))

    def test_writes_nothing_that_is_denied(self):
        request = self.patches.submit("memory.py", "new\n", "because", 0.8)
        self.assertEqual("no", self.patches.decide(request.request_id, False, "no").comment)
        self.assertEqual("old\n", self.content(self.path))

    def test_decides_once(self):
        request = self.patches.submit("memory.py", "new\n", "because", 0.8)
        self.patches.decide(request.request_id, False)
        with self.assertRaises(ValueError):
            self.patches.decide(request.request_id, True)

    def test_keeps_nothing_that_the_gates_refuse(self):
        self.assertIsNone(self.patches.submit("src/ai_pal/modules/ethics.py", "", "because", 0.99))
        self.assertEqual([], self.patches.pending())
