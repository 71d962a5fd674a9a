from django.shortcuts import render

from corridor.app.services.access.roles import Right
from corridor.app.web.guard import sponsor_page


@sponsor_page(Right.SEE_PLAN)
def plan(request, place):
    return render(request, "base.html", {"area": "plan"})
