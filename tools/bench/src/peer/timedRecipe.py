"""Runs a training script of PyTorch unchanged and times its steps: from the end of one optimiser step to the end of
the next, so that what the script does before and after training, and its evaluations, stay out of the figure.

    python timedRecipe.py STEPS WARM_UP SCRIPT [ARGUMENT ...]

Prints one line of JSON at the end of step STEPS and stops the script there.
"""
import json
import resource
import runpy
import statistics
import sys
import time

import torch

steps, warm_up, script = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
ends = []


class TimedAdam(torch.optim.Adam):
    def step(self, *args, **kwargs):
        result = super().step(*args, **kwargs)
        ends.append(time.perf_counter())
        if len(ends) == steps:
            took = [1e3 * (b - a) for a, b in zip(ends[warm_up:], ends[warm_up + 1:])]
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(json.dumps({"step_ms": statistics.median(took), "peak_rss_mb": peak,
                              "torch": torch.__version__}), flush=True)
            raise SystemExit(0)
        return result


torch.optim.Adam = TimedAdam
sys.argv = sys.argv[3:]
runpy.run_path(script, run_name="__main__")
