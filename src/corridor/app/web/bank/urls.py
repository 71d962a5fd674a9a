"""Addresses of the bank and of the trace."""

from django.urls import path

from corridor.app.web.bank import views

urlpatterns = [
    path("bank/", views.reconciliation, name="bank"),
    path("trace/", views.trace, name="trace"),
]
