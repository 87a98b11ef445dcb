"""Password hashing at the floor that OWASP names for Argon2id."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane. Source: docs/sources.md#passwords"""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
