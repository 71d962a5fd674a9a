"""What the database refuses is said in Turkish as well: our words, with its tables and constraints as they are."""

import re

import polars as pl
import pytest

from corridor.app.store.claims import insert_claims
from corridor.app.store.errors import Refused
from corridor.app.store.journal import post
from corridor.app.store.refusals import REFUSALS
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.wording.catalogue import catalogue
from corridor.wording.said import told
from tests.app.store.conftest import DAY, claims, postings

ACCOUNT = "insert into account (tenant_id, code, name, kind) values (%s, %s, 'a', %s)"


def twice(tx: Tx) -> None:
    insert_claims(tx, tx.next_batch("load", DAY), pl.concat([claims(1), claims(1)]))


def unknown_account(tx: Tx) -> None:
    post(tx, tx.next_batch("load", DAY), postings("decision:1:0"))


def not_a_number(tx: Tx) -> None:
    tx.scalar("select %s::bigint", ["Quill"])


def changed(tx: Tx) -> None:
    tx.execute("update posting set amount_cents = 0")


def without_a_kind(tx: Tx) -> None:
    tx.execute(ACCOUNT, [tx.tenant_id, "1", None])


def of_another_sponsor(tx: Tx) -> None:
    tx.execute(ACCOUNT, [-1, "1", "asset"])


@pytest.mark.parametrize(
    ("act", "turkish"),
    [
        (twice, 'yinelenen anahtar "claim_line_key" benzersizlik kısıtına aykırı'),
        (unknown_account, '"posting" tablosuna yazma "posting_account_fk" yabancı anahtar kısıtına aykırı'),
        (not_a_number, "sütununun tutamayacağı bir değer"),
        (changed, "posting tablosu için izin yok"),
        (without_a_kind, '"account" tablosunun "kind" sütunu boş olamaz'),
        (of_another_sponsor, 'yeni satır "account" tablosunun satır düzeyinde güvenlik kuralına aykırı'),
    ],
)
def test_a_refusal_is_told_in_turkish(act, turkish: str, tenant: str) -> None:
    with pytest.raises(Refused) as caught, tenant_transaction(tenant) as tx:
        act(tx)
    assert str(caught.value).startswith("store refused (")
    text = told(caught.value, "tr")
    assert re.fullmatch(r"depo reddetti \([0-9A-Z]{5}[a-z_, ]*\): " + re.escape(turkish), text), text


def test_every_refusal_has_its_turkish() -> None:
    assert [template for template in REFUSALS if template not in catalogue("tr")] == []
