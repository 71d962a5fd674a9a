"""Addresses of the desk."""

from django.urls import path

from corridor.app.web.desk import approvals, claim, lists, quality

urlpatterns = [
    path("queue/", lists.queue, name="queue"),
    path("queue/release/", lists.release_chosen, name="queue_release"),
    path("queue/<int:claim_number>/", claim.work, name="queue_claim"),
    path("approvals/", approvals.waiting, name="approvals"),
    path("appeals/", quality.appeals_list, name="appeals"),
    path("quality/", quality.samples_list, name="quality"),
    path("measures/", quality.measures, name="measures"),
]
