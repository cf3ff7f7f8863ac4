from django.urls import path

from baerekraft.delivery import views

app_name = "delivery"
urlpatterns = [
    path("repetisjon/svar/<str:token>/", views.question, name="question"),
    path("repetisjon/slutt/<str:token>/", views.stop, name="stop"),
    path("repetisjon/<slug:part>/", views.begin, name="begin"),
    path("repetisjon/<slug:part>/slutt/", views.end, name="end"),
]
