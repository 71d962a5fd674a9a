"""Addresses of the audit trail."""

from django.urls import path

from corridor.app.web.access import views

urlpatterns = [path("access/", views.access, name="access")]
