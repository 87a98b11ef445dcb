from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chapters", "0071_say_what_kind_a_list_is"),
    ]

    operations = [
        migrations.AddField(
            model_name="link",
            name="of_members",
            field=models.BooleanField(db_default=True, default=True, verbose_name="dari daftar anggota"),
        ),
    ]
