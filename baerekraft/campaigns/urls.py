from django.urls import path

from baerekraft.campaigns import answering, views, ways_in

app_name = "campaigns"
urlpatterns = [
    path("i-posten/<str:token>/", views.pace, name="pace"),
    path("i-posten/<str:token>/stopp/", views.stop, name="stop"),
    path("i-posten/<str:token>/<int:number>/", answering.answer, name="answer"),
    path("i-posten/<str:token>/<int:number>/leksjon/", views.lesson, name="lesson"),
    path("k/<slug:municipality>/inn/<slug:code>/", ways_in.enter, name="way-in"),
]
