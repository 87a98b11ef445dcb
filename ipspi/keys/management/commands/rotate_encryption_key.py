"""Re-encrypt what older keys encrypted."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ipspi.keys import rotating


class Command(BaseCommand):
    help = "Re-encrypt every encrypted column with the newest key of ENCRYPTION_KEYS. May be run again at any time."

    def handle(self, **options: Any) -> None:
        done, unreadable = rotating.rotate_encryption_key(say=self.stderr.write)
        self.stdout.write(f"{done} values re-encrypted")
        if unreadable:
            raise CommandError(f"not readable with any key: {', '.join(unreadable)}")
