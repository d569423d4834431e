import json
import os
import tempfile
import unittest

from ai_pal.modules.learning import LearningModule


def event(number, kind="explicit_negative", component="storage", **more):
    return {"feedback_id": f"f{number}", "type": kind, "component": component, **more}


class LearningTest(unittest.TestCase):
    def setUp(self):
        self.learning = LearningModule(rate=0.5)

    def test_bad_feedback_lowers_the_estimate_and_good_raises_it(self):
        self.learning.learn(event(1))
        self.assertAlmostEqual(0.25, self.learning.estimates["storage"])
        self.learning.learn(event(2, "implicit_positive"))
        self.assertAlmostEqual(0.625, self.learning.estimates["storage"])

    def test_a_rating_says_more_than_the_type(self):
        self.learning.learn(event(1, rating=0.9))
        self.assertAlmostEqual(0.7, self.learning.estimates["storage"])

    def test_learns_from_each_event_once(self):
        self.learning.learn(event(1))
        self.learning.learn(event(1))
        self.assertAlmostEqual(0.25, self.learning.estimates["storage"])

    def test_learns_from_a_file_of_json_lines(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "feedback.jsonl")
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(json.dumps(event(number)) + "\n" for number in range(3))
            self.assertEqual(3, self.learning.learn_file(path))
        self.assertAlmostEqual(0.0625, self.learning.estimates["storage"])

    def test_ranks_the_weakest_first(self):
        self.learning.learn(event(1, "explicit_positive", "dialogue"))
        self.learning.learn(event(2, "explicit_negative", "memory"))
        self.learning.learn(event(3, "performance_metric", "storage"))
        self.assertEqual(["memory", "storage"], self.learning.weakest(2))
