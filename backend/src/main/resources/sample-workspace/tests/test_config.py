import unittest

from ai_pal.core import config


class ConfigTest(unittest.TestCase):
    def test_defaults_hold_where_nothing_is_set(self):
        self.assertEqual(config.Config(), config.load({}))

    def test_reads_each_setting_in_its_own_type(self):
        loaded = config.load({"AI_PAL_PORT": "9000", "AI_PAL_NEGATIVE_SHARE": "0.5", "AI_PAL_DATABASE": "x.db"})
        self.assertEqual((9000, 0.5, "x.db"), (loaded.port, loaded.negative_share, loaded.database))

    def test_names_the_setting_that_is_wrong(self):
        for key, value in (("AI_PAL_PORT", "70000"), ("AI_PAL_PORT", "http"), ("AI_PAL_MEMORY_DAYS", "0")):
            with self.subTest(key=key, value=value), self.assertRaisesRegex(config.ConfigError, key):
                config.load({key: value})
