"""Files leave whole and once, whatever happens between writing and marking."""

from pathlib import Path

import polars as pl
import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.life import Void
from corridor.app.services.payments.sending import MarkSent, place, send
from corridor.app.services.payments.steps import do_step
from corridor.app.services.verify import verify
from tests.app.conftest import claim_row
from tests.app.services.payments.conftest import FRIDAY, Fresh, PaymentShop


class Killed(Exception):
    pass


def test_a_kill_between_written_and_sent_leaves_one_file_which_is_then_only_marked(
    busy: PaymentShop, tmp_path: Path
) -> None:
    done = busy.funded_run()
    assert done.files

    def killed(step: str, name: str) -> None:
        raise Killed(name) if step == "written" else AssertionError

    with pytest.raises(Killed):
        send(busy.code, tmp_path, FRIDAY, "cem", do_step, told=killed)
    (written,) = tmp_path.iterdir()
    before = written.read_bytes(), written.stat().st_mtime_ns
    assert send(busy.code, tmp_path, FRIDAY, "cem", do_step) == list(done.files)
    assert (written.read_bytes(), written.stat().st_mtime_ns) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(done.files)
    assert send(busy.code, tmp_path, FRIDAY, "cem", do_step) == []
    with pytest.raises(ServiceError, match="no file of that name that waits"):
        busy.step(MarkSent("cem", done.files[0]), FRIDAY)


def test_other_bytes_under_the_name_are_refused(tmp_path: Path) -> None:
    assert place(tmp_path, "a.ach", b"one") is True
    assert place(tmp_path, "a.ach", b"one") is False
    with pytest.raises(ServiceError, match="found other bytes in the outbox"):
        place(tmp_path, "a.ach", b"two")
    assert [path.name for path in tmp_path.iterdir()] == ["a.ach"]


LAYOUT = """
  payments:
    positive_pay:
      bank: Prairie Test Bank
      kind: delimited
      line_end: LF
      issue:
        detail:
          - {name: cheque_number}
          - {name: amount, form: dollars}
          - {name: issued_on, form: "%m/%d/%Y"}
          - {name: kind, codes: {issue: I, void: V}}
      answer: {detail: [{name: cheque_number}, {name: amount, form: dollars}]}
"""


def test_the_bank_is_told_which_cheques_are_issued_and_which_are_void(fresh: Fresh) -> None:
    shop = fresh(rules=LAYOUT)
    shop.claims(claim_row("A1", "80053", "1100"))
    done = shop.funded_run()
    (name,) = [name for name in done.files if name.endswith("cheques.txt")]
    number = done.paid.filter(pl.col("amount_cents") == 800_00)["payment_number"][0]
    shop.step(Void("dua", number, "lost"), FRIDAY)
    files = dict(shop.rows("select name, convert_from(content, 'UTF8') from stored_file where kind = 'positive_pay'"))
    cheque = done.paid.filter(pl.col("amount_cents") == 800_00)["trace"][0]
    assert files[name].count("\n") == 3  # the practice, the fee and the premium
    assert f"{cheque},800.00,01/30/2026,I\n" in files[name]
    assert files[f"{number}-void-cheques.txt"] == f"{cheque},800.00,01/30/2026,V\n"
    assert verify(shop.code).agrees
