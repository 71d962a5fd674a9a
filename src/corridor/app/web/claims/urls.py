from django.urls import path

from corridor.app.web.claims import views

urlpatterns = [path("claims/", views.claims, name="claims"), path("own-claims/", views.own_claims, name="own_claims")]
