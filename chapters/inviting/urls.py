"""Inviting who is only on a chapter's list, below /daerah/."""

from django.urls import path

from chapters.inviting.views import officers

app_name = "inviting"
urlpatterns = [
    path("<str:code>/undangan/", officers.start, name="start"),
    path("<str:code>/undangan/pilih/", officers.choose, name="choose"),
    path("<str:code>/undangan/kirim/", officers.send, name="send"),
    path("<str:code>/undangan/terkirim/", officers.mark_sent, name="mark_sent"),
    path("<str:code>/undangan/<int:pk>/ingatkan/", officers.remind, name="remind"),
]
