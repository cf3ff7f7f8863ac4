from django.urls import path

from baerekraft.mail import views

app_name = "mail"
urlpatterns = [
    path("", views.outbox, name="outbox"),
    path("<str:name>/", views.letter, name="letter"),
    path("<str:name>/<int:number>/", views.part, name="part"),
]
