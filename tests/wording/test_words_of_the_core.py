"""What the core words itself: explanations, reasons, accounts, dates, in every language alike."""

from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from corridor.adjudication.wording import ACCUMULATORS, REASON_TEXTS, STEPS
from corridor.banking import nacha_check
from corridor.codes.reasons import REASONS
from corridor.edi.x12.errors import ElementError, EnvelopeError, one_of, shown
from corridor.ledger.accounts import ACCOUNTS, LedgerError, find_account
from corridor.ledger.journal import JournalFault
from corridor.money.cents import MoneyError, parse_cents
from corridor.plan.document import DocumentError
from corridor.plan.load import load_plan
from corridor.tables.faults import TableError
from corridor.tables.map import load_map
from corridor.tables.read import read_table
from corridor.wording.language import LANGUAGES
from corridor.wording.said import told
from tests.wording.source import placeholders

MINIMAL = Path(__file__).parents[1] / "plan" / "minimal.yaml"


@pytest.mark.parametrize("table", [STEPS, REASON_TEXTS, ACCUMULATORS], ids=["steps", "reasons", "accumulators"])
def test_a_table_of_words_says_the_same_in_every_language(table: Mapping[str, Mapping[str, str]]) -> None:
    assert set(table) == set(LANGUAGES)
    for language in LANGUAGES:
        assert list(table[language]) == list(table["en"])
        assert {key: placeholders(text) for key, text in table[language].items()} == {
            key: placeholders(text) for key, text in table["en"].items()
        }
        assert all(text.strip() for text in table[language].values())
    assert {key for key, text in table["tr"].items() if text == table["en"][key]} == set()


def test_every_reason_has_its_text() -> None:
    assert set(REASON_TEXTS["en"]) == {reason.name for reason in REASONS}


def test_every_account_has_its_turkish_name_and_is_found_by_it() -> None:
    assert len({account.name_tr for account in ACCOUNTS}) == len(ACCOUNTS)
    assert [find_account(account.name_tr) for account in ACCOUNTS] == list(ACCOUNTS)
    assert not {account.name for account in ACCOUNTS} & {account.name_tr for account in ACCOUNTS}


def test_an_x12_error_is_told() -> None:
    error = ElementError("a.837", 3, 41, "INS", 3, found=shown("99"), expected=one_of(["001", "021"]))
    assert str(error) == "a.837, transaction 3, segment 41, INS03: found '99', expected one of 001, 021."
    assert told(error, "tr") == (
        "a.837, işlem 3, segment 41, INS03 – bulunan: '99', beklenen: şunlardan biri: 001, 021."
    )
    assert told(EnvelopeError("a.837", found=shown("")), "tr") == "a.837 – bulunan: yok."


def test_a_money_error_is_told_and_says_what_it_expected() -> None:
    with pytest.raises(MoneyError) as caught:
        parse_cents("900,000,000,000")
    assert str(caught.value) == "found '900,000,000,000', expected at most 100,000,000,000.00"
    assert told(caught.value, "tr") == "bulunan: '900,000,000,000', beklenen: en çok 100.000.000.000,00"


def test_a_table_error_is_told_row_by_row() -> None:
    content = b"member_id,coverage_start\nA,soon\nB,\n"
    with pytest.raises(TableError) as caught:
        read_table(content, "census.csv", kind="members")
    assert str(caught.value).splitlines()[0] == (
        "census.csv, header: found no column subscriber_id, expected it: the employee: the key of the family"
    )
    assert told(caught.value, "tr").splitlines()[0] == (
        "census.csv, başlık – bulunan: subscriber_id sütunu yok, beklenen: bu sütun (çalışan: ailenin anahtarı)"
    )


def test_a_document_error_is_told_fault_by_fault() -> None:
    data = yaml.safe_load(MINIMAL.read_text("utf-8"))
    data["hdhp"], data["surprise"] = "perhaps", 1
    with pytest.raises(DocumentError) as caught:
        load_plan(yaml.safe_dump(data).encode(), "mini.yaml")
    turkish = [line.split(", ", 1)[1] for line in told(caught.value, "tr").splitlines()]
    assert turkish == [
        "hdhp – bulunan: 'perhaps', beklenen: true ya da false",
        "surprise – bulunan: bu adda bir alan, beklenen: yalnızca şemanın tanıdığı alanlar",
    ]


def test_other_faults_are_told() -> None:
    assert told(JournalFault("deposit:1", "legs", "1", "2").text, "tr") == (
        "yevmiye kaydı deposit:1, legs – bulunan: 1, beklenen: 2"
    )
    assert told(nacha_check.check(b"")[0].text, "tr") == "kayıt 1, uzunluk – bulunan: 0, beklenen: 94"
    with pytest.raises(LedgerError) as caught:
        find_account("9")
    assert told(caught.value, "tr").startswith("hesap – bulunan: '9', beklenen şunlardan biri: 1000, ")


@pytest.mark.parametrize(
    ("content", "english", "turkish"),
    [
        (
            b"kind = [",
            "m.toml, TOML: found Invalid value (at end of document), expected valid TOML",
            "m.toml, TOML – bulunan: geçersiz değer (belgenin sonunda), beklenen: geçerli TOML",
        ),
        (
            b"kind = 1\nkind = 2\n",
            "m.toml, TOML: found Cannot overwrite a value (at line 2, column 9), expected valid TOML",
            "m.toml, TOML – bulunan: verilmiş bir değerin üstüne yazılamaz (satır 2, sütun 9), beklenen: geçerli TOML",
        ),
        (
            b"\xff",
            "m.toml, encoding: found byte 0, expected UTF-8 text",
            "m.toml, kodlama – bulunan: 0. bayt, beklenen: UTF-8 metin",
        ),
    ],
)
def test_a_column_map_that_cannot_be_read_is_told(content: bytes, english: str, turkish: str) -> None:
    with pytest.raises(TableError) as caught:
        load_map(content, "m.toml")
    assert (str(caught.value), told(caught.value, "tr")) == (english, turkish)


@pytest.mark.parametrize(
    ("content", "turkish"),
    [
        (
            b"code: [",
            "mini.yaml satır 1, YAML – bulunan: düğüm içeriği yerine '<stream end>', beklenen: geçerli YAML",
        ),
        (b"a: b: c", "mini.yaml satır 1, YAML – bulunan: burada eşleme değeri olamaz, beklenen: geçerli YAML"),
        (
            b"@",
            "mini.yaml satır 1, YAML – bulunan: hiçbir öğenin başlayamayacağı '@' karakteri, beklenen: geçerli YAML",
        ),
        (b"a: 1\na: 2\n", "mini.yaml satır 2, a – bulunan: alan iki kez, beklenen: alanın bir kez geçmesi"),
    ],
)
def test_a_plan_that_cannot_be_read_is_told(content: bytes, turkish: str) -> None:
    with pytest.raises(DocumentError) as caught:
        load_plan(content, "mini.yaml")
    assert told(caught.value, "tr").splitlines()[0] == turkish
