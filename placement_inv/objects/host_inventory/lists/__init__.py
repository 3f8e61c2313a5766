"""How lists are filtered, and their pages found."""
