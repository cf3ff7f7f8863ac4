from django.urls import path

from baerekraft.credentials import views

app_name = "credentials"
urlpatterns = [
    path("kursbevis/<str:code>/", views.verify, name="verify"),
    path("min-side/kursbevis/<str:code>.pdf", views.pdf, name="pdf"),
    path("min-side/kursbevis/<str:code>/synlighet/", views.visibility, name="visibility"),
]
