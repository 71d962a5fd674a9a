from django.urls import path

from corridor.app.web.overview import views

urlpatterns = [path("overview/", views.overview, name="overview"), path("postings/", views.postings, name="postings")]
