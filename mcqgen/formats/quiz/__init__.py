"""The page that marks itself: its style and its script."""
