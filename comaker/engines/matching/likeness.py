"""Ties by likeness: what no reference ties is compared with the lines that it may belong to."""

from collections.abc import Iterable, Sequence

from comaker.engines.matching.between import Between
from comaker.engines.matching.block import Block
from comaker.engines.matching.company import Company
from comaker.engines.matching.compare import SAID_BEFORE, Comparison, compare
from comaker.engines.matching.count import count, count_waiting
from comaker.engines.matching.decide import ANYWHERE, Bar, Choice, Rival, Rivals, decide, in_order, rank
from comaker.engines.matching.known import KnownLine
from comaker.engines.matching.open import open_unfit
from comaker.engines.matching.refer import NOT_COMPARED, named_by
from comaker.engines.matching.repeats import repeated_by
from comaker.engines.matching.retyped import exact
from comaker.engines.matching.run import NO_DEAL, Reading, Run
from comaker.engines.matching.scope import Scope, passes_over, scope_of
from comaker.engines.matching.score import crowd_of, is_named, reasons_of, thousandths
from comaker.engines.matching.slips import mistyped
from comaker.engines.matching.words import LIKE_IN_ORDER, OPENED, ORDER_LINE, Candidate

_CANDIDATES_MAX = 5
_NEVER = 10**6  # tenths of a bit that nothing weighs
OPENED_SCORE = 900  # certain of the document line, not that there is no line for it
_TOO_CLOSE = "these are too close to choose between"
_TOO_UNLIKE = "what comes nearest is not like enough"
_UNDECIDED = "several orders fit the whole paper alike"
_NOTHING = "nothing like this is open between these two"
_UNTIED = "what it names on another paper is itself not tied yet"
_NEW = "nothing like it there yet"


def tie_by_likeness(run: Run, reading: Reading) -> None:
    """Tie the lines that are left to what they are most like, open lines for them, or leave them loose."""
    places = [place for place in reading.rest if not passes_over(run, reading, place)]
    reading.rest = []
    correct_slips(run, reading, places)
    scopes = {place: scope_of(run, reading, place) for place in places}
    if not scopes:
        return
    _count_what_waits(run, reading, scopes.values())
    Likeness(run, reading, scopes).tie()


def correct_slips(run: Run, reading: Reading, places: Sequence[int]) -> None:
    """Look once a document for the orders that its unknown order numbers may be slips of."""
    unknown: dict[str, list[int]] = {}
    for place in places:
        order = reading.document.lines[place].refers.order
        if exact(order) and named_by(run, reading, order) == NO_DEAL:
            unknown.setdefault(order, []).append(place)
    for order, together in unknown.items():
        named = mistyped(run, reading, order, together)
        if named is not None:
            reading.deals[order] = named


def _count_what_waits(run: Run, reading: Reading, scopes: Iterable[Scope]) -> None:
    between = run.book.between_of(reading.giver, reading.taker)
    count_waiting(between)
    for scope in scopes:
        for deal in {id(known.deal): known.deal for known in scope.lines}.values():
            count_waiting(run.book.between_of(deal.giver, deal.taker))
    if not reading.is_counted:
        reading.is_counted = True
        document = reading.document
        for line, known in zip(document.lines, reading.found, strict=True):
            if known is not None:
                count(document, line, known)


