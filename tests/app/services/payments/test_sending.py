"""Files leave whole and once, whatever happens between writing and marking."""

from pathlib import Path

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.sending import MarkSent, place, send
from corridor.app.services.payments.steps import do_step
from tests.app.services.payments.conftest import FRIDAY, PaymentShop


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
