"""The kernel: what the plan pays of each line, and where the accumulators stand afterwards."""

from corridor.adjudication.cache import use_own_cache

use_own_cache()  # before any module of this folder imports numba
