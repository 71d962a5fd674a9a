"""Addresses of the overview and of postings."""

from django.urls import path

from corridor.app.web.overview import views

urlpatterns = [
    path("overview/", views.overview, name="overview"),
    path("postings/", views.postings, name="postings"),
    path("traditional/", views.traditional, name="traditional"),
]
