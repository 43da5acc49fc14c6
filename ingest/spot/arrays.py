"""How is an array of a packaged network read?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelError


def read_array(path: Path, *, mapped: bool = False) -> NDArray[Any]:
    """The array of a NumPy file, or a view of the file. Raises ModelError if it is missing or damaged."""
    try:
        found: NDArray[Any] = np.load(path, mmap_mode="r" if mapped else None)
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: damaged ({error}); install litkg again") from error
    return found
