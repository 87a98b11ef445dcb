"""The API about the person who is signed in. NIK and NIP never leave through it."""

from typing import Any, cast

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from ipspi.accounts.models import User
from members.models import Employment, Member
from members.registration import membership_of


class MembershipSerializer(serializers.ModelSerializer[Member]):
    """A membership as its own member sees it; `number` is null until admission."""

    type = serializers.CharField(source="type.name", help_text="Kind of membership, in words.")
    employment = serializers.ChoiceField(
        choices=[("", "unknown"), *Employment.choices], help_text="Employment status."
    )
    home_province = serializers.CharField(
        source="home_province_id", allow_null=True, help_text="Kemendagri code of the province, two digits."
    )
    home_regency = serializers.CharField(
        source="home_regency_id", allow_null=True, help_text="Kemendagri code of the regency, dotted."
    )

    class Meta:
        model = Member
        fields = (
            "id",
            "status",
            "number",
            "type",
            "name",
            "titles_before",
            "titles_after",
            "employment",
            "workplace",
            "home_province",
            "home_regency",
            "applied_at",
            "joined_on",
        )
        read_only_fields = fields


class MeSerializer(serializers.Serializer[Any]):
    """The account that asks, and its membership, or null for who has not applied."""

    email = serializers.EmailField()
    membership = MembershipSerializer(allow_null=True)


EXAMPLE = OpenApiExample(
    "An active member",
    value={
        "email": "rina@contoh.example",
        "membership": {
            "id": "8d5f1c58-64c0-4f0b-9f4c-2d3c1d6c7a10",
            "status": "ACTIVE",
            "number": "16.2026.000124",
            "type": "Anggota Biasa",
            "name": "Rina Contoh",
            "titles_before": "",
            "titles_after": "S.Tr.Sos.",
            "employment": "PNS",
            "workplace": "Dinas Sosial",
            "home_province": "16",
            "home_regency": "16.71",
            "applied_at": "2026-11-02T03:15:00Z",
            "joined_on": "2026-11-04",
        },
    },
)


@extend_schema(operation_id="me", summary="Siapa saya", responses=MeSerializer, examples=[EXAMPLE])
@api_view(["GET"])
def me(request: Request) -> Response:
    """Return the account that is signed in, with its latest membership."""
    membership = membership_of(cast(User, request.user))
    return Response(MeSerializer({"email": request.user.email, "membership": membership}).data)
