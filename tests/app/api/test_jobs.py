"""Files handed over by API as a job: what is answered, how far it is, who may."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from corridor.app.services.jobs.queue import work
from corridor.app.services.partners import set_partner
from tests.app.api.test_claims import Caller, _token, caller
from tests.app.conftest import claim_row, claims_csv

__all__ = ["caller"]


def hand_over(caller: Caller, *contents: str, token: str = "", query: str = "") -> Any:
    files = [SimpleUploadedFile(f"{place}.csv", content.encode()) for place, content in enumerate(contents)]
    headers = {"Authorization": f"Bearer {token or caller.token}"}
    return caller.client.post(caller.at(f"files{query}"), {"files": files}, headers=headers)


def test_files_are_handed_over_and_their_job_is_read(caller: Caller) -> None:
    good, bad = (claims_csv(claim_row("A1", "99213", charge)) for charge in ("150", "a lot"))
    answer = hand_over(caller, good, bad)
    assert answer.status_code == 202, answer.content
    job = answer.json()["job"]
    assert answer.json() == {"job": job, "state": "waiting", "total": 2}
    assert answer.headers["Location"] == caller.at(f"jobs/{job}")
    work(once=True)
    found = caller.get(f"jobs/{job}").json()
    assert (found["state"], found["done"], found["total"], found["refused"]) == ("done", 2, 2, 1)
    assert [(one["name"], one["state"]) for one in found["files"]] == [("0.csv", "done"), ("1.csv", "refused")]
    assert "1.csv" in found["files"][1]["faults"][0]
    assert found["made_by"] == f"examiner-{caller.shop.code.lower()}@corridor.example"


def test_a_partner_s_profile_is_asked(caller: Caller) -> None:
    good = claims_csv(claim_row("A1", "99213", "150"))
    refused = hand_over(caller, good, query="?partner=CLEARING")
    assert refused.status_code == 422
    assert "partner CLEARING: found no profile" in refused.json()["errors"][0]["what"]
    set_partner(caller.shop.code, "CLEARING", "load_good")
    job = hand_over(caller, good, query="?partner=CLEARING").json()["job"]
    assert caller.get(f"jobs/{job}").json()["files"][0]["partner"] == "CLEARING"


def test_no_file_and_no_such_job_are_refused(caller: Caller) -> None:
    assert hand_over(caller).status_code == 422
    assert caller.get("jobs/999999999").status_code == 404


@pytest.mark.parametrize("role", ["finance"])
def test_a_role_without_the_right_is_refused(role: str, caller: Caller) -> None:
    token = _token(caller.shop, role)
    assert hand_over(caller, claims_csv(claim_row("A1", "99213", "150")), token=token).status_code == 403
