from django.urls import path

from corridor.app.web.plan import views

urlpatterns = [path("plan/", views.plan, name="plan")]
