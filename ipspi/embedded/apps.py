from django.apps import AppConfig


class EmbeddedConfig(AppConfig):
    name = "ipspi.embedded"
    label = "embedded"
