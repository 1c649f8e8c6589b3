"""Names: how far two names of a product agree, since people write them as they like."""

from functools import lru_cache

SAME_NAME = "same name"
LIKE_NAME = "name much alike"
SOME_NAME = "name partly alike"
NO_NAME = "no name to compare"
OTHER_NAME = "another name"


@lru_cache(maxsize=65_536)
def words_of(name: str) -> frozenset[str]:
    """Return the words of a name, folded; single letters and signs left out."""
    letters = "".join([letter if letter.isalnum() else " " for letter in name.casefold()])
    return frozenset([word for word in letters.split() if len(word) > 1 or word.isdigit()])


@lru_cache(maxsize=65_536)
def name_level(one: str, other: str) -> str:
    """Return how far two names agree."""
    if not one or not other:
        return NO_NAME
    if one == other:
        return SAME_NAME
    mine, yours = words_of(one), words_of(other)
    if not mine or not yours:
        return NO_NAME
    if mine == yours:
        return SAME_NAME
    shared = len(mine & yours)
    # A name that is cut short or has words added is still the same name: compare with the shorter one.
    if shared * 4 >= 3 * min(len(mine), len(yours)):
        return LIKE_NAME
    return SOME_NAME if shared else OTHER_NAME
