"""What the demo's applicants studied and sent: drawn pictures of nobody, and diplomas that say they are samples."""

import datetime as dt
import io
import random
import uuid

from PIL import Image, ImageDraw, ImageFont

from chapters.demo import SEED
from members.models import Category, Document, Education, Employment, Institution, Member, Role, Sector

BACKGROUNDS, SKINS, CLOTHES = (
    ["firebrick", "steelblue"],
    ["sienna", "peru", "burlywood"],
    ["white", "navy", "olive"],
)
PROGRAMMES = ["Pekerjaan Sosial", "Ilmu Kesejahteraan Sosial", "Kesejahteraan Sosial"]
PREVIEW = 320


def give(member: Member, *, at: dt.datetime) -> None:
    """Write an applicant's education, role and documents; the same ones every time."""
    lot = random.Random(f"{SEED} papers {member.pk}")  # noqa: S311 - a story, not a secret
    schools = list(Institution.objects.confirmed().order_by("pk"))
    member.category = Category.SOCIAL_WORKER
    member.role = lot.choice(list(Role.objects.order_by("pk")))
    if member.employment == Employment.NON_ASN:
        member.sector = lot.choice([Sector.NGO, Sector.CONTRACT, Sector.COMPANY])
    member.save(update_fields=["category", "role", "sector"])
    year = (member.birth_date or at.date()).year + lot.randint(22, 25)
    education = Education.objects.create(
        member=member,
        level=lot.choice([Education.Level.D4, Education.Level.S1]),
        programme=lot.choice(PROGRAMMES),
        institution=lot.choice(schools),
        graduated_in=year,
        diploma_number=f"CONTOH/{year}/{lot.randint(100, 999)}",
    )
    _keep(member, Document.Kind.PHOTO, _portrait(lot), at=at)
    _keep(member, Document.Kind.DIPLOMA, _diploma(member, education), at=at)


def _keep(member: Member, kind: Document.Kind, picture: Image.Image, *, at: dt.datetime) -> None:
    small = picture.copy()
    small.thumbnail((PREVIEW, PREVIEW))
    content = _jpeg(picture)
    Document.objects.create(
        id=uuid.uuid5(member.pk, kind), member=member, kind=kind, medium=Document.Medium.JPEG,
        content=content, preview=_jpeg(small), size=len(content), received_at=at,
    )  # fmt: skip


def _portrait(lot: random.Random) -> Image.Image:
    picture = Image.new("RGB", (450, 600), lot.choice(BACKGROUNDS))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((40, 420, 410, 900), fill=lot.choice(CLOTHES))
    draw.rectangle((195, 360, 255, 460), fill=(skin := lot.choice(SKINS)))
    draw.ellipse((130, 130, 320, 400), fill=skin)
    draw.pieslice((115, 95, 335, 360), 180, 360, fill="black")
    return picture


def _diploma(member: Member, education: Education) -> Image.Image:
    picture = Image.new("RGB", (1414, 1000), "ivory")
    draw = ImageDraw.Draw(picture)
    for inset in (30, 42):
        draw.rectangle((inset, inset, 1414 - inset, 1000 - inset), outline="saddlebrown", width=4)
    lines = [
        (education.institution.name, 44), ("IJAZAH (CONTOH)", 72), (f"Nomor {education.diploma_number}", 28),
        (member.name, 60), (str(education), 36), (f"Lulus tahun {education.graduated_in}", 32),
    ]  # fmt: skip
    for number, (line, size) in enumerate(lines):
        font = ImageFont.load_default(size)
        draw.text((707, 150 + 130 * number), line, fill="black", font=font, anchor="mm")
    return picture


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return buffer.getvalue()
