"""The tests run from a checkout, with nothing installed: src is put on the path here."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "src"))
