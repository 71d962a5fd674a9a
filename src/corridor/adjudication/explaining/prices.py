"""How a price came about, as steps: the line of the contract, its method in numbers, and what became of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from corridor.adjudication.steps import Step
from corridor.claims.pricing.contracts import ContractLine

Facts = Mapping[str, Any]
_SURPRISES = {"qualifying_amount": "surprise_qualifying", "charge": "surprise_charge"}


def contract_steps(chosen: ContractLine, made_of: Facts, price_cents: int, charge_cents: int) -> Iterator[Step]:
    """The steps of a line that a contract prices.

    made_of: what its method read and found (claims.pricing.book.Priced.inputs). price_cents: what the contract makes of
    the line, the lesser of it and the charge where the contract says so.
    """
    method, terms = chosen.line.method, chosen.line.terms
    rule, facts = _FACTS[method](terms, made_of)
    head = {
        "contract": chosen.contract.code,
        "line": chosen.line.name,
        "number": chosen.version.clause_of(chosen.line).number,
    }
    is_of_claim = chosen.line.is_of_claim
    price = made_of["claim_price_cents" if is_of_claim else "price_cents"]
    yield Step(rule, price, None, {**head, **facts})
    if is_of_claim:
        yield Step("price_dealt", price_cents, None, {"price_cents": price})
    elif price_cents < price:
        yield Step("price_lesser", charge_cents)


def outside_step(source: str, allowed_cents: int) -> Step:
    """The step of a line that the plan prices by usual charges, or by what Medicare allows."""
    return Step("price_outside_usual" if source == "usual_charge" else "price_outside_reference", allowed_cents)


def surprise_step(basis: str, recognised_cents: int) -> Step:
    """The step of a surprise bill. basis: `law <state>`, qualifying_amount or charge."""
    if basis in _SURPRISES:
        return Step(_SURPRISES[basis], recognised_cents)
    return Step("surprise_law", recognised_cents, None, {"basis": basis.removeprefix("law ")})


def added_steps(owed_cents: int) -> tuple[Step, ...]:
    """What the plan owes beyond the recognised amount, or less than it."""
    if owed_cents == 0:
        return ()
    return (Step("surprise_added" if owed_cents > 0 else "surprise_less", abs(owed_cents)),)


def _fee(terms: Any, made: Facts) -> tuple[str, dict[str, int | str]]:
    units = made["units"] * 10
    return "price_fee_schedule", {
        "schedule": terms.schedule,
        "fee_cents": made["fee_cents"],
        "units_parts": units,
        "percent_bp": terms.percent,
    }


def _share(terms: Any, made: Facts) -> tuple[str, dict[str, int | str]]:
    return "price_percent_of_charge", {"charge_cents": made["charge_cents"], "percent_bp": terms.percent}


def _values(terms: Any, made: Facts) -> tuple[str, dict[str, int | str]]:
    values = {f"{part}_parts": made[part] * 100 for part in ("work", "pe", "mp")}
    indices = {f"gpci_{part}_parts": made[f"gpci_{part}"] for part in ("work", "pe", "mp")}
    rest = {"factor_parts": made["conversion_factor"], "units_parts": made["units"] * 10, "percent_bp": terms.percent}
    return "price_rbrvs", {**values, **indices, **rest}


def _anaesthesia(terms: Any, made: Facts) -> tuple[str, dict[str, int | str]]:
    shared = {"factor_parts": terms.conversion_factor, "percent_bp": made["percent_bp"]}
    if made["is_supervision"]:
        return "price_supervision", {"total_parts": made["total_units"], **shared}
    units = {f"{part}_parts": made[part] for part in ("base", "time", "state")}
    return "price_anaesthesia", {"minutes": made["minutes"] or 0, **units, **shared}


def _usual(terms: Any, made: Facts) -> tuple[str, dict[str, int | str]]:
    return "price_usual_charge", {
        "percentile": terms.percentile,
        "usual_cents": made["usual_cents"],
        "units_parts": made["units"] * 10,
        "percent_bp": terms.percent,
    }


def _compared(terms: Any, made: Facts) -> tuple[str, dict[str, int | str]]:
    found = [made[f"price_{number}"] for number in range(1, len(terms.of) + 1)]
    prices = " ".join(str(price) for price in found if price is not None)
    return f"price_{terms.take}", {"prices_all_cents": prices}


def _per_diem(terms: Any, made: Facts) -> tuple[str, dict[str, int | str]]:
    days = sum(made[f"days_{place}"] for place in range(1, len(terms.accommodations) + 1))
    return "price_per_diem", {"days": days}


def _case(terms: Any, made: Facts) -> tuple[str, dict[str, int | str]]:
    return "price_case_rate", {
        "case_cents": terms.amount,
        "further_days": made["further_days"],
        "day_cents": terms.day_amount,
    }


def _group(terms: Any, made: Facts) -> tuple[str, dict[str, int | str]]:
    return "price_drg", {
        "drg": made["drg"],
        "base_cents": terms.base,
        "weight_parts": made["weight"],
        "percent_bp": terms.percent,
        "add_on_cents": terms.add_on,
        "outlier_days": made["outlier_days"],
        "day_cents": terms.day_outlier.amount if terms.day_outlier else 0,
        "outlier_cents": made["outlier_cents"],
    }


_FACTS: Mapping[str, Callable[[Any, Facts], tuple[str, dict[str, int | str]]]] = {
    "fee_schedule": _fee,
    "percent_of_charge": _share,
    "rbrvs": _values,
    "anaesthesia": _anaesthesia,
    "usual_charge": _usual,
    "reference_based": _compared,
    "per_diem": _per_diem,
    "case_rate": _case,
    "drg": _group,
}
"""Method -> the rule of its step, and the numbers of its formula."""
