"""Small random worlds of providers, and a simple reference evaluator."""
