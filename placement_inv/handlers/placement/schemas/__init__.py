"""JSON schemas of the placement family, one file per URL noun."""
