#!/usr/bin/env bash
# safetensors 0.8.0 (PyPI), safetensors.numpy.save_file with numpy: the bytes of an array are written as they lie in memory under the shape that the
# array has. A transposed array, one in column-major order, or every second column is saved without an error and loaded with its values at
# other places. Dense layers that other frameworks keep transposed are such arrays, so `.T` before saving scrambles the weights
# and nothing says so: a model of ours went from a squared error of 6.6 to 86. np.ascontiguousarray before saving mends it; the
# form for PyTorch refuses such tensors.
# Seen 2026-11-29 with [[0, 1, 2], [3, 4, 5]] in column-major order: loaded [[0, 3, 1], [4, 2, 5]]; after np.ascontiguousarray as it was
# Needs python3 with venv and pip.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
python3 -m venv env && env/bin/pip install --quiet --disable-pip-version-check safetensors==0.8.0 numpy
cat > it.py <<'PY'
import sys
import numpy as np
from safetensors.numpy import load_file, save_file

array = np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3))

def saved_and_loaded(weights):
    save_file({"weights": weights}, "it.safetensors")
    return load_file("it.safetensors")["weights"].astype(int).tolist()

as_it_is, contiguous = saved_and_loaded(array), saved_and_loaded(np.ascontiguousarray(array))
print(f"saved {array.astype(int).tolist()}: loaded {as_it_is}; after np.ascontiguousarray {contiguous}")
sys.exit(0 if as_it_is == [[0, 3, 1], [4, 2, 5]] and contiguous == [[0, 1, 2], [3, 4, 5]] else 1)
PY
env/bin/python it.py
