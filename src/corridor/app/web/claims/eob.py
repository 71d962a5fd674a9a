"""The explanation of benefits of a claim: as a page, and as a PDF to keep."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.eob.html import part_of, styles
from corridor.app.services.eob.notice import eob_seen_by, own_eob
from corridor.app.web.context import language_here
from corridor.app.web.guard import sponsor_page
from corridor.app.web.way import way_to
from corridor.reports.explanation_of_benefits.assemble import Eob
from corridor.reports.explanation_of_benefits.pdf import pdf_of
from corridor.reports.explanation_of_benefits.tell import sheet_of


@sponsor_page(Right.SEE_CLAIMS)
def seen(request: HttpRequest, place: Place, claim_number: int) -> HttpResponse:
    """The notice as the seat may see it."""
    return _page(request, place, _found(eob_seen_by(place, claim_number)), "claims")


@sponsor_page(Right.SEE_CLAIMS)
def seen_as_pdf(request: HttpRequest, place: Place, claim_number: int) -> HttpResponse:
    """The same as a PDF."""
    return _pdf(_found(eob_seen_by(place, claim_number)))


@sponsor_page(Right.SEE_OWN_CLAIMS)
def own(request: HttpRequest, place: Place, claim_number: int) -> HttpResponse:
    """The notice of one of a member's claims."""
    return _page(request, place, _found(own_eob(place, claim_number, timezone.localdate())), "own_claims")


@sponsor_page(Right.SEE_OWN_CLAIMS)
def own_as_pdf(request: HttpRequest, place: Place, claim_number: int) -> HttpResponse:
    """The same as a PDF."""
    return _pdf(_found(own_eob(place, claim_number, timezone.localdate())))


def _found(eob: Eob | None) -> Eob:
    if eob is None:
        raise Http404
    return eob


def _page(request: HttpRequest, place: Place, eob: Eob, area: str) -> HttpResponse:
    facts = {
        "area": area,
        "claim_number": eob.heading.claim_number,
        "notice": part_of(sheet_of(eob, language_here())),
        "styles": styles(),
        "way": way_to(request, place),
    }
    return render(request, "claims/eob.html", facts)


def _pdf(eob: Eob) -> HttpResponse:
    name = f"explanation-of-benefits-{eob.heading.claim_number}.pdf"
    content = pdf_of(sheet_of(eob, language_here()), eob.heading.noticed_on)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )
