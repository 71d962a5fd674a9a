"""The documents that a sponsor's plan runs under: plans, stop-loss contracts, the funding arrangement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.store.tx import Batch, Tx
from corridor.claims.pricing.contract import NetworkContract, load_network_contract
from corridor.claims.pricing.contracts import Contracts
from corridor.disability.load import DisabilityPlan, load_disability_plan
from corridor.funding.arrangement import Arrangement, load_arrangement
from corridor.funding.kinds import refuse_uncovered
from corridor.plan.arrays import NO_LIMIT
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from corridor.plan.versions import Plan
from corridor.stoploss.contract import Contract, load_contract
from corridor.wording.said import said

PLAN, DISABILITY_PLAN, STOP_LOSS, ARRANGEMENT = "plan", "disability_plan", "stoploss", "arrangement"
NETWORK_CONTRACT = "network_contract"
UNDONE = "(select (params ->> 'undoes')::bigint from batch where kind = 'undo')"
"""Places of the batches that an undo took back."""


@dataclass(frozen=True)
class SourceDocument:
    """A document as a file: kind is PLAN, DISABILITY_PLAN, STOP_LOSS, NETWORK_CONTRACT or ARRANGEMENT."""

    kind: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Documents:
    """All documents in force for a sponsor, read and compiled.

    visit_benefits: names of the benefits in which lines of one visit or admission share a copay or count once.
    networks: contracts that price. asks_prices: whether a plan asks for usual charges, Medicare's price or amounts of
    surprise bills. plans: code -> the plan as checked.
    """

    arrangement: Arrangement
    compiled: CompiledPlans
    contracts: tuple[Contract, ...]
    products: dict[str, str]
    visit_benefits: frozenset[str]
    disability: tuple[DisabilityPlan, ...] = ()
    networks: Contracts = field(default_factory=Contracts)
    asks_prices: bool = False
    plans: Mapping[str, Plan] = field(default_factory=dict)


@lru_cache(maxsize=8)
def read_documents(sources: tuple[SourceDocument, ...]) -> Documents:
    """Read and compile the documents of one sponsor; of several with one code the last counts.

    Raises DocumentError for a faulty one, ServiceError when there is not exactly one arrangement, or no plan,
    FundingError where the kind of arrangement asks for a contract that is not there.
    """
    plans = {plan.code: plan for plan in (load_plan(d.content, d.name) for d in sources if d.kind == PLAN)}
    contracts = [load_contract(d.content, d.name) for d in sources if d.kind == STOP_LOSS]
    arrangements = [load_arrangement(d.content, d.name) for d in sources if d.kind == ARRANGEMENT]
    if not arrangements:
        raise ServiceError(said("documents: found no funding arrangement, expected one"))
    if not plans:
        raise ServiceError(said("documents: found no plan, expected one at least"))
    compiled = compile_plans(list(plans.values()))
    certified = [load_disability_plan(d.content, d.name) for d in sources if d.kind == DISABILITY_PLAN]
    disability = {plan.code: plan for plan in certified}
    products = dict(compiled.versions.select("plan_code", "product").unique().rows())
    products |= dict.fromkeys(disability, "disability")
    arrangement = arrangements[-1]
    networks = {each.code: each for each in network_contracts(sources)}
    strange = sorted(set(arrangement.plans) - set(products))
    if strange:
        raise ServiceError(
            said("documents: the arrangement names plan {plan}, found no document of that plan", plan=strange[0])
        )
    policies = tuple({c.code: c for c in contracts}.values())
    refuse_uncovered(arrangement, policies)
    return Documents(
        arrangement,
        compiled,
        policies,
        products,
        _visit_benefits(compiled),
        tuple(disability.values()),
        Contracts(tuple(networks.values())),
        bool(compiled.versions.select(_ASKS_PRICES.any()).item()),
        plans,
    )


_ASKS_PRICES = (
    pl.col("out_of_network_percentile").is_not_null()
    | pl.col("out_of_network_reference_bp").is_not_null()
    | pl.col("surprise_applies")
)


def network_contracts(sources: Sequence[SourceDocument]) -> Iterator[NetworkContract]:
    """Of these documents the network contracts, in their order. Raises DocumentError."""
    return (load_network_contract(d.content, d.name) for d in sources if d.kind == NETWORK_CONTRACT)


def _visit_benefits(compiled: CompiledPlans) -> frozenset[str]:
    arrays, limits = compiled.arrays, compiled.limits
    shares_copay = (arrays.copay_once != 0) | (arrays.copay_most_cents < NO_LIMIT)
    counting = limits.filter(pl.col("unit") == "visits").get_column("benefit_row")
    has_visits = pl.Series(shares_copay.any(axis=1)) | compiled.benefits["row"].is_in(counting.implode())
    return frozenset(compiled.benefits.filter(has_visits).get_column("name"))


def documents_of(tx: Tx, without: int = 0) -> Documents:
    """The documents that the sponsor of this transaction has now. without: as in `sources_of`."""
    return read_documents(sources_of(tx, without))


def sources_of(tx: Tx, without: int = 0) -> tuple[SourceDocument, ...]:
    """The documents in force: of several with one code, and of all arrangements, the last that was not taken back.

    In the order in which their codes first came. without: place of a batch that is being taken back.
    """
    with tx.cursor() as cursor:
        cursor.execute(
            "select kind, name, content from ("
            " select distinct on (d.kind, s.subject) d.kind, f.name, f.content,"
            "  min(d.id) over (partition by d.kind, s.subject) as first_id"
            " from document d join stored_file f on f.id = d.file_id left join batch b on b.id = d.batch_id"
            " cross join lateral (select case when d.kind = %(arrangement)s then '' else d.code end as subject) s"
            f" where b.seq is null or (b.seq <> %(without)s and b.seq not in {UNDONE})"
            " order by d.kind, s.subject, d.id desc) as standing order by first_id",
            {"arrangement": ARRANGEMENT, "without": without},
        )
        return tuple(SourceDocument(kind, name, bytes(body)) for kind, name, body in cursor.fetchall())


def code_and_day(source: SourceDocument) -> tuple[str, object]:
    """The code of what a document is about, and its first day in force."""
    if source.kind == PLAN:
        plan = load_plan(source.content, source.name)
        return plan.code, plan.versions[0].effective_from
    if source.kind == DISABILITY_PLAN:
        disability = load_disability_plan(source.content, source.name)
        return disability.code, disability.versions[0].effective_from
    if source.kind == STOP_LOSS:
        contract = load_contract(source.content, source.name)
        return contract.code, contract.policies[0].start
    if source.kind == NETWORK_CONTRACT:
        network = load_network_contract(source.content, source.name)
        return network.code, network.versions[0].effective_from
    arrangement = load_arrangement(source.content, source.name)
    return arrangement.sponsor.code, arrangement.charges_from


def add_documents(tx: Tx, batch: Batch, sources: tuple[SourceDocument, ...]) -> None:
    """Store documents as a batch's, after reading every one."""
    rows = []
    for source in sources:
        code, day = code_and_day(source)
        file_id, _ = tx.store_file(source.content, source.name, source.kind)
        rows.append({"kind": source.kind, "code": code, "effective_from": day, "file_id": file_id})
    tx.insert("document", pl.DataFrame(rows), batch_id=batch.id)
