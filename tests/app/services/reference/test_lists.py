"""Reference lists in the store, and code edits through the whole job. Pairs, limits and values are made up.

The plan of the shop: network deductible 100, then 80/20 on laboratory tests; an office visit costs 20.
"""

from datetime import date

import pytest

from corridor.adjudication.wording import explanation_text
from corridor.app.services.errors import ServiceError
from corridor.app.services.explain import explain
from corridor.app.services.intake import NamedFile, TakenIn
from corridor.app.services.reference.load import load_reference
from corridor.app.services.reference.tables import reference_tables
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.tables.faults import TableError
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, SourceDocument, claim_row, claims_csv, shop_documents

DAY = date(2026, 1, 21)
YEAR = date(2026, 1, 1)
CODE_EDITS = "code_edits: {clause: '12', text: Procedures of a day are judged together.}\nlimits:"
PAIRS = "column_one,column_two,modifier_indicator,effective_from,deletion date\n80001,80002,1,2020-01-01,*\n"
UNITS = "code,units,mai\n80003,2,3\n"
VALUES = (
    "code,mod,work,pe nonfacility,pe facility,mp,glob days,mult proc,bilat surg,asst surg,co surg\n"
    "80010,,5,2,1,0.5,010,2,1,2,1\n80011,,3,2,1,0.5,000,2,0,1,0\n"
)


@pytest.fixture
def edited(store: object) -> Shop:
    """A shop whose plan asks for code edits."""
    documents = tuple(
        SourceDocument(each.kind, each.name, each.content.replace(b"\nlimits:", b"\n" + CODE_EDITS.encode(), 1))
        for each in shop_documents("EDITED" + str(next(_numbers)))
    )
    shop = Shop(add_sponsor(documents, FOUNDED_ON))
    shop.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return shop


_numbers = iter(range(1000))


def load(shop: Shop, list_name: str, text: str, effective: date = YEAR, name: str | None = None) -> TakenIn:
    file = NamedFile(f"{list_name}.csv", text.encode())
    return load_reference(shop.code, file, list_name, FOUNDED_ON, effective, name=name)


def load_all(shop: Shop) -> None:
    load(shop, "ncci", PAIRS, name="practitioner")
    load(shop, "mue", UNITS, name="practitioner")
    load(shop, "rvu", VALUES)


def row(claim_id: str, procedure: str, charge: str = "200", modifiers: str = "", units: str = "1") -> str:
    return claim_row(claim_id, procedure, charge).replace(",Z000,1,", f",Z000,{units},") + f",{modifiers}"


def csv_of(*rows: str) -> str:
    head, *body = claims_csv(*rows).rstrip("\n").split("\n")
    return "\n".join((head + ",modifiers", *body)) + "\n"


CLAIMS = (
    row("A1", "80001"),
    row("A1", "80002"),
    row("A2", "80003", units="2"),
    row("A3", "80003", units="1", modifiers="76"),
    row("B1", "80010", "1000", modifiers="50"),
    row("B1", "80011", "600"),
    row("B2", "99213", "150"),
)
REASONS = {
    ("A1", 1): "paid",
    ("A1", 2): "bundled",
    ("A2", 1): "paid",
    ("A3", 1): "units_exceeded",
    ("B1", 1): "paid",
    ("B1", 2): "paid",
    ("B2", 1): "global_period",
}


def reasons(shop: Shop) -> dict[tuple[str, int], str]:
    return {line: reason for line, (reason, _) in shop.decided().items()}


def test_claims_are_edited_against_the_lists_that_stand(edited: Shop) -> None:
    load_all(edited)
    edited.load("a.csv", csv_of(*CLAIMS), DAY)
    assert reasons(edited) == REASONS
    # Both sides of the first, 1,000.00 x 150%, stay within the charge; of the second procedure of the day half.
    allowed = edited.rows(
        "select allowed_cents from decision d join claim c using (claim_number) where claim_id = 'B1'"
    )
    assert allowed == [(100_000,), (30_000,)]


def test_a_split_batch_is_edited_as_the_whole(edited: Shop) -> None:
    load_all(edited)
    for number, names in enumerate((("A1", "A2"), ("A3", "B1"), ("B2",))):
        part = [line for line in CLAIMS if line.split(",")[0] in names]
        edited.load(f"{number}.csv", csv_of(*part), DAY)
    assert reasons(edited) == REASONS


