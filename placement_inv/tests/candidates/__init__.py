"""Small random worlds, and what a plain evaluator finds in them."""
