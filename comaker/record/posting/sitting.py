"""A sitting: one posting from its first look at the record to its last row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from comaker.engines.matching import ABOUT_BILLS, Found, put_together
from comaker.kernel.document import Document
from comaker.kernel.remarks import remarks_on
from comaker.record.papers import keep_papers
from comaker.record.posting.aftermath import Aftermath
from comaker.record.posting.bundles import (
    Named,
    bundled,
    under_parties,
)
from comaker.record.posting.hands import load_hands
from comaker.record.posting.intake import (
    Coming,
    answers_to,
    coming,
    save_documents,
    save_remarks,
    sort_out,
)
from comaker.record.posting.loading import load_together
from comaker.record.posting.namesakes import load_names
from comaker.record.posting.naming import Naming
from comaker.record.posting.nearby import bundles_near, bundles_of_seekers, file_seekers
from comaker.record.posting.packings import load_packings
from comaker.record.posting.parties import Register
from comaker.record.posting.payments import payments_of
from comaker.record.posting.relations import Relations
from comaker.record.posting.seeking import Looked, has_order, seeking_of
from comaker.record.posting.telling import tell
from comaker.record.posting.words import Arrival, Kept, Parties, Posted, Sides, relation_of
from comaker.record.store import Store

# A relation with papers that are not tied for certain is matched whole up to so many documents.
WHOLE_MAX = 400


class Sitting:
    """One posting.

    Args:
        now: microseconds since 1970, UTC.
        relations: further relations to lock, besides those of the documents.

    Attributes:
        tied: the lines that each new document is tied to, once it is posted.
    """

    def __init__(self, store: Store, *, now: int, relations: set[int]) -> None:
        self.store = store
        self.now = now
        self.parties = Parties({}, {})
        self.relations = Relations(store, self.parties)
        self.naming = Naming(store, self.relations)
        self.tied: dict[int, tuple[int, ...]] = {}
        self._others = relations
        self._bear: dict[int, set[str]] = {}
        self._renamed: set[int] = set()
        self._left: set[int] = set()

    def take(self, arrivals: Sequence[Arrival]) -> list[Posted]:
        """Post documents; return what became of each."""
        arrived = self._meet(arrivals)
        found = sort_out(self.store, arrived)
        fresh = [self._keep(arrived[place]) for place in found.fresh]
        held = [(arrived[place], self.relations.of(arrived[place].sides).key()) for place in found.held]
        filed = {kept.id: arrived[place].sides for place, kept in zip(found.fresh, fresh, strict=True)}
        is_shaken = [
            filed[kept.id] for kept in fresh if self.relations.add_paper(filed[kept.id], kept.document)
        ]
        if fresh:
            fresh = self._settle(fresh, set(is_shaken), filed)
        save_documents(
            self.store,
            list(zip([arrived[place] for place in found.fresh], fresh, strict=True)),
            held,
            now=self.now,
        )
        save_remarks(
            self.store,
            [(kept.id, remarks) for kept in fresh if (remarks := remarks_on(kept.document))],
        )
        keep_papers(self.store, {each.digest: each.arrival.body for each in arrived}, now=self.now)
        self.relations.save()
        return answers_to(found, fresh, held)

    def _meet(self, arrivals: Sequence[Arrival]) -> list[Coming]:
        """Find out who is who in some documents, and take the locks of their relations."""
        register = Register(self.store, [arrival.document for arrival in arrivals])
        self.naming.joined |= register.joined
        self.parties.add(register.parties)
        self._bear |= register.bear
        self.relations.lock(register.sides, self._others)
        is_first = any(not self.relations.of(sides).documents for sides in register.sides)
        if is_first or register.called or register.joined:
            touched = self.parties.members({side for sides in register.sides for side in sides})
            self.naming.look(touched, around=register.called | register.joined, met=register.sides)
        return coming(arrivals, register.sides, self.parties)

    def again(self, relations: set[int], *, is_who: bool = False) -> list[int]:
        """Match all papers of some relations anew, under the terms and packings of now.

        A large relation is left to a worker, which works it out without matching anything anew.

        Args:
            is_who: it has changed who is who, so that a payment may be for another bill.

        Returns:
            The keys of the lines and bills that stand otherwise since.
        """
        self.hold(relations)
        families = {frozenset(self.relations.families([number])) for number in relations}
        small = self._small(relations)
        self.relations.leave_stale(set().union(*families) - small)
        restated: list[int] = []
        for family in sorted(families, key=min):
            if family <= small:
                guests, bundles = set[int](), set[int]()
                if is_who:
                    guests, bundles = payments_of(self.store, family, self.relations)
                restated += self._anew(
                    load_together(self.store, self.relations, bundles, guests, set(family)), guests=guests
                )
        self.relations.save()
        return restated

    def hold(self, relations: set[int]) -> None:
        """Take the locks of some relations."""
        self.parties = Parties({}, {})
        self.relations = Relations(self.store, self.parties)
        self.relations.lock((), relations | self._others)

    def around(self, about: Sequence[Kept], bundles: set[int], *, joins: set[tuple[int, int]]) -> list[int]:
        """Match papers of which a person has said something anew, with those that they belong with.

        Args:
            about: these papers; all the papers that a guest names are looked at with it.
            bundles: with which else they are matched; `joins` those of which they are part from now on.

        Returns:
            The keys of the lines and bills that stand otherwise since.
        """
        guests = {each.id for each in about if each.is_guest}
        bundles = bundles | {each.bundle for each in about if not each.is_guest}
        if guests:
            bundles |= Named(self.store, [each for each in about if each.is_guest], ()).bundles
        self.relations.need({relation_of(bundle) for bundle in bundles})
        whole = self._small({relation_of(bundle) for bundle in bundles})
        for each in about:
            if not each.is_guest and relation_of(each.id) not in whole:
                for number in sorted(self.relations.families({relation_of(each.id)})):
                    bundles = bundles.union(*bundles_near(self.store, each, number))
        changed = self._anew(load_together(self.store, self.relations, bundles, guests, whole), joins, guests)
        self.relations.save()
        return changed

    def _anew(
        self, old: list[Kept], joins: Iterable[tuple[int, int]] = (), guests: Set[int] = frozenset()
    ) -> list[int]:
        """Match papers of the record anew; `guests` are those all of whose bills are among them."""
        if guests:
            self.store.change("DELETE FROM record_loose WHERE document IN :ints", sorted(guests))
        _, kept, found, seeking = self._match(old, [])
        file_seekers(self.store, [each for each in kept if each.id in seeking and not each.is_seeking])
        aftermath = Aftermath(self.store, self.relations, self.parties, self.now)
        changed = aftermath.write(kept, old, found, bundled(kept, joins, found), seeking, guests)
        if changed:
            tell(self.store, self.relations, [], changed, now=self.now)
        return changed

    def _keep(self, arrived: Coming) -> Kept:
        sides = self.parties.standing(arrived.sides)
        document = under_parties(arrived.arrival.document, sides, self.parties)
        number = self.relations.of(arrived.sides).key()
        return Kept(number, sides, number, document, is_guest=document.kind in ABOUT_BILLS)

    def look(self, document: Document) -> tuple[list[Kept], Found]:
        """Return what a document would be matched with, and how; nothing is kept of it.

        The last of the documents returned is the one asked about. To be called in a transaction that is
        rolled back.
        """
        (arrived,) = self._meet([Arrival(document)])
        fresh = [self._keep(arrived)]
        self.relations.add_paper(arrived.sides, document)
        _, looked = self._find(fresh, set())
        return looked.kept, looked.found

    def _find(self, fresh: Sequence[Kept], shaken: set[Sides]) -> tuple[Named, Looked]:
        """Match new documents with those that they belong with."""
        trading = {kept.sides for kept in fresh if self.relations.is_trading(kept.sides)}
        named = Named(self.store, fresh, trading)
        self.relations.need({relation_of(bundle) for bundle in named.bundles})
        touched = {relation_of(key) for key in (*named.bundles, *(each.id for each in fresh))}
        touched = self.relations.families(touched)
        whole = self._to_match_whole(touched, shaken)
        more = bundles_of_seekers(self.store, fresh, touched - whole, self.relations)
        self._left, theirs = payments_of(self.store, self._renamed & whole, self.relations)
        more |= theirs
        old = load_together(self.store, self.relations, named.bundles | more, named.guests, whole)
        # Where no order is at hand nothing can be tied for certain.
        looked = self._match(old, fresh) if has_order([*old, *fresh]) else None
        unsure = [
            each
            for each in fresh
            if relation_of(each.id) not in whole
            and not each.is_guest
            and (looked is None or each.id in looked.seeking)
        ]
        if unsure:
            whole |= self._small(touched)
            near = [
                bundles_near(self.store, each, number)
                for each in unsure
                if relation_of(each.id) not in whole
                for number in sorted(self.relations.families({relation_of(each.id)}))
            ]
            more = more.union(*(each.likely for each in near))
            looked = self._match(
                load_together(self.store, self.relations, named.bundles | more, named.guests, whole), fresh
            )
            others = more.union(*(each.others for each in near))
            if others - more and looked.is_loose(unsure):
                looked = self._match(
                    load_together(self.store, self.relations, named.bundles | others, named.guests, whole),
                    fresh,
                )
        return named, looked or self._match(old, fresh)

    def _settle(self, fresh: list[Kept], shaken: set[Sides], filed: Mapping[int, Sides]) -> list[Kept]:
        """Match new documents with those that they belong with, and write down what follows.

        Args:
            filed: the parties under which each new document is kept.
        """
        named, (old, kept, found, seeking) = self._find(fresh, shaken)
        fresh_ids = {each.id for each in fresh} | self._left
        if self._left:
            self.store.change("DELETE FROM record_loose WHERE document IN :ints", sorted(self._left))
        bundles = bundled(kept, named.joins, found)
        aftermath = Aftermath(self.store, self.relations, self.parties, self.now)
        changed = aftermath.write(kept, old, found, bundles, seeking, fresh_ids)
        self.tied = aftermath.tied
        under = [each._replace(sides=filed[each.id]) for each in fresh]
        file_seekers(self.store, [each for each in under if each.id in seeking])
        named.file(self.store, under)
        tell(self.store, self.relations, fresh, changed, now=self.now)
        silent = {kept[place].id for place in found.account.silent}
        return [
            each._replace(
                bundle=bundles.get(each.id, each.bundle),
                is_seeking=each.id in seeking,
                is_silent=each.id in silent,
            )
            for each in fresh
        ]

    def _to_match_whole(self, touched: set[int], shaken: set[Sides]) -> set[int]:
        """Return the relations all of whose papers must be looked at again.

        Where the terms that are read from the papers change, a large relation is left to a worker.
        """
        seeking = self.relations.families({number for number in touched if self.relations[number].seeking})
        joined = self.naming.relations()
        self.relations.need(joined)
        self._renamed = joined
        other_terms = self.relations.families({self.relations.of(sides).id for sides in shaken}) | joined
        small = self._small(seeking | other_terms)
        self.relations.leave_stale(other_terms - small)
        return small

    def _small(self, relations: set[int]) -> set[int]:
        """Return the relations that are small enough to be looked at whole for papers that seek.

        Those between the same parties are so together or not at all.
        """
        small: set[int] = set()
        for number in relations:
            family = self.relations.families({number})
            if sum(self.relations[each].documents for each in family) <= WHOLE_MAX:
                small |= family
        return small

    def _match(self, old: Sequence[Kept], fresh: Sequence[Kept]) -> Looked:
        kept = [*old, *fresh]
        at_hand = Counter(each.sides for each in kept)
        found = put_together(
            [each.document for each in kept],
            dated=self.relations.agreed(),
            packings=load_packings(self.store, kept, self.parties),
            seen=self.relations.seen(at_hand),
            called=load_names(self.store, kept, self.parties, self._bear),
            hands=load_hands(self.store, kept, self.relations),
        )
        return Looked(old, kept, found, seeking_of(kept, found))
