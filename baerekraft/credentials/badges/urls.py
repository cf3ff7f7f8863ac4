"""What badges' checkers fetch; without a language, for the addresses stand in badges."""

from django.urls import path

from baerekraft.credentials.badges import views

app_name = "badges"
urlpatterns = [
    path(".well-known/did.json", views.did, name="did"),
    path("badges/status/<int:number>", views.status_list, name="status"),
    path("badges/<int:number>.png", views.badge_picture, {"suffix": "png"}, name="picture"),
    path("badges/<int:number>.svg", views.badge_picture, {"suffix": "svg"}, name="drawing"),
]
