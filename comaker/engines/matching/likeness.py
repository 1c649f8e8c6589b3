"""Ties by likeness: what no reference ties is compared with the lines that it may belong to."""

from collections import Counter
from collections.abc import Sequence

from comaker.engines.matching.between import Between
from comaker.engines.matching.block import Block
from comaker.engines.matching.company import Company, groups_of, mark_of
from comaker.engines.matching.compare import SAID_BEFORE, Comparison, compare
from comaker.engines.matching.count import count, uncount
from comaker.engines.matching.decide import ANYWHERE, Bar, Choice, Rival, Rivals, decide, in_order, rank
from comaker.engines.matching.hands import UNTIED
from comaker.engines.matching.known import Deal, KnownLine, handle_of
from comaker.engines.matching.leftover import LEFT_OVER, left_over
from comaker.engines.matching.open import open_unfit
from comaker.engines.matching.refer import NOT_COMPARED, called
from comaker.engines.matching.repeats import is_said_on, repeated_by
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.rows import Rows
from comaker.engines.matching.run import Reading, Run
from comaker.engines.matching.scope import Scope, count_what_waits, passes_over, scope_of
from comaker.engines.matching.score import crowd_of, is_named, reasons_of, thousandths
from comaker.engines.matching.sequence import barred_from
from comaker.engines.matching.slips import correct_slips
from comaker.engines.matching.strays import OF_ONE_ORDER, strays_of
from comaker.engines.matching.stretches import in_stretches
from comaker.engines.matching.ways import OTHER_PRODUCT
from comaker.engines.matching.words import LIKE_IN_ORDER, OPENED, ORDER_LINE, Candidate

_CANDIDATES_MAX = 5
_NEVER = 10**6  # tenths of a bit that nothing weighs
OPENED_SCORE = 900  # certain of the document line, not that there is no line for it
_TOO_CLOSE = "these are too close to choose between"
_TOO_UNLIKE = "what comes nearest is not like enough"
_UNDECIDED = "several orders fit the whole paper alike"
_NOTHING = "nothing like this is open between these two"
_UNTIED = "what it names on another paper is itself not tied yet"
_STRAY = "the other lines of the paper are of another order"
_NEW = "nothing like it there yet"


def tie_by_likeness(run: Run, reading: Reading) -> None:
    """Tie the lines that are left to what they are most like, open lines for them, or leave them loose."""
    places = [place for place in reading.rest if not passes_over(run, reading, place)]
    reading.rest = []
    correct_slips(run, reading, places)
    scopes = {place: scope_of(run, reading, place) for place in places}
    if not scopes:
        return
    count_what_waits(run, reading, scopes.values())
    Likeness(run, reading, scopes).tie()


