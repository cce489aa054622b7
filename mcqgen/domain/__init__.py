"""The nouns of mcqgen: frozen models that know no format, vendor, path or prompt."""
