import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("chapters", "0098_keep_drafts_of_boards_and_handovers"),
        ("members", "0065_count_who_comes_and_goes_by_month"),
        ("regions", "0003_load_everyday_names"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assembly",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("MUSDA", "MUSDA"), ("KONGRES", "Kongres")],
                        default="MUSDA",
                        max_length=8,
                        verbose_name="jenis",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                ("held_on", models.DateField(verbose_name="tanggal")),
                ("place", models.CharField(max_length=200, verbose_name="tempat")),
                (
                    "zone",
                    models.CharField(
                        choices=[
                            ("WIB", "Waktu Indonesia Barat"),
                            ("WITA", "Waktu Indonesia Tengah"),
                            ("WIT", "Waktu Indonesia Timur"),
                        ],
                        max_length=4,
                        verbose_name="zona waktu",
                    ),
                ),
                ("agenda", models.TextField(blank=True, verbose_name="acara")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Rancangan"),
                            ("CALLED", "Diundang"),
                            ("LISTED", "Daftar pemilih ditutup"),
                            ("OPEN", "Berlangsung"),
                            ("ADJOURNED", "Diskors"),
                            ("ELECTED", "Ketua terpilih"),
                            ("CLOSED", "Ditutup"),
                            ("CANCELLED", "Dibatalkan"),
                        ],
                        default="DRAFT",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("cutoff_on", models.DateField(verbose_name="tanggal batas daftar pemilih")),
                (
                    "franchise",
                    models.CharField(
                        choices=[
                            ("ALL", "Semua anggota yang berhak suara"),
                            ("DELEGATES", "Utusan kabupaten/kota"),
                        ],
                        default="ALL",
                        max_length=10,
                        verbose_name="yang memberi suara",
                    ),
                ),
                ("delegates_each", models.PositiveSmallIntegerField(default=1, verbose_name="jumlah utusan")),
                (
                    "delegates_per",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="untuk setiap anggota sebanyak"
                    ),
                ),
                ("quorum_percent", models.PositiveSmallIntegerField(default=50, verbose_name="kuorum (%)")),
                ("quorum_exceeds", models.BooleanField(default=True, verbose_name="harus lebih dari itu")),
                (
                    "later_percent",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="kuorum sesudah skors (%)"
                    ),
                ),
                (
                    "later_minutes",
                    models.PositiveSmallIntegerField(default=60, verbose_name="lama skors (menit)"),
                ),
                (
                    "voter_conditions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="syarat pemilih",
                    ),
                ),
                (
                    "candidate_conditions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="syarat calon ketua",
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(default=1, verbose_name="tahun keanggotaan")),
                ("made_at", models.DateTimeField()),
                ("called_at", models.DateTimeField(null=True)),
                ("drawn_at", models.DateTimeField(null=True)),
                ("listed_at", models.DateTimeField(null=True)),
                ("list_count", models.PositiveIntegerField(null=True)),
                ("list_hash", models.CharField(blank=True, max_length=64)),
                ("opened_at", models.DateTimeField(null=True)),
                ("adjourned_at", models.DateTimeField(null=True)),
                ("quorum_needed", models.PositiveIntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "chapter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assemblies",
                        to="chapters.chapter",
                        verbose_name="daerah",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "term",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assembly",
                        to="chapters.term",
                    ),
                ),
            ],
            options={
                "verbose_name": "musyawarah",
                "verbose_name_plural": "musyawarah",
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proposed_by", models.CharField(blank=True, max_length=200, verbose_name="diusulkan oleh")),
                ("position", models.PositiveSmallIntegerField(verbose_name="nomor urut")),
                ("checked", models.JSONField(default=list)),
                ("checked_on", models.DateField(verbose_name="diperiksa pada")),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("votes", models.PositiveIntegerField(null=True, verbose_name="suara")),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="events.assembly",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="members.member",
                        verbose_name="anggota",
                    ),
                ),
            ],
            options={
                "verbose_name": "calon ketua",
                "verbose_name_plural": "calon ketua",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("narrative", models.TextField(blank=True, verbose_name="uraian")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="nomor berita acara")),
                ("frozen_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="sidik (SHA-256)")),
                ("pdf", models.BinaryField(null=True)),
                (
                    "assembly",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="minutes",
                        to="events.assembly",
                    ),
                ),
            ],
            options={
                "verbose_name": "berita acara",
                "verbose_name_plural": "berita acara",
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("BALLOT", "Pemungutan suara"), ("ACCLAMATION", "Aklamasi (mufakat)")],
                        default="BALLOT",
                        max_length=12,
                        verbose_name="cara pemilihan",
                    ),
                ),
                ("present", models.PositiveIntegerField(verbose_name="pemilih hadir")),
                ("ballots", models.PositiveIntegerField(null=True, verbose_name="surat suara masuk")),
                ("invalid", models.PositiveIntegerField(null=True, verbose_name="suara tidak sah")),
                ("abstained", models.PositiveIntegerField(null=True, verbose_name="abstain")),
                (
                    "stated",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="jumlah menurut panitia"),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="keterangan")),
                ("recorded_at", models.DateTimeField()),
                (
                    "assembly",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="result",
                        to="events.assembly",
                    ),
                ),
                (
                    "elected",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="events.candidate",
                        verbose_name="ketua terpilih",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "hasil pemilihan",
                "verbose_name_plural": "hasil pemilihan",
            },
        ),
        migrations.CreateModel(
            name="Voter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("APPLIED", "Menunggu keputusan"),
                            ("ACTIVE", "Anggota aktif"),
                            ("ON_LEAVE", "Cuti"),
                            ("SUSPENDED", "Diberhentikan sementara"),
                            ("RESIGNED", "Mengundurkan diri"),
                            ("DECEASED", "Meninggal dunia"),
                            ("EXPELLED", "Diberhentikan"),
                            ("REJECTED", "Ditolak"),
                            ("WITHDRAWN", "Pendaftaran ditarik"),
                            ("MERGED", "Digabungkan"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("may_vote", models.BooleanField(verbose_name="pemilih")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), default=list, size=None
                    ),
                ),
                ("granted", models.BooleanField(default=False)),
                ("is_delegate", models.BooleanField(default=False, verbose_name="utusan")),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voters",
                        to="events.assembly",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voting",
                        to="members.member",
                        verbose_name="anggota",
                    ),
                ),
                (
                    "regency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.regency",
                        verbose_name="kabupaten/kota",
                    ),
                ),
            ],
            options={
                "verbose_name": "pemilih",
                "verbose_name_plural": "pemilih",
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="keberatan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Menunggu keputusan"),
                            ("GRANTED", "Diterima"),
                            ("REFUSED", "Ditolak"),
                        ],
                        default="OPEN",
                        max_length=8,
                        verbose_name="keputusan",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="alasan keputusan")),
                ("noted_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "voter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objections",
                        to="events.voter",
                    ),
                ),
            ],
            options={
                "verbose_name": "keberatan",
                "verbose_name_plural": "keberatan",
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("CODE", "Kode QR kartu"), ("NUMBER", "Nomor anggota")],
                        max_length=6,
                        verbose_name="cara",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="hadir")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="events.voter",
                    ),
                ),
            ],
            options={
                "verbose_name": "kehadiran",
                "verbose_name_plural": "kehadiran",
            },
        ),
        migrations.AddConstraint(
            model_name="assembly",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["CLOSED", "CANCELLED"]), _negated=True),
                fields=("chapter",),
                name="assembly_one_at_a_time",
                violation_error_message="Daerah ini sedang menyiapkan sebuah musyawarah.",
            ),
        ),
        migrations.AddConstraint(
            model_name="assembly",
            constraint=models.CheckConstraint(
                condition=models.Q(("cutoff_on__lte", models.F("held_on"))),
                name="assembly_cutoff_not_after_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="assembly",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("quorum_percent__lte", 100),
                    models.Q(("later_percent__isnull", True), ("later_percent__lte", 100), _connector="OR"),
                ),
                name="assembly_quorum_is_a_percentage",
            ),
        ),
        migrations.AddConstraint(
            model_name="assembly",
            constraint=models.CheckConstraint(
                condition=models.Q(("delegates_each__gte", 1), ("delegates_per__gte", 1)),
                name="assembly_delegates_are_some",
            ),
        ),
        migrations.AddConstraint(
            model_name="assembly",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["LISTED", "OPEN", "ADJOURNED", "ELECTED", "CLOSED"]), _negated=True
                    ),
                    models.Q(("list_count__isnull", False), models.Q(("list_hash", ""), _negated=True)),
                    _connector="OR",
                ),
                name="assembly_list_is_sealed_once_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="assembly",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "KONGRES"), models.Q(("chapter", "DPP"), _negated=True), _connector="XOR"
                ),
                name="assembly_kongres_is_the_dpps",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("assembly", "member"), name="candidate_stands_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("assembly", "position"), name="candidate_number_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(("votes__isnull", True), ("withdrawn_at__isnull", True), _connector="OR"),
                name="candidate_withdrawn_has_no_votes",
            ),
        ),
        migrations.AddConstraint(
            model_name="minutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("digest", ""), ("frozen_at__isnull", True), ("pdf__isnull", True)),
                    models.Q(
                        ("frozen_at__isnull", False),
                        ("pdf__isnull", False),
                        models.Q(("digest", ""), _negated=True),
                        models.Q(("number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="minutes_frozen_have_number_and_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("abstained__isnull", True),
                        ("ballots__isnull", True),
                        ("invalid__isnull", True),
                        ("way", "ACCLAMATION"),
                    ),
                    models.Q(
                        ("abstained__isnull", False),
                        ("ballots__isnull", False),
                        ("invalid__isnull", False),
                        ("way", "BALLOT"),
                    ),
                    _connector="OR",
                ),
                name="result_counts_ballots_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ballots__isnull", True), ("ballots__lte", models.F("present")), _connector="OR"
                ),
                name="result_ballots_not_more_than_present",
            ),
        ),
        migrations.AddConstraint(
            model_name="voter",
            constraint=models.UniqueConstraint(fields=("assembly", "member"), name="voter_once_on_a_list"),
        ),
        migrations.AddConstraint(
            model_name="voter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("may_vote", True), ("reasons", [])),
                    models.Q(("may_vote", False), models.Q(("reasons", []), _negated=True)),
                    _connector="OR",
                ),
                name="voter_excluded_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="voter",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_delegate", False), ("may_vote", True), _connector="OR"),
                name="voter_delegate_is_on_the_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("state", "OPEN")),
                    models.Q(
                        models.Q(("state", "OPEN"), _negated=True),
                        ("decided_at__isnull", False),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="objection_decided_with_an_answer",
            ),
        ),
    ]
