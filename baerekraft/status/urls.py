from typing import Any

app_name = "status"
urlpatterns: list[Any] = []
