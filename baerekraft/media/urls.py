from django.urls import path

from baerekraft.media import views

app_name = "media"
urlpatterns = [path("<path:path>", views.library, name="library")]