class Likeness:
    """The lines of one document that no reference tied, with what each may belong to."""

    def __init__(self, run: Run, reading: Reading, scopes: dict[int, Scope]) -> None:
        self.run = run
        self.reading = reading
        self.scopes = scopes
        self.blocks: dict[int, Block] = {}
        self.bars: dict[int, Bar] = {}
        self.companies: dict[int, Company] = {}
        self.choices: list[Choice] = []
        self.strays: list[int] = []
        self.earlier = repeated_by(run.book, reading)
        self._rows: dict[int, Rows] = {}
        self._landmarks: dict[int, Rows] = {}
        self._seen: dict[tuple[int, str], Comparison] = {}
        # The document as it reads with all the numbers that the two parties have for its products.
        fill = run.book.between_of(reading.giver, reading.taker).crossing.fill
        rows = [line._replace(product=fill(line.product)) for line in reading.document.lines]
        self.document = reading.document._replace(lines=tuple(rows))
        handles = Counter(handle_of(line.product) for line in rows)
        self.repeated = {handle for handle, count in handles.items() if count > 1}

    def tie(self) -> None:
        """Block, compare, score and decide; then say what becomes of the lines that stay undecided."""
        self._find_blocks()
        blocks = {place: block.lines for place, block in self.blocks.items()}
        rivals = decide(blocks, self.bars, self.judge, self._take, self._in_rows)
        self._give_back(rivals)
        for choice in in_order(self.choices, self.document.lines, self._landmarks_on):
            self._tie(choice)
        for place, ranked in sorted(rivals.items()):
            self._settle(place, ranked)

    def _give_back(self, rivals: Rivals) -> None:
        """Take back the choices that the rest of the paper speaks against."""
        deals = {place: known.deal for place, known in enumerate(self.reading.found) if known is not None}
        deals.update((choice.place, choice.known.deal) for choice in self.choices)
        unnamed = [choice.place for choice in self.choices if self.scopes[choice.place].is_anywhere]
        self.strays = strays_of(self.document, deals, unnamed)
        for choice in [choice for choice in self.choices if choice.place in self.strays]:
            place, known = choice.place, choice.known
            self.choices.remove(choice)
            uncount(self.reading.document, self.reading.document.lines[place], known)
            self._forget(known)
            rivals[place] = rank(place, self.blocks[place].lines, self.bars[place], self.judge)

    def judge(self, place: int, known: KnownLine) -> Comparison:
        """Compare a line with a known line as it stands, once until something is taken from that line."""
        found = self._seen.get((place, known.key))
        if found is None:
            document = self.document
            line = document.lines[place]
            named = self.scopes[place].named(known, line)
            if self.earlier is not None and not named and is_said_on(self.earlier, known, line):
                named = SAID_BEFORE
            found = self._seen[place, known.key] = compare(document, line, known, named)
        if (known.deal.twins or self.repeated) and self._is_double(known):
            found = found._replace(row=self._rows_on(known.deal).level(place, known.position))
        company = self.companies.get(place)
        if company is not None:
            found = found._replace(together=company.level(place, known.deal))
        return found

    def _is_double(self, known: KnownLine) -> bool:
        """Tell whether the product of a line stands more than once on its order or on the paper."""
        handle = handle_of(known.product)
        return handle in known.deal.twins or handle in self.repeated

    def _rows_on(self, deal: Deal) -> Rows:
        """Return where the lines of the document may stand on a deal, by what is tied so far."""
        rows = self._rows.get(id(deal))
        if rows is None:
            settled = {place: known for place, known in enumerate(self.reading.found) if known is not None}
            settled.update((choice.place, choice.known) for choice in self.choices)
            rows = self._rows[id(deal)] = Rows(deal, self.document.lines, settled)
        return rows

    def _landmarks_on(self, deal: Deal) -> Rows:
        """Return where the lines of the document may stand on a deal, by what it says alone."""
        rows = self._landmarks.get(id(deal))
        if rows is None:
            rows = self._landmarks[id(deal)] = Rows(deal, self.document.lines, {})
        return rows

    def _in_rows(self, rivals: Rivals) -> list[Choice]:
        return in_stretches(rivals, self.bars, self._landmarks_on)

    def _find_blocks(self) -> None:
        document = self.document
        unbound = [place for place, scope in self.scopes.items() if scope.is_anywhere]
        bound: dict[int, list[int]] = {}
        for place, scope in self.scopes.items():
            self.bars[place] = scope.bar
            if not scope.is_anywhere:
                bound.setdefault(id(scope.lines), []).append(place)
        for places in bound.values():
            lines = self.scopes[places[0]].lines
            for place, block in self.run.blocking.within(lines, document, places).items():
                # The line that the paper names is always one of those to compare with.
                named = self.scopes[place].line_named(document.lines[place])
                is_there = named is None or any(known is named for known in block.lines)
                self.blocks[place] = block if is_there or named is None else Block([*block.lines, named])
        if unbound:
            between = self.run.book.between_of(self.reading.giver, self.reading.taker)
            bar = ANYWHERE._replace(crowd=crowd_of(len(between.deals)))
            self.bars.update(dict.fromkeys(unbound, bar))
            self._find_company(between, unbound, bar)
        for at in self.bars.keys() & self.reading.hands.keys():
            # A person has taken it away from where it was, and is to say where it belongs.
            self.bars[at] = self.bars[at]._replace(sure=_NEVER)

    def _find_company(self, between: Between, unbound: Sequence[int], bar: Bar) -> None:
        """Let the lines of the paper tell of one another which order it is about."""
        blocks = self.run.blocking.between(between, self.document, unbound)
        for places in groups_of(self.document, unbound):
            self._find_company_of(places, blocks, bar)

    def _find_company_of(self, places: Sequence[int], blocks: dict[int, Block], bar: Bar) -> None:
        """Let lines that may be of one order tell of one another."""
        rivals: Rivals = {place: rank(place, blocks[place].lines, bar, self.judge) for place in places}
        lines = self.document.lines
        mark = mark_of(lines[places[0]])
        settled = {
            place: known.deal
            for place, known in enumerate(self.reading.found)
            if known is not None and mark_of(lines[place]) in (mark, "")
        }
        company = Company(rivals, settled)
        is_of_one_seller = bool(exact(lines[places[0]].refers.sales_order))
        together = None
        if is_of_one_seller:
            between = self.run.book.between_of(self.reading.giver, self.reading.taker)
            together = company.deal_of_all(places, barred_from(between.deals, mark))
        for place in places:
            self.companies[place] = company
            deal = together or company.deal_of(place)
            block, self.bars[place] = blocks[place], bar
            if deal is None or (together is None and not company.speaks_for(place, deal)):
                # What else it may be stays beside it, so that it is tied only where that is far behind.
                self.blocks[place] = block
                if deal is None and (is_of_one_seller or company.is_undecided(place)):
                    self.bars[place] = bar._replace(sure=_NEVER)
            elif not is_of_one_seller and company.is_elsewhere(place, deal, bar.crowd):
                # A bill may be about several orders; what is sent or comes in together mostly is of one.
                self.blocks[place] = block
                may_be = self.document.kind not in OF_ONE_ORDER
                self.bars[place] = bar._replace(crowd=0) if may_be else bar._replace(sure=_NEVER)
            else:
                there = [known for known in block.lines if id(known.deal) == deal]
                self.blocks[place] = Block(there, block.passed_over)

    def _take(self, choice: Choice) -> None:
        """Keep a choice, and count it at once, so that the next comparison sees what is still open."""
        self.choices.append(choice)
        count(self.reading.document, self.reading.document.lines[choice.place], choice.known)
        self._forget(choice.known)

    def _forget(self, known: KnownLine) -> None:
        """Forget what was found of a line before something was taken from it or given back."""
        self._rows.pop(id(known.deal), None)
        for other in self.scopes:
            self._seen.pop((other, known.key), None)

    def _tie(self, choice: Choice) -> None:
        place, known, scope = choice.place, choice.known, self.scopes[choice.place]
        reasons = reasons_of(choice.comparison)
        if choice.alike > 1:
            reasons = (*reasons, f"the first of {choice.alike} lines alike")
        score = max(1, thousandths(choice.bits) - scope.cost)
        rule = ORDER_LINE if is_named(choice.comparison) else scope.rule
        number = self.reading.document.lines[place].refers.order_line
        if scope.awaits_order and exact(number) and not known.number:
            # The first paper that names the line of an order which is still to come.
            self.run.book.renumber(known.deal, known, number)
            rule = ORDER_LINE
        self.run.tie(self.reading, place, known, rule, score, (*reasons, *scope.notes, *self._cut(place)))

    def _cut(self, place: int) -> tuple[str, ...]:
        more = self.blocks[place].passed_over
        return (f"compared with the nearest only; {more} more have this in common",) if more else ()

    def _settle(self, place: int, ranked: list[Rival]) -> None:
        """Say what becomes of a line that nothing was clearly best for."""
        run, reading, scope = self.run, self.reading, self.scopes[place]
        candidates = tuple(
            Candidate(rival.known.key, thousandths(rival.bits), reasons_of(rival.comparison))
            for rival in ranked[:_CANDIDATES_MAX]
        )
        why = UNTIED if place in reading.hands else _STRAY if place in self.strays else scope.why
        reading.rivals.update(id(rival.known.deal) for rival in ranked)
        sure = self.bars[place].sure
        is_like_none = not ranked or ranked[0].bits < sure < _NEVER
        if not why and is_like_none and self._tie_left_over(place):
            return
        if not why and candidates:
            why = _UNDECIDED if sure == _NEVER else _TOO_UNLIKE if ranked[0].bits < sure else _TOO_CLOSE
        if not why and any(found is None for found in scope.paper_lines):
            why = _UNTIED
        if not why and self._is_of_the_order(place):
            why = _TOO_UNLIKE
        if not why:
            known = open_unfit(run, reading, scope.deal, place)
            if known is not None:
                rule, score, reason = self._opening(place)
                run.tie(reading, place, known, rule, score, (reason, *scope.notes))
                count(reading.document, reading.document.lines[place], known)
                return
            why = _NOTHING
        run.leave(reading, place, "; ".join((why, *self._cut(place))), candidates)

    def _is_of_the_order(self, place: int) -> bool:
        """Tell whether a line is too much of what its order has, or the order itself is not certain."""
        scope, product = self.scopes[place], self.document.lines[place].product
        if scope.deal is None or not scope.deal.is_asked:
            return False
        return bool(scope.cost) or any(called(product, known) for known in scope.deal.lines)

    def _tie_left_over(self, place: int) -> bool:
        """Tie a line about an item that its order does not have to the one line that is left for it."""
        deal = self.scopes[place].deal
        if deal is None:
            deals = {id(known.deal): known.deal for known in self.reading.found if known is not None}
            if len(deals) != 1:
                return False
            deal = next(iter(deals.values()))
        found = left_over(deal, self.document, place, self.reading.found, self.judge, self._rows_on(deal))
        if len(found) != 1:
            return False
        known, reading = found[0], self.reading
        reasons = (LEFT_OVER, *reasons_of(self.judge(place, known)))
        self.run.tie(reading, place, known, self.scopes[place].rule, OTHER_PRODUCT, reasons)
        count(reading.document, reading.document.lines[place], known)
        return True

    def _opening(self, place: int) -> tuple[str, int, str]:
        """Say why a line is opened: its order is still to come, or nothing on it is like the paper's line."""
        scope, refers = self.scopes[place], self.reading.document.lines[place].refers
        if scope.deal is not None and scope.awaits_order:
            rule = ORDER_LINE if exact(refers.order_line) else LIKE_IN_ORDER
            return (
                rule,
                NOT_COMPARED - scope.cost,
                f"names order {scope.deal.name}, which is not among the papers",
            )
        return OPENED, OPENED_SCORE - scope.cost, _NEW
