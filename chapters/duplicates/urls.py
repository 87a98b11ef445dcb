"""Pages of likely duplicates, below /daerah/."""

from django.urls import path

from chapters.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("<str:code>/ganda/", views.pairs, name="pairs"),
    path("<str:code>/ganda/<uuid:pk>/", views.pair, name="pair"),
    path("<str:code>/ganda/<uuid:pk>/gabungkan/", views.merge, name="merge"),
    path("<str:code>/ganda/<uuid:pk>/bukan/", views.tell_apart, name="tell-apart"),
    path("<str:code>/ganda/<uuid:pk>/buka/", views.reopen, name="reopen"),
    path("<str:code>/ganda/<uuid:pk>/minta-dpp/", views.refer, name="refer"),
    path("<str:code>/ganda/<uuid:pk>/urungkan/", views.undo, name="undo"),
]
