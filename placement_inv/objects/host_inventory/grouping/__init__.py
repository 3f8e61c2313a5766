"""How groups nest, and what is in them."""
