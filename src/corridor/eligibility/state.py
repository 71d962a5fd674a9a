"""Who holds what while statements are taken one after another."""

from collections.abc import Mapping
from datetime import date

from corridor.eligibility.held import OPEN, Held, Key, cut, on_day, put
from corridor.eligibility.rescission import GUARDED_PRODUCT, Guard, HeldEnd
from corridor.eligibility.statements import Statement, StatementFault, fault
from corridor.wording.said import said


class State:
    """The spans of every person and product, moved by one statement at a time.

    only_plan: product -> the plan that a statement means when it names none and the person held none before.
    guard: asked before cover is taken away in the past; `held`: what it refused.
    """

    def __init__(self, only_plan: Mapping[str, str], guard: Guard | None = None):
        self.spans: dict[Key, list[Held]] = {}
        self.held: list[HeldEnd] = []
        self._only_plan = only_plan
        self._guard = guard
        self._ever: dict[str, dict[Key, set[str]]] = {}  # by employee: the plans ever held through that employee

    def take(self, statement: Statement) -> StatementFault | None:
        """Apply a statement that is well-formed by itself; what cannot be applied changes nothing."""
        return self._end(statement) if statement.is_ending else self._cover(statement)

    def covers(self, subscriber_id: str, product: str, day: date) -> bool:
        """Whether anybody holds the product through the employee on the day."""
        keys = [key for key in self._ever.get(subscriber_id, {}) if key[1] == product]
        return any(on_day(self.spans[key], day) is not None for key in keys)

    def _end(self, s: Statement) -> StatementFault | None:
        """The end of an employee's coverage is the end of the dependants' coverage."""
        is_employee = s.relationship == "self"
        keys = [
            (member_id, product)
            for (member_id, product), plans in self._ever.get(s.subscriber_id, {}).items()
            if (is_employee or member_id == s.member_id) and s.product in (None, product)
            if s.plan_code is None or s.plan_code in plans
        ]
        if not keys:
            product, plan = s.product or said("any product"), s.plan_code or said("any plan")
            found = said("an end of {product} under {plan}", product=product, plan=plan)
            return fault(s, "coverage_end_exclusive", found, said("coverage that was there before"))
        assert s.coverage_end_exclusive is not None
        for key in keys:
            ended = cut(self.spans[key], s.coverage_end_exclusive, subscriber_id=s.subscriber_id, plan_code=s.plan_code)
            self.spans[key] = self._guarded(s, key, ended)
        return None

    def _guarded(self, s: Statement, key: Key, after: list[Held]) -> list[Held]:
        """`after`, and what the law does not let the statement take away."""
        member_id, product = key
        if self._guard is None or product != GUARDED_PRODUCT or key not in self.spans:
            return after
        kept, held = self._guard.kept(s, member_id, self.spans[key], after)
        if held is not None:
            self.held.append(held)
        return kept

    def _cover(self, s: Statement) -> StatementFault | None:
        products = [s.product] if s.product else self._products_of(s)
        if not products:
            return fault(s, "product", said("nothing"), said("a product, or coverage that was there before"))
        stated = [(product, self._span(s, product)) for product in products]
        for _, span in stated:
            if span is None:
                return fault(s, "plan_code", said("nothing"), said("a plan"))
        for product, span in stated:
            assert span is not None
            key = (s.member_id, product)
            self.spans[key] = self._guarded(s, key, put(self.spans.get(key, []), span))
            self._ever.setdefault(s.subscriber_id, {}).setdefault(key, set()).add(span.plan_code)
        return None

    def _products_of(self, s: Statement) -> list[str]:
        held = self._ever.get(s.subscriber_id, {})
        return [product for member_id, product in held if member_id == s.member_id]

    def _span(self, s: Statement, product: str) -> Held | None:
        """The span that the statement says; what it leaves out is as the person last held it."""
        assert s.coverage_start is not None
        before = self.spans.get((s.member_id, product)) or []
        last = before[-1] if before and before[-1].subscriber_id == s.subscriber_id else None
        plan_code = s.plan_code or (last.plan_code if last else self._only_plan.get(product))
        level = s.coverage_level or (last.level if last else None)
        end = s.coverage_end_exclusive or OPEN
        return Held(s.coverage_start, end, plan_code, level, s.subscriber_id) if plan_code else None
