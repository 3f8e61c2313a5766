"""The query language of placement: one parser for providers and candidates.

`texts` parses one value of one parameter, `parameters` all values of a
parameter that may repeat. `providers`, `candidates` and `traits` parse the
whole query of an endpoint with them. Every error is a class of `errors`.
"""
