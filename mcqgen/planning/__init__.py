"""Passages + request → blueprint, without a token of any language model.

What is worth asking is told by embeddings and term statistics; the whole document is covered by cutting it into as
many regions of like weight as items are asked for, and asking each region's most salient passage first.
"""

from mcqgen.planning.mix import parse_mix
from mcqgen.planning.planner import plan
from mcqgen.planning.widen import widen

__all__ = ["parse_mix", "plan", "widen"]
