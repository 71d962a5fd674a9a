"""Addresses of claims."""

from django.urls import path

from corridor.app.web.claims import views

urlpatterns = [
    path("claims/", views.claims, name="claims"),
    path("claims/<int:claim_number>/", views.claim, name="claim"),
    path("my-claims/", views.own_claims, name="own_claims"),
    path("my-claims/<int:claim_number>/", views.own_claim, name="own_claim"),
]
