import unittest

from ai_pal.modules.dialogue import Dialogue


class DialogueWindowTest(unittest.TestCase):
    def test_the_window_never_has_more_turns_than_it_is_told(self):
        for limit in (1, 2, 5):
            dialogue = Dialogue(window_turns=limit)
            for number in range(8):
                dialogue.say("anna", str(number))
                with self.subTest(limit=limit, said=number + 1):
                    self.assertEqual(min(limit, number + 1), len(dialogue.window()))

    def test_the_oldest_turn_leaves_first(self):
        dialogue = Dialogue(window_turns=2)
        for text in ("one", "two", "three"):
            dialogue.say("anna", text)
        self.assertEqual(["two", "three"], [turn.text for turn in dialogue.window()])
