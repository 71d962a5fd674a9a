"""The employer's first page: figures, each a sum of postings, and the postings behind each."""

from corridor.app.services.overview.assemble import overview
from corridor.app.services.overview.codes import Drill, FigureCode, drill_of
from corridor.app.services.overview.shapes import Overview, PostingsPage

__all__ = ["Drill", "FigureCode", "Overview", "PostingsPage", "drill_of", "overview"]
