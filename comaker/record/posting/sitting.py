"""A sitting: one posting from its first look at the record to its last row."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from comaker.engines.matching import ABOUT_BILLS, Found, put_together
from comaker.kernel.document import Document
from comaker.kernel.remarks import remarks_on
from comaker.record.papers import keep_papers
from comaker.record.posting.aftermath import Aftermath
from comaker.record.posting.bundles import (
    Named,
    bundled,
    guests_of,
    load_bundles,
    load_documents,
    load_relation,
    under_parties,
    under_those_who_stand,
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
from comaker.record.posting.nearby import bundles_near, file_seekers, seekers_near
from comaker.record.posting.packings import load_packings
from comaker.record.posting.parties import Register
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
        self.tied: dict[int, tuple[int, ...]] = {}
        self._others = relations
        self._joined: set[int] = set()

    def take(self, arrivals: Sequence[Arrival]) -> list[Posted]:
        """Post documents; return what became of each."""
        arrived = self._meet(arrivals)
        found = sort_out(self.store, arrived)
        fresh = [self._keep(arrived[place]) for place in found.fresh]
        held = [(arrived[place], self.relations.of(arrived[place].sides).key()) for place in found.held]
        is_shaken = [kept.sides for kept in fresh if self.relations.add_paper(kept.sides, kept.document)]
        if fresh:
            fresh = self._settle(fresh, set(is_shaken))
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
        self._joined = register.joined
        self.parties.add(register.parties)
        self.relations.lock(register.sides, self._others)
        return coming(arrivals, register.sides, self.parties)

    def again(self, relations: set[int]) -> list[int]:
        """Match all papers of some relations anew, under the terms and packings of now.

        A large relation is left to a worker, which works it out without matching anything anew.

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
                restated += self._anew(self._load(set(), set(), set(family)))
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
        changed = self._anew(self._load(bundles, guests, whole), joins, guests)
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
        document = under_parties(arrived.arrival.document, arrived.sides, self.parties)
        number = self.relations.of(arrived.sides).key()
        return Kept(number, arrived.sides, number, document, is_guest=document.kind in ABOUT_BILLS)

    def look(self, document: Document) -> tuple[list[Kept], Found]:
        """Return what a document would be matched with, and how; nothing is kept of it.

        The last of the documents returned is the one asked about. To be called in a transaction that is
        rolled back.
        """
        (arrived,) = self._meet([Arrival(document)])
        fresh = [self._keep(arrived)]
        self.relations.add_paper(fresh[0].sides, document)
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
        more = self._of_seekers(fresh, touched - whole)
        old = self._load(named.bundles | more, named.guests, whole)
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
            looked = self._match(self._load(named.bundles | more, named.guests, whole), fresh)
            others = more.union(*(each.others for each in near))
            if others - more and looked.is_loose(unsure):
                looked = self._match(self._load(named.bundles | others, named.guests, whole), fresh)
        return named, looked or self._match(old, fresh)

    def _settle(self, fresh: list[Kept], shaken: set[Sides]) -> list[Kept]:
        """Match new documents with those that they belong with, and write down what follows."""
        named, (old, kept, found, seeking) = self._find(fresh, shaken)
        fresh_ids = {each.id for each in fresh}
        bundles = bundled(kept, named.joins, found)
        aftermath = Aftermath(self.store, self.relations, self.parties, self.now)
        changed = aftermath.write(kept, old, found, bundles, seeking, fresh_ids)
        self.tied = aftermath.tied
        file_seekers(self.store, [each for each in fresh if each.id in seeking])
        named.file(self.store, fresh)
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
        joined = self.relations.joined(self._joined) if self._joined else set()
        self.relations.need(joined)
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

    def _of_seekers(self, fresh: Sequence[Kept], relations: set[int]) -> set[int]:
        """Return the bundles of papers in large relations that seek what new ones are about."""
        found: set[int] = set()
        for number in sorted(relations):
            if self.relations[number].seeking:
                seekers = seekers_near(self.store, fresh, number, self.parties)
                for seeker in load_documents(self.store, seekers, self.parties):
                    near = bundles_near(self.store, seeker, number)
                    found |= {seeker.bundle} | near.likely | near.others
        return found

    def _load(self, named: set[int], guests: set[int], whole: set[int]) -> list[Kept]:
        """Return the documents of some bundles, of whole relations, and the guests of all these."""
        loaded: dict[int, Kept] = {}
        for number in sorted(whole):
            loaded |= {each.id: each for each in load_relation(self.store, number, self.parties)}
        # A bundle may hold papers of several relations.
        bundles = named | {each.bundle for each in loaded.values() if not each.is_guest}
        loaded |= {each.id: each for each in load_bundles(self.store, bundles, self.parties)}
        guests = (guests | guests_of(self.store, [*loaded.values()])) - loaded.keys()
        old = [*loaded.values(), *load_documents(self.store, guests, self.parties)]
        self.relations.need({relation_of(each.id) for each in old})
        if self.relations.know({side for each in old for side in each.sides}):
            old = [under_those_who_stand(each, self.parties) for each in old]
        self.relations.families({relation_of(each.id) for each in old})
        return old

    def _match(self, old: Sequence[Kept], fresh: Sequence[Kept]) -> Looked:
        kept = [*old, *fresh]
        at_hand = Counter(each.sides for each in kept)
        found = put_together(
            [each.document for each in kept],
            dated=self.relations.agreed(),
            packings=load_packings(self.store, kept, self.parties),
            seen=self.relations.seen(at_hand),
            hands=load_hands(self.store, kept, self.relations),
        )
        return Looked(old, kept, found, seeking_of(kept, found))
