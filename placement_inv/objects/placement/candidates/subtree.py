"""Groups that must lie in one subtree: every way to choose its top."""

from placement_inv.objects.placement.candidates import budget as budgets


def cells(options, subtrees, parents, budget=budgets.UNLIMITED):
    """Yield restricted options, of which every choice meets the subtrees.

    Each of `subtrees` names slots whose providers must all lie at or below
    one of them, the top. A cell fixes the top, and the first slot that has
    it: so every valid choice lies in exactly one cell, and all choices of a
    cell are valid as far as the subtrees go. Most tops may lead to no cell:
    `budget` is checked at each.
    """
    if not subtrees:
        yield options
        return
    members, rest = subtrees[0], subtrees[1:]
    tops = dict.fromkeys(p for slot in members for p in options[slot])
    for top in tops:
        budget.check()
        for holder in members:
            cell = _cell(options, members, holder, top, parents)
            if cell is not None:
                yield from cells(cell, rest, parents, budget)


def _cell(options, members, holder, top, parents):
    """Return the options when `holder` is the first to have the top."""
    if top not in options[holder]:
        return None
    cell = list(options)
    cell[holder] = [top]
    for slot in members:
        if slot == holder:
            continue
        cell[slot] = [
            provider
            for provider in options[slot]
            if _is_below(provider, top, parents)
            and (slot > holder or provider != top)
        ]
        if not cell[slot]:
            return None
    return cell


def _is_below(provider, top, parents):
    while provider is not None and provider != top:
        provider = parents.get(provider)
    return provider is not None
