"""A term ended where the next of its chapter began, or on its own last day where that came first."""

from itertools import pairwise

from django.db import migrations


def end(apps, schema_editor):
    terms = list(apps.get_model("chapters", "Term").objects.order_by("chapter", "starts_on", "pk"))
    for term, following in pairwise(terms):
        if term.chapter_id == following.chapter_id:
            term.ended_on = max(term.starts_on, min(term.ends_on, following.starts_on))
            term.save(update_fields=["ended_on"])


class Migration(migrations.Migration):
    dependencies = [("chapters", "0095_say_how_terms_ended_and_seats_follow_each_other")]

    operations = [migrations.RunPython(end, migrations.RunPython.noop)]
