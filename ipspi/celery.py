"""The Celery application. Tasks only ring: what there is to do stands in rows."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipspi.settings")

app = Celery("ipspi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
