"""Allocation candidates: every way in which a request could be served.

The rooms, in the order in which a request walks through them:
`parse` (text to a `request.Request`), `catalog` (its names to ids),
`demand` (what each group asks of a provider), then in `search` either `flat`
(nothing is nested or shared: one provider serves all) or `anchors` (which
providers have room, tree by tree), `combine` (how they go together) and
`order` (which come first), and at last `summaries` and `answer`. A `budget`
goes along and ends what takes too much, or what nobody waits for any more.
"""
