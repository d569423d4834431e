import unittest
from dataclasses import replace

from ai_pal.gates import gate_system
from ai_pal.modules import ethics

ACT = gate_system.Act("answer", delta_agency=0.1, humanity=0.9, oversight=0.9, alignment=0.9)


class GateSystemTest(unittest.TestCase):
    def test_permits_an_act_that_passes_all_four(self):
        self.assertTrue(gate_system.permits(ACT))

    def test_one_failed_gate_is_enough_and_the_others_still_answer(self):
        results = gate_system.evaluate(replace(ACT, humanity=0.1))
        self.assertEqual(["humanity"], [result.gate_type for result in results if not result.passed])
        self.assertEqual(4, len(results))

    def test_no_patch_reaches_the_kernel_however_its_path_is_written(self):
        for path in ("src/ai_pal/core/config.py", "./src/ai_pal/modules/../gates/gate_system.py"):
            with self.subTest(path=path):
                self.assertFalse(gate_system.permits_patch(path, changed_lines=1, patches_today=0))

    def test_refuses_a_flood_of_patches(self):
        self.assertTrue(gate_system.permits_patch("src/ai_pal/modules/memory.py", 10, 0))
        self.assertFalse(gate_system.permits_patch("src/ai_pal/modules/memory.py", 1_000_000, 0))
        self.assertFalse(gate_system.permits_patch("src/ai_pal/modules/memory.py", 10, 1_000_000))


class EthicsTest(unittest.TestCase):
    def test_a_plain_reply_is_acceptable(self):
        self.assertTrue(ethics.acceptable("Here are two ways; the first is easier to undo."))

    def test_names_every_concern(self):
        concerns = ethics.review("You must\ndecide now. It is guaranteed, and don\u2019t bother learning it.")
        self.assertEqual(["pressure", "false_certainty", "dependence"], [concern.kind for concern in concerns])
