from django.urls import path

from baerekraft.interop.api import views
from baerekraft.interop.api.service import api

urlpatterns = [
    path("", views.page, name="api"),
    path("", api.urls),
]
