"""What commands print in Turkish: no English line is left, and amounts and days have their Turkish form."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from corridor.app.cli.words import COUNTS, ENTRY_KINDS, KINDS, STATUSES, TABLES
from corridor.app.services.verify import COMPARED
from corridor.records.decisions import STATUSES as ALL_STATUSES
from tests.app.cli.conftest import Corridor
from tests.app.cli.test_sponsor import PLANS, documents
from tests.app.cli.test_wrong_files import WRONG
from tests.app.conftest import Database, Shop, claim_row, claims_csv

WORD = re.compile(r"[^\W\d_]{2,}")
ENGLISH = re.compile(r"\b(the|of|and|is|was|for|with|found|expected|claims?|plan pays|paid|total)\b", re.IGNORECASE)
AMOUNT_IN_ENGLISH = re.compile(r"\d,\d{3}\b|\d\.\d\d\b")
DAY_IN_ENGLISH = re.compile(r"\b\d{4}-\d{2}(-\d{2})?\b")
STATEMENT = ("ledger", "statement", "--account", "1000", "--from", "2026-02-01", "--to", "2026-03-31")


def english_left(turkish: str, english: str) -> list[str]:
    """Lines with words that the Turkish run shares with the English one."""
    before = set(english.splitlines())
    return [line for line in turkish.splitlines() if line in before and WORD.search(line)]


def test_a_turkish_run_of_the_demo_prints_no_english_line(
    run_on: Callable[[Database], Corridor], own_demo: Database
) -> None:
    corridor = run_on(own_demo)
    english, turkish = (corridor("demo", "--small", "--lang", language) for language in ("en", "tr"))
    assert (english.code, turkish.code) == (0, 0)
    assert english_left(turkish.out, english.out) == []
    assert len(turkish.out.splitlines()) == len(english.out.splitlines())
    assert ENGLISH.findall(turkish.out + turkish.err) == []
    assert AMOUNT_IN_ENGLISH.findall(turkish.out) == []
    assert DAY_IN_ENGLISH.findall(turkish.out) == []
    for text in (
        "Meridian Manufacturing, 30 Haziran 2026 itibarıyla: ",
        "Bütçeye karşı ödenen, aylara göre",
        "Haziran 2026",
        "fon bakiyesi: 400.000,00",
        "En yüksek tutarlı kişiler, bireysel eşiklerine karşı",
        "Toplu zarar durdurma durumu",
        "elle müdahale olmadan karara bağlanan: ",
        "Ödenecek tazminatlar",
    ):
        assert text in turkish.out, text
    assert "ana iş" in turkish.err
    assert "dosyanın tümü daha önce alınmıştı; hiçbir şey değiştirilmedi" in turkish.err


@pytest.mark.parametrize(
    "command",
    [("ledger", "trial-balance"), STATEMENT, ("explain", "1"), ("verify",)],
    ids=lambda words: " ".join(words),
)
def test_no_english_line_is_left(on_demo: Corridor, command: tuple[str, ...]) -> None:
    english, turkish = (on_demo(*command, "--lang", language) for language in ("en", "tr"))
    assert (english.code, turkish.code) == (0, 0)
    assert english_left(turkish.out, english.out) == []
    assert len(turkish.out.splitlines()) == len(english.out.splitlines())


def test_every_claim_of_the_demo_is_explained_without_an_english_line(on_demo: Corridor) -> None:
    for number in range(1, 700, 97):
        english, turkish = (on_demo("explain", str(number), "--lang", language) for language in ("en", "tr"))
        assert english_left(turkish.out, english.out) == []


def test_a_difference_is_told_in_turkish(shop: Shop, corridor: Corridor, database: Database) -> None:
    shop.load("a.csv", claims_csv(claim_row("A1", "80053", "900")), date(2026, 1, 21))
    with database.connected() as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(
            "update decision set plan_paid_cents = 63900 where tenant_id = (select id from tenant where code = %s)",
            [shop.code],
        )
    ran = corridor("verify", "--sponsor", shop.code, "--all", "--lang", "tr")
    assert ran.code == 1
    assert ran.out.splitlines()[:2] == [
        f"{shop.code}: 2 fark, para olarak 1,00",
        "  decision claim_number 1 line_number 1 version 0, plan_paid_cents – bulunan: 63900, beklenen: 64000",
    ]
    assert ran.out.splitlines()[2].startswith("  zincir parti 3, claims, halka – bulunan: başka bir özet halkası, ")


def test_a_sponsor_is_made_and_refused_in_turkish(corridor: Corridor, tmp_path: Path) -> None:
    given = documents(tmp_path, "IZMIR", (PLANS / "ppo.yaml").read_text("utf-8"))
    assert corridor("--lang", "tr", "sponsor", "add", *given).out == "plan sponsoru IZMIR oluşturuldu\n"
    again = corridor("--lang", "tr", "sponsor", "add", *given)
    assert (again.code, again.err) == (
        1,
        "plan sponsoru IZMIR – bulunan: bu kodla bir plan sponsoru, beklenen: yeni bir kod\n",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("load", "nowhere.csv"), "nowhere.csv – bulunan: böyle bir dosya yok, beklenen: okunacak bir dosya"),
        (("load", "."), ". – bulunan: klasör, beklenen: okunacak bir dosya"),
        (
            ("explain", "no-such"),
            "talep – bulunan: bu numarada talep yok, beklenen: Corridor'un ya da gönderenin numarası",
        ),
    ],
)
def test_a_wrong_order_is_one_turkish_line(on_demo: Corridor, arguments: tuple[str, ...], message: str) -> None:
    ran = on_demo(*arguments, "--lang", "tr")
    assert (ran.code, ran.out, ran.err) == (1, "", message + "\n")


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_told_in_turkish(name: str, shop: Shop, corridor: Corridor, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(WRONG[name][0])
    arguments = ("load", tmp_path / name, "--sponsor", shop.code, "--as-of", "2026-01-21")
    english, turkish = (corridor(*arguments, "--lang", language) for language in ("en", "tr"))
    assert (turkish.code, turkish.out) == (1, "")
    assert english_left(turkish.err, english.err) == []
    assert set(ENGLISH.findall(turkish.err)) <= {"claims"}  # as a kind of table is named in its map


@pytest.mark.parametrize(
    "arguments",
    [
        (*STATEMENT[:3], "9000", *STATEMENT[4:]),
        (*STATEMENT[:5], "2026-02-01", "--to", "2026-01-31"),
        ("ledger", "trial-balance", "--as-of", "2020-01-01"),
    ],
)
def test_a_wrong_question_to_the_books_is_told_in_turkish(on_demo: Corridor, arguments: tuple[str, ...]) -> None:
    ran = on_demo(*arguments, "--lang", "tr")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (1, "", 1)
    assert ENGLISH.findall(ran.err) == []


def test_a_faulty_document_is_told_in_turkish(corridor: Corridor, tmp_path: Path) -> None:
    plan = (PLANS / "ppo.yaml").read_text("utf-8").replace("product: medical", "product: tires", 1)
    refused = corridor("--lang", "tr", "sponsor", "add", *documents(tmp_path, "NOBODY", plan))
    assert refused.code == 1
    assert refused.err.startswith("plan.yaml satır ")
    assert ENGLISH.findall(refused.err) == []


def test_every_code_in_the_demos_store_has_its_word(demo: Database) -> None:
    with demo.connected() as connection:
        kinds = {kind for (kind,) in connection.execute("select distinct entry_kind from journal_entry").fetchall()}
        counts = connection.execute(
            "select distinct k from batch, jsonb_object_keys(result) k"
            " where kind in ('claims', 'enrollment', 'providers', 'disability')"
        ).fetchall()
    assert kinds - set(ENTRY_KINDS) == set()
    assert {name for (name,) in counts} - set(COUNTS) == {"faults", "warnings"}
    assert {table.name for table in COMPARED} - set(TABLES) == set()
    assert set(ALL_STATUSES) == set(STATUSES)
    assert {"claims", "enrollment", "providers", "undo"} <= set(KINDS)
