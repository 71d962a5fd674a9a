"""Addresses of claims."""

from django.urls import path

from corridor.app.web.claims import eob, views

urlpatterns = [
    path("claims/", views.claims, name="claims"),
    path("claims/<int:claim_number>/", views.claim, name="claim"),
    path("claims/<int:claim_number>/eob/", eob.seen, name="eob"),
    path("claims/<int:claim_number>/eob/pdf/", eob.seen_as_pdf, name="eob_pdf"),
    path("my-claims/", views.own_claims, name="own_claims"),
    path("my-claims/<int:claim_number>/", views.own_claim, name="own_claim"),
    path("my-claims/<int:claim_number>/eob/", eob.own, name="own_eob"),
    path("my-claims/<int:claim_number>/eob/pdf/", eob.own_as_pdf, name="own_eob_pdf"),
]
