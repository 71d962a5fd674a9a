from django.shortcuts import render

from corridor.app.services.access.roles import Right
from corridor.app.web.guard import sponsor_page


@sponsor_page(Right.SEE_CLAIMS)
def claims(request, place):
    return render(request, "base.html", {"area": "claims"})


@sponsor_page(Right.SEE_OWN_CLAIMS)
def own_claims(request, place):
    return render(request, "base.html", {"area": "own_claims"})
