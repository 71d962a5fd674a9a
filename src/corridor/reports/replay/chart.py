"""A comparison as a picture: what members bear more or less on average, by decile."""

import altair as alt
import polars as pl
import vl_convert

from corridor.reports.replay.compare import Comparison
from corridor.wording.language import Language
from corridor.wording.said import said, told

_LESS, _MORE = "#0b7a75", "#b5482a"
"""Told apart by those who see few colours too; the bars also point to different sides."""


def chart(found: Comparison, language: Language) -> str:
    """SVG: a bar for each decile of members, by what they bore before, from the average change in dollars."""
    average = pl.col("member_cents") - pl.col("was_member_cents")
    data = found.deciles.select("decile", (average / pl.col("members") / 100).round(2).alias("change"))
    x_title = told(said("members by what they bore before: 1 least, 10 most"), language)
    y_title = told(said("average change of what a member bears, dollars"), language)
    picture = (
        alt.Chart(data, title=str(told(said("Who pays more, who pays less"), language)))
        .mark_bar()
        .encode(
            x=alt.X("decile:O", title=str(x_title)),
            y=alt.Y("change:Q", title=str(y_title)),
            color=alt.condition(alt.datum.change > 0, alt.value(_MORE), alt.value(_LESS)),
        )
        .properties(width=560, height=300)
    )
    return str(vl_convert.vegalite_to_svg(picture.to_json()))
