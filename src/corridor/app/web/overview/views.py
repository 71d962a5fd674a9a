from django.shortcuts import render

from corridor.app.services.access.roles import Right
from corridor.app.web.guard import sponsor_page


@sponsor_page(Right.SEE_OVERVIEW)
def overview(request, place):
    return render(request, "base.html", {"area": "overview"})


@sponsor_page(Right.SEE_POSTINGS)
def postings(request, place):
    return render(request, "base.html", {"area": "postings"})
