"""Canvas: items become a quiz there through its REST API, and the same items only once."""

from mcqgen.canvas.api import Canvas
from mcqgen.canvas.quiz import Action, Plan, Quiz, Step, create_quiz, plan, send

__all__ = ["Action", "Canvas", "Plan", "Quiz", "Step", "create_quiz", "plan", "send"]
