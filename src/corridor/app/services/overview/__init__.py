"""The employer's first page: figures, each a sum of postings, and the postings behind each."""

from corridor.app.services.overview.assemble import overview
from corridor.app.services.overview.codes import Drill, FigureCode, drill_of
from corridor.app.services.overview.drill import budget_rows, figure_postings
from corridor.app.services.overview.shapes import Overview, PostingsPage

__all__ = ["Drill", "FigureCode", "Overview", "PostingsPage", "budget_rows", "drill_of", "figure_postings", "overview"]
