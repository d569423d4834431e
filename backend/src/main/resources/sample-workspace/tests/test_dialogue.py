import unittest

from ai_pal.modules.dialogue import Dialogue


class DialogueTest(unittest.TestCase):
    def setUp(self):
        self.dialogue = Dialogue(window_turns=4)

    def test_a_short_conversation_is_in_the_window_whole(self):
        self.dialogue.say("anna", "hello")
        self.dialogue.say("pal", "hello, anna")
        self.assertEqual(self.dialogue.turns, self.dialogue.window())

    def test_the_window_ends_with_the_newest_turn(self):
        for number in range(20):
            self.dialogue.say("anna", str(number))
        self.assertEqual("19", self.dialogue.window()[-1].text)

    def test_the_prompt_puts_the_instruction_first(self):
        self.dialogue.say("anna", "hello")
        self.assertEqual("Be brief.\nanna: hello\n", self.dialogue.prompt("Be brief."))

    def test_speakers_come_in_the_order_of_their_first_turn(self):
        for speaker in ("pal", "anna", "pal", "ben", "anna"):
            self.dialogue.say(speaker, "…")
        self.assertEqual(["pal", "anna", "ben"], self.dialogue.speakers())
