"""Where HTTP meets the objects: one package a family, strangers."""
