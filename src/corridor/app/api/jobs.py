"""Files handed over as a job, and how far it is."""

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Query, Router
from ninja.files import UploadedFile

from corridor.app.api.seat import place_of
from corridor.app.services.access.roles import Right
from corridor.app.services.jobs.orders import order_job
from corridor.app.services.jobs.progress import NoSuchJob, job_of, told_job
from corridor.app.services.partners import how_read
from corridor.app.services.reading import NamedFile

router = Router(tags=["jobs"])


@router.post("/sponsors/{sponsor}/files", response={202: dict}, summary="Hand files over as a job")
def post_files(
    request: HttpRequest,
    response: HttpResponse,
    sponsor: str,
    files: Annotated[list[UploadedFile], File()],
    partner: Annotated[str | None, Query()] = None,
) -> Any:
    """Keep the files (`multipart/form-data`, field `files`, one or more) and answer with the number of the job.

    A worker (`corridor jobs work`) takes them in, one after another. partner: whose profile says how they are read.
    A file whose bytes are in already changes nothing, so a request without an answer may be sent again.
    """
    place = place_of(request, Right.WORK_CLAIMS)
    named = [NamedFile(file.name or "file", file.read()) for file in files]
    job = order_job(place.sponsor, named, date.today(), how_read(place.sponsor, partner), actor=place.who)
    response["Location"] = f"/api/v1/sponsors/{place.sponsor}/jobs/{job}"
    return 202, {"job": job, "state": "waiting", "total": len(named)}


@router.get("/sponsors/{sponsor}/jobs/{int:job}", response=dict, summary="How far a job is")
def get_job(request: HttpRequest, sponsor: str, job: int) -> Any:
    """The job with its files: what each was taken in as, or the faults for which it was refused."""
    place = place_of(request, Right.WORK_CLAIMS)
    try:
        return told_job(job_of(place.sponsor, job))
    except NoSuchJob:
        raise Http404 from None