class Likeness:
    """The lines of one document that no reference tied, with what each may belong to."""

    def __init__(self, run: Run, reading: Reading, scopes: dict[int, Scope]) -> None:
        self.run = run
        self.reading = reading
        self.scopes = scopes
        self.blocks: dict[int, Block] = {}
        self.bars: dict[int, Bar] = {}
        self.company: Company | None = None
        self.found_blocks: dict[int, Block] = {}
        self.choices: list[Choice] = []
        self.earlier = repeated_by(run.book, reading)
        self._seen: dict[tuple[int, str], Comparison] = {}
        # The document as it reads with all the numbers that the two parties have for its products.
        fill = run.book.between_of(reading.giver, reading.taker).crossing.fill
        rows = [line._replace(product=fill(line.product)) for line in reading.document.lines]
        self.document = reading.document._replace(lines=tuple(rows))

    def tie(self) -> None:
        """Block, compare, score and decide; then say what becomes of the lines that stay undecided."""
        self._find_blocks()
        rivals = decide(
            {place: block.lines for place, block in self.blocks.items()}, self.bars, self.judge, self._take
        )
        for choice in in_order(self.choices, self.document.lines):
            self._tie(choice)
        for place, ranked in sorted(rivals.items()):
            self._settle(place, ranked)

    def judge(self, place: int, known: KnownLine) -> Comparison:
        """Compare a line with a known line as it stands, once until something is taken from that line."""
        found = self._seen.get((place, known.key))
        if found is None:
            document = self.document
            line = document.lines[place]
            named = self.scopes[place].named(known, line)
            if self.earlier is not None and not named and self._is_said_before(place, known):
                named = SAID_BEFORE
            found = self._seen[place, known.key] = compare(document, line, known, named)
        if self.company is not None and not self.bars[place].is_named:
            found = found._replace(together=self.company.level(place, known.deal))
        return found

    def _is_said_before(self, place: int, known: KnownLine) -> bool:
        """Tell whether the earlier paper that this one repeats has the same line."""
        assert self.earlier is not None
        line = self.reading.document.lines[place]
        there = zip(self.earlier.lines, self.earlier.quantities, strict=True)
        return any(each is known and quantity == line.quantity for each, quantity in there)

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

    def _find_company(self, between: Between, unbound: Sequence[int], bar: Bar) -> None:
        """Let the lines of the paper tell of one another which order it is about."""
        blocks = self.found_blocks = self.run.blocking.between(between, self.document, unbound)
        rivals: Rivals = {place: rank(place, block.lines, bar, self.judge) for place, block in blocks.items()}
        found = enumerate(self.reading.found)
        self.company = Company(rivals, {place: known.deal for place, known in found if known is not None})
        together = self._deals_of_sellers(unbound, self.company)
        for place, block in blocks.items():
            deal = together.get(place) or self.company.deal_of(place)
            lines = (
                block.lines if deal is None else [known for known in block.lines if id(known.deal) == deal]
            )
            self.blocks[place] = Block(lines, block.passed_over)
            if deal is None and (place in together or self.company.is_undecided(place)):
                self.bars[place] = bar._replace(sure=_NEVER)

    def _deals_of_sellers(self, places: Sequence[int], company: Company) -> dict[int, int | None]:
        """Find the one deal of all lines that name the same order of the seller, which is not known yet."""
        groups: dict[str, list[int]] = {}
        for place in places:
            number = exact(self.reading.document.lines[place].refers.sales_order)
            if number:
                groups.setdefault(number, []).append(place)
        found: dict[int, int | None] = {}
        for number, together in groups.items():
            barred = {
                id(known.deal)
                for place in together
                for known in self.found_blocks[place].lines
                if known.deal.sales and number not in known.deal.sales
            }
            found.update(dict.fromkeys(together, company.deal_of_all(together, barred)))
        return found

    def _take(self, choice: Choice) -> None:
        """Keep a choice, and count it at once, so that the next comparison sees what is still open."""
        self.choices.append(choice)
        count(self.reading.document, self.reading.document.lines[choice.place], choice.known)
        for other in self.scopes:
            self._seen.pop((other, choice.known.key), None)

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
        passed_over = self.blocks[place].passed_over
        return (
            (f"compared with the nearest only; {passed_over} more have this in common",)
            if passed_over
            else ()
        )

    def _settle(self, place: int, ranked: list[Rival]) -> None:
        """Say what becomes of a line that nothing was clearly best for."""
        run, reading, scope = self.run, self.reading, self.scopes[place]
        candidates = tuple(
            Candidate(rival.known.key, thousandths(rival.bits), reasons_of(rival.comparison))
            for rival in ranked[:_CANDIDATES_MAX]
        )
        why = scope.why
        if not why and candidates:
            sure = self.bars[place].sure
            why = _UNDECIDED if sure == _NEVER else _TOO_UNLIKE if ranked[0].bits < sure else _TOO_CLOSE
        if not why and any(found is None for found in scope.paper_lines):
            why = _UNTIED
        if not why:
            known = open_unfit(run, reading, scope.deal, place)
            if known is not None:
                rule, score, reason = self._opening(place)
                run.tie(reading, place, known, rule, score, (reason, *scope.notes))
                count(reading.document, reading.document.lines[place], known)
                return
            why = _NOTHING
        run.leave(reading, place, "; ".join((why, *self._cut(place))), candidates)

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
