"""Allocation candidates: every way in which a request could be served.

The handlers parse the query into a `request.Request`. Then `search` calls:

* `names`: ids of the names;
* `requirements`: what each group demands of a provider;
* `single_provider`, where no provider is nested and none shares: one provider
  serves everything;
* otherwise `sharing_providers` and `tree_query`: the providers with capacity,
  tree by tree, then `combinations`: how they serve together, and `order`:
  which come first;
* `summaries` and `results`: the answer.

A `budget` limits time and memory, and ends a search whose client has
disconnected.
"""
