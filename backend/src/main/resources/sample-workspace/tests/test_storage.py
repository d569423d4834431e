import unittest
from types import SimpleNamespace

from ai_pal.storage.database import Database


def event(number, component="memory"):
    return {"feedback_id": f"f{number}", "component": component, "type": "explicit_negative"}


class DatabaseTest(unittest.TestCase):
    def setUp(self):
        self.database = Database()
        self.addCleanup(self.database.close)

    def test_stores_each_event_once(self):
        self.assertEqual(2, self.database.add_feedback([event(1), event(2)]))
        self.assertEqual(1, self.database.add_feedback([event(2), event(3), event(3)]))

    def test_answers_a_components_feedback_in_order(self):
        self.database.add_feedback([event(2), event(9, "dialogue"), event(1)])
        self.assertEqual([event(2), event(1)], self.database.feedback("memory"))

    def test_counts_requests_by_status(self):
        for number, status in enumerate(["PENDING_APPROVAL", "DENIED", "DENIED"]):
            request = SimpleNamespace(request_id=str(number), target_file="a.py", confidence=0.5, status=status)
            self.database.save_request(request)
        self.assertEqual({"PENDING_APPROVAL": 1, "DENIED": 2}, self.database.count_by_status())
