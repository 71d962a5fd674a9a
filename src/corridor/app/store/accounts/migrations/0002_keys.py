"""Whether a person works the pages by single keys."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people_and_seats")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="has_keys",
            field=models.BooleanField(default=True, db_default=True, verbose_name="Works by single keys"),
        ),
    ]
