from django.urls import path

from ipspi.regions import views

app_name = "regions"
urlpatterns = [path("", views.options, name="options")]
