import unittest

from ai_pal.modules.memory import DAY, Memory


class MemoryTest(unittest.TestCase):
    def setUp(self):
        self.now = 1_000_000_000.0
        self.memory = Memory(days=2, clock=lambda: self.now)

    def test_answers_the_newest_notes_in_order(self):
        for text in ("tea", "coffee", "water"):
            self.memory.remember(text)
        self.assertEqual(["coffee", "water"], [note.text for note in self.memory.latest(2)])

    def test_finds_a_word_in_any_case(self):
        self.memory.remember("Likes green Tea")
        self.memory.remember("Has a dog")
        self.assertEqual(["Likes green Tea"], [note.text for note in self.memory.recall("tea")])

    def test_forgets_what_has_expired_and_nothing_else(self):
        self.memory.remember("old")
        self.now += 3 * DAY
        self.memory.remember("new")
        self.assertEqual(1, self.memory.forget_expired())
        self.assertEqual(["new"], [note.text for note in self.memory.notes])
