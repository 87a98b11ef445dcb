"""Pages of mail to many, below /daerah/."""

from django.urls import path

from chapters.circulars import views

app_name = "circulars"
urlpatterns = [
    path("<str:code>/anggota/email/", views.sent, name="sent"),
    path("<str:code>/anggota/email/tulis/", views.write, name="write"),
    path("<str:code>/anggota/email/<uuid:pk>/", views.circular, name="circular"),
]
