"""Passages + request → blueprint, without a token of any language model.

What is worth asking is told by embeddings and term statistics; the whole document is covered by cutting it into as
many regions of like weight as items are asked for, and asking each region's most salient passage first.
"""

from mcqgen.planning.another import plan_another
from mcqgen.planning.coverage import draw_coverage, map_coverage
from mcqgen.planning.forms import check_forms, hardness, make_forms
from mcqgen.planning.mix import parse_mix
from mcqgen.planning.objectives import parse_objectives
from mcqgen.planning.planner import plan
from mcqgen.planning.widen import widen

__all__ = [
    "check_forms",
    "draw_coverage",
    "hardness",
    "make_forms",
    "map_coverage",
    "parse_mix",
    "parse_objectives",
    "plan",
    "plan_another",
    "widen",
]
