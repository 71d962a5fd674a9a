"""Addresses of the plan and its clauses."""

from django.urls import path

from corridor.app.web.plan import views

urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("plan/<str:code>/clauses/<path:number>/", views.clause, name="clause"),
]
