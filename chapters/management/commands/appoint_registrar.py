"""Appoint the DPP's first registrar, from the server."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from chapters import appointing
from ipspi.accounts import confirming
from ipspi.accounts.models import User


class Command(BaseCommand):
    help = (
        "Make an account a registrar of the DPP, who then gives all other seats. Sign up and confirm first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the account's e-mail address")

    def handle(self, *, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None or not confirming.is_confirmed(user=user, email=user.email):
            raise CommandError("There is no account with that confirmed address: sign up on the site first.")
        if appointing.appoint_registrar(user=user, at=timezone.now()):
            self.stdout.write("The account is a registrar of the DPP now.")
        else:
            self.stdout.write("The account is a registrar of the DPP already.")
