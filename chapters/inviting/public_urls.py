"""What the link of an invitation leads to. Logs drop what follows /undangan/."""

from django.urls import path

from chapters.inviting.views import invited

app_name = "invitation"
urlpatterns = [
    path("anda/daftar/", invited.accept, name="accept"),
    path("<str:token>/", invited.page, name="page"),
    path("<str:token>/jangan-hubungi/", invited.refuse, name="refuse"),
]
