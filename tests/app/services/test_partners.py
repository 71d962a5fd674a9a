"""A file with one bad claim: the good ones are loaded and the bad one told, or all refused with every fault."""

from datetime import date
from pathlib import Path

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.partners import Partner, how_read, partners, set_partner
from corridor.app.services.reading import NamedFile
from corridor.app.services.verify import verify
from corridor.edi.x12.errors import EdiError
from tests.app.conftest import Database, Shop

_VISIT = (Path(__file__).parents[2] / "edi" / "x837" / "visit.837").read_text()
DAY = date(2026, 1, 21)


def three_transactions() -> bytes:
    """Claims T-1 to T-3, each in a transaction of its own; of T-2 a day and of T-3 nothing but T-3's end is wrong."""
    head, rest = _VISIT[: _VISIT.index("ST*")], _VISIT[_VISIT.index("ST*") : _VISIT.index("GE*")]
    bodies = [rest.replace("0001", f"000{n}").replace("CLM*A-1", f"CLM*T-{n}") for n in (1, 2, 3)]
    bodies[1] = bodies[1].replace("DTP*472*D8*20260102", "DTP*472*D8*20261302")
    bodies[2] = bodies[2].replace("SE*26", "SE*25")
    return f"{head}{''.join(bodies)}GE*3*101~\nIEA*1*000000101~\n".encode()


def claim_ids(shop: Shop) -> list[str]:
    return [claim for (claim,) in shop.rows("select distinct claim_id from claim order by 1")]


def test_the_good_transactions_are_loaded_and_the_bad_told(shop: Shop) -> None:
    set_partner(shop.code, "CLEARING", "load_good")
    taken = shop.load("t.837", three_transactions(), DAY, **how_read(shop.code, "CLEARING").options)
    assert claim_ids(shop) == ["T-1"]
    assert (taken.counts["claims"], taken.counts["transactions_left_out"], taken.counts["entries_left_out"]) == (
        1,
        2,
        2,
    )
    assert taken.faults == (
        "t.837, transaction 2, segment 50, DTP03: found '20261302', expected dates that exist, as CCYYMMDD or"
        " CCYYMMDD-CCYYMMDD, the first not after the last.",
        "t.837, transaction 3, segment 80, SE01: found '25', expected 26, the number of segments.",
    )
    stored = shop.rows(
        "select params ->> 'partner' as partner, params ->> 'on_bad' as on_bad from batch order by seq desc limit 1"
    )
    assert stored == [("CLEARING", "load_good")]


def test_all_is_refused_with_every_fault(shop: Shop, database: Database) -> None:
    set_partner(shop.code, "STRICT", "refuse_all")
    how, before = how_read(shop.code, "STRICT"), database.digest()
    with pytest.raises(ServiceError) as error:
        shop.load("t.837", three_transactions(), DAY, **how.options)
    assert [line.split(":")[0] for line in str(error.value).splitlines()] == [
        "t.837, transaction 2, segment 50, DTP03",
        "t.837, transaction 3, segment 80, SE01",
    ]
    assert database.digest() == before


def test_nobody_in_particular_is_refused_with_the_first_fault(shop: Shop) -> None:
    with pytest.raises(EdiError, match="SE01"):
        shop.load("t.837", three_transactions(), DAY, **how_read(shop.code, None).options)
    assert claim_ids(shop) == []


def test_a_good_file_is_the_same_under_every_profile(shop: Shop) -> None:
    for name, on_bad in (("CLEARING", "load_good"), ("STRICT", "refuse_all")):
        set_partner(shop.code, name, on_bad)
        content = _VISIT.replace("CLM*A-1", f"CLM*{name}").encode()
        taken = shop.load(f"{name}.837", content, DAY, **how_read(shop.code, name).options)
        assert (taken.counts["claims"], taken.faults) == (1, ())
        assert "transactions_left_out" not in taken.counts


def test_the_replay_leaves_out_the_same_although_the_profile_is_another(shop: Shop) -> None:
    set_partner(shop.code, "CLEARING", "load_good")
    shop.load("t.837", three_transactions(), DAY, **how_read(shop.code, "CLEARING").options)
    set_partner(shop.code, "CLEARING", "refuse_all")
    assert verify(shop.code).agrees


def test_a_profile_is_replaced_and_its_map_kept(shop: Shop) -> None:
    read_map = NamedFile("m.toml", b'kind = "claims"\nname = "of a test"\n[columns]\nclaim_id = "Claim"\n')
    set_partner(shop.code, "B", "load_good", column_map=read_map, is_lenient=True)
    set_partner(shop.code, "A", "load_good")
    set_partner(shop.code, "A", "refuse_all")
    assert partners(shop.code) == [Partner("A", "refuse_all", False, None), Partner("B", "load_good", True, "m.toml")]
    how = how_read(shop.code, "B")
    assert (how.column_map, how.is_lenient) == (read_map, True)
    own = NamedFile("own.toml", b"x")
    assert how_read(shop.code, "B", column_map=own).column_map == own
    assert how_read(shop.code, "A", lenient=True).is_lenient


@pytest.mark.parametrize(("name", "on_bad"), [("", "load_good"), ("A", "sometimes")])
def test_a_profile_without_name_or_decision_is_refused(name: str, on_bad: str, shop: Shop) -> None:
    with pytest.raises(ServiceError, match="load-good, refuse-all"):
        set_partner(shop.code, name, on_bad)
    assert partners(shop.code) == []


def test_a_partner_without_profile_is_refused(shop: Shop) -> None:
    with pytest.raises(ServiceError, match="partner NOBODY: found no profile"):
        how_read(shop.code, "NOBODY")
