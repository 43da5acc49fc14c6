"""How is spaCy imported by itself?

It imports torch where that is installed, which takes longer than all else and is used by no packaged model. Whoever
needs both in one process, for models of their own, imports torch or spaCy first: then nothing is done here.
"""

from __future__ import annotations

import sys
from typing import Any

_modules: dict[str, Any] = sys.modules

if _modules.keys().isdisjoint({"torch", "thinc"}):
    _modules["torch"] = None  # an import of it fails
    try:
        import spacy  # noqa: F401
    finally:
        del _modules["torch"]
