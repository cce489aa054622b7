"""The LLM writer: items written by a language model from evidence packets, proven without it wherever that can be.

A chain `prompt | model.structured(…)` writes several items a call. Their quotes are looked up in the document, the
free checks follow in `mcqgen.authoring`, and what passes them is answered blindly by a judge.
"""
