"""What students answered, and what it tells about the items.

`read_responses` reads mcqgen's own CSV and the exports of Moodle and Canvas; `calibrate` computes the statistics.
"""

from mcqgen.calibration.responses import Responses, read_responses
from mcqgen.calibration.statistics import Model, calibrate

__all__ = ["Model", "Responses", "calibrate", "read_responses"]
