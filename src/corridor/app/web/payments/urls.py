"""Addresses of payments and payees."""

from django.urls import path

from corridor.app.web.payments import views

urlpatterns = [
    path("payments/", views.payments, name="payments"),
    path("payees/", views.payees, name="payees"),
]