def test_the_explanation_names_the_other_line_and_the_row_in_both_languages(edited: Shop) -> None:
    load_all(edited)
    edited.load("a.csv", csv_of(*CLAIMS), DAY)
    denied, reduced = explain(edited.code, "A1").lines[1], explain(edited.code, "B1").lines[1]
    assert denied.steps[0].rule == "bundled"
    said = " ".join(explanation_text(denied))
    assert "80002 is not paid beside 80001 of the same day: claim 1, line 1 (pair from 2020-01-01)." in said
    assert "[clause 12]" in said
    # The dearer procedure is the first of the day: 600.00 x 50% = 300.00.
    assert "80011 is procedure 2 of the day: 50% of 600.00 is allowed. (600.00 x 50% = 300.00)" in " ".join(
        explanation_text(reduced)
    )
    assert "80011 o günün 2. işlemi" in " ".join(explanation_text(reduced, "tr"))


def test_without_a_list_or_without_the_section_nothing_is_edited(edited: Shop, shop: Shop) -> None:
    load_all(shop)
    for each in (edited, shop):
        each.load("a.csv", csv_of(*CLAIMS), DAY)
        assert set(reasons(each).values()) == {"paid"}


def test_a_file_that_is_in_already_changes_nothing(edited: Shop) -> None:
    assert load(edited, "mue", UNITS, name="practitioner").is_new
    again = load(edited, "mue", UNITS, name="practitioner")
    assert (again.is_new, again.counts) == (False, {"rows": 1})


def test_taking_a_list_back_decides_anew_what_it_decided(edited: Shop) -> None:
    load_all(edited)
    edited.load("a.csv", csv_of(*CLAIMS), DAY)
    taken = undo(edited.code, NamedFile("ncci.csv", PAIRS.encode()), date(2026, 2, 2))
    assert taken.counts == {"families_touched": 1, "claims_redecided": 1}
    assert reasons(edited) == REASONS | {("A1", 2): "paid"}


def test_verification_loads_the_lists_again(edited: Shop) -> None:
    load_all(edited)
    edited.load("a.csv", csv_of(*CLAIMS), DAY)
    undo(edited.code, NamedFile("mue.csv", UNITS.encode()), date(2026, 2, 2))
    assert verify(edited.code).agrees


def test_a_later_table_holds_from_its_first_day(edited: Shop) -> None:
    load(edited, "fees", "code,fee\n80001,10\n80002,20\n", name="GOLD")
    load(edited, "fees", "code,fee\n80001,12\n", date(2026, 7, 1), name="GOLD")
    load(edited, "fees", "code,fee\n80001,99\n", name="SILVER")
    with edited.transaction() as tx:
        found = (
            reference_tables(tx).rows("fees", {"80001", "80002", "80009"}).sort("schedule", "code", "effective_from")
        )
    july = date(2026, 7, 1)
    assert found.select("schedule", "code", "fee_cents", "effective_from", "effective_to_exclusive").rows() == [
        ("GOLD", "80001", 1_000, YEAR, july),
        ("GOLD", "80001", 1_200, july, None),
        ("GOLD", "80002", 2_000, YEAR, july),
        ("SILVER", "80001", 9_900, YEAR, None),
    ]


def test_a_list_of_several_files_is_one_table(edited: Shop) -> None:
    load(edited, "ncci", PAIRS, name="practitioner")
    load(edited, "ncci", PAIRS.replace("80001,80002,1", "80001,80003,0"), name="practitioner")
    with edited.transaction() as tx:
        found = reference_tables(tx).rows("ncci", {"80001", "80002", "80003"})
    assert sorted(found.get_column("column_two")) == ["80002", "80003"]


def test_a_list_that_is_not_known_or_not_well_formed_is_refused(edited: Shop) -> None:
    with pytest.raises(ServiceError, match="list: found 'icd', expected one of ncci, mue"):
        load(edited, "icd", PAIRS)
    with pytest.raises(ServiceError, match="name: found 'x', expected none for list rvu"):
        load(edited, "rvu", VALUES, name="x")
    with pytest.raises(TableError, match=r"mue\.csv row 2, units: found 'many'"):
        load(edited, "mue", UNITS.replace(",2,", ",many,"), name="practitioner")
    assert edited.rows("select kind from batch where kind = 'reference'") == []


def test_a_list_with_a_map_is_read_and_verified_by_it(edited: Shop) -> None:
    column_map = NamedFile("m.toml", b'[columns]\ncode = "proc"\nfee_cents = "rate"\n')
    file = NamedFile("fees.csv", b"proc,rate\n80001,10\n")
    load_reference(edited.code, file, "fees", FOUNDED_ON, YEAR, name="GOLD", column_map=column_map)
    with edited.transaction() as tx:
        found = reference_tables(tx).rows("fees", {"80001"})
    assert found.get_column("fee_cents").to_list() == [1_000]
    assert verify(edited.code).agrees
