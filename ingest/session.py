"""How is a packaged network opened?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnxruntime  # type: ignore[import-untyped]

from kg.errors import ModelError


def open_session(path: Path) -> Any:
    """An onnxruntime session over the file, of one thread; safe to share between threads.

    Raises `ModelError` if the file is missing or damaged.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises what has no common root
        raise ModelError(
            f"{path}: missing or damaged ({type(error).__name__}); install litkg again"
        ) from error
