"""Settings, read once from the environment and never changed afterwards."""

import os
from dataclasses import dataclass

PROTECTED_FILES = (
    "src/ai_pal/gates/gate_system.py",
    "src/ai_pal/modules/ethics.py",
    "src/ai_pal/improvement/patch_manager.py",
    "src/ai_pal/core/config.py",
)


class ConfigError(ValueError):
    """A setting has a value that cannot be used; the message names the setting."""


@dataclass(frozen=True)
class Config:
    database: str = "ai_pal.db"
    host: str = "127.0.0.1"
    port: int = 8080
    window_turns: int = 12
    memory_days: int = 30
    min_feedback: int = 5
    negative_share: float = 0.3

    def __post_init__(self):
        if not 0 <= self.port <= 65535:
            raise ConfigError(f"AI_PAL_PORT is not a port: {self.port}")
        if self.window_turns < 1:
            raise ConfigError(f"AI_PAL_WINDOW_TURNS has to be at least 1: {self.window_turns}")
        if self.memory_days < 1:
            raise ConfigError(f"AI_PAL_MEMORY_DAYS has to be at least 1: {self.memory_days}")
        if not 0.0 <= self.negative_share <= 1.0:
            raise ConfigError(f"AI_PAL_NEGATIVE_SHARE is not a share: {self.negative_share}")


def load(environ=os.environ):
    """Builds the settings from AI_PAL_… variables; what is not set keeps its default."""
    values = {}
    for name, default in vars(Config()).items():
        key = "AI_PAL_" + name.upper()
        if key not in environ:
            continue
        try:
            values[name] = type(default)(environ[key])
        except ValueError:
            raise ConfigError(f"{key} has to be of type {type(default).__name__}: {environ[key]!r}") from None
    return Config(**values)
