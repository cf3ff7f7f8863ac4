from django.urls import path, re_path

from baerekraft.credentials import views
from baerekraft.credentials.badges import views as badges

app_name = "credentials"
urlpatterns = [
    path("kursbevis/<str:code>/", views.verify, name="verify"),
    re_path(r"^kursbevis/(?P<code>[^/]+)/merke\.(?P<suffix>json|jwt|png|svg)$", badges.badge, name="badge"),
    path("kursbevis/<str:code>/merke/", badges.check, name="badge-check"),
    path("min-side/kursbevis/<str:code>.pdf", views.pdf, name="pdf"),
    path("min-side/kursbevis/<str:code>/synlighet/", views.visibility, name="visibility"),
]
