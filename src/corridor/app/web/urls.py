"""All addresses."""

from django.urls import include, path
from django.views.i18n import set_language

from corridor.app.web import home
from corridor.app.web.back_office import people, records  # noqa: F401  (what the site shows registers itself)
from corridor.app.web.back_office.site import site
from corridor.app.web.live import live

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", set_language, name="language"),
    path("admin/", site.urls),
    path("accounts/", include("corridor.app.web.account_urls")),
    path("sponsors/<str:sponsor>/live/", live, name="live"),
    path("sponsors/<str:sponsor>/", include("corridor.app.web.overview.urls")),
    path("sponsors/<str:sponsor>/", include("corridor.app.web.bank.urls")),
    path("sponsors/<str:sponsor>/", include("corridor.app.web.payments.urls")),
    path("sponsors/<str:sponsor>/", include("corridor.app.web.claims.urls")),
    path("sponsors/<str:sponsor>/", include("corridor.app.web.desk.urls")),
    path("sponsors/<str:sponsor>/", include("corridor.app.web.plan.urls")),
    path("sponsors/<str:sponsor>/", include("corridor.app.web.access.urls")),
]

handler400 = "corridor.app.web.faults.bad_request"
handler403 = "corridor.app.web.faults.not_allowed"
handler404 = "corridor.app.web.faults.not_found"
handler500 = "corridor.app.web.faults.failed"
