"""
The list of institutions as the DPP keeps it: what people proposed is confirmed, or merged into what it means.

Source: docs/rules.md#education
"""

from django.db import transaction
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import DPP
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError
from members.models import Education, Institution


class AlreadySettled(RuleError):
    """The institution is no proposal any more."""


class CannotMerge(RuleError):
    """An institution is merged into another one that is confirmed."""


@transaction.atomic
def confirm(*, institution: Institution, by: User) -> Institution:
    """Offer a proposed institution to everybody. Raises PermissionDenied, AlreadySettled."""
    access.require(by, May.KEEP_REGISTRY, chapter=DPP)
    proposal = Institution.objects.select_for_update().get(pk=institution.pk)
    if proposal.status != Institution.Status.PROPOSED:
        raise AlreadySettled(_("Usulan ini sudah diputuskan."))
    proposal.status = Institution.Status.CONFIRMED
    proposal.save(update_fields=["status"])
    audit.record(by=by, did="confirm_institution", to=proposal)
    return proposal


@transaction.atomic
def merge(*, institution: Institution, into: Institution, by: User) -> Institution:
    """
    Let an institution mean another: its members studied there, and who types its name means it from now on.

    Raises PermissionDenied, AlreadySettled if it was merged before, CannotMerge if `into` is itself or not confirmed.
    """
    access.require(by, May.KEEP_REGISTRY, chapter=DPP)
    both = Institution.objects.select_for_update().order_by("pk").in_bulk([institution.pk, into.pk])
    merged, target = both[institution.pk], both[into.pk]
    if merged.status == Institution.Status.MERGED:
        raise AlreadySettled(_("Perguruan tinggi ini sudah digabungkan."))
    if merged == target or target.status != Institution.Status.CONFIRMED:
        raise CannotMerge(_("Pilih perguruan tinggi lain yang sudah dipastikan."))
    moved = Education.objects.filter(institution=merged).update(institution=target)
    # what had been merged into it before means the new one too
    merged.merged.update(merged_into=target)
    merged.status, merged.merged_into = Institution.Status.MERGED, target
    merged.save(update_fields=["status", "merged_into"])
    audit.record(by=by, did="merge_institution", to=merged, into=target.pk, educations=moved)
    return target
