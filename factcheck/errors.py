"""Every error that factcheck raises on purpose.

FactcheckError                what `except` catches to stop politely (exit code 2 on the command line)
├── InputError                nothing could be read: no path, no readable source, an empty claim
├── SettingsError             a settings file that cannot be used: unknown key, wrong type, not TOML
└── ModelError                a model is missing, damaged, or not of the kind that is needed

Each message is one sentence for an editor: it names the file or setting, the place, and the way out.
"""


class FactcheckError(Exception):
    """The root of the tree above."""


class InputError(FactcheckError):
    """There is nothing to check, or nothing that can be read."""


class SettingsError(FactcheckError):
    """The settings cannot be used as written."""


class ModelError(FactcheckError):
    """A model cannot be loaded or is not what its manifest says."""
