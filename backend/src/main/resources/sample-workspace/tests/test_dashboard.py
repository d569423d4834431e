import unittest
from types import SimpleNamespace

from ai_pal.ui import agency_dashboard


def request(confidence, status="PENDING_APPROVAL", target_file="src/ai_pal/modules/memory.py"):
    return SimpleNamespace(confidence=confidence, status=status, target_file=target_file, reasoning="Because\nof it.")


class DashboardTest(unittest.TestCase):
    def test_says_how_many_wait_and_how_many_are_sure(self):
        self.assertEqual(
            ["2 AI code modification request(s) pending approval", "1 high-confidence request(s) awaiting review"],
            agency_dashboard.alerts([request(0.5), request(0.95)]),
        )

    def test_shows_what_waits_and_counts_the_rest(self):
        page = agency_dashboard.render([request(0.5), request(0.7, "DENIED", "src/ai_pal/modules/learning.py")])
        self.assertIn("memory.py", page)
        self.assertNotIn("learning.py", page)
        self.assertIn("DENIED", page)

    def test_no_line_is_wider_than_the_page(self):
        page = agency_dashboard.render([request(0.5, target_file="a/" * 200 + "b.py")])
        self.assertLessEqual(max(len(line) for line in page.splitlines()), agency_dashboard.WIDTH)
