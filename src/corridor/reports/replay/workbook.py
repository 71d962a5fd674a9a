"""A comparison as an Excel workbook: a sheet for each table, amounts as dollars, totals as formulas."""

import io

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from corridor.reports.replay.compare import Comparison
from corridor.reports.replay.words import head
from corridor.wording.language import Language
from corridor.wording.said import Said, said, told

_MONEY, _COUNT = "#,##0.00;[Red]-#,##0.00", "#,##0"
_WIDTH = 18


def workbook(found: Comparison, language: Language) -> bytes:
    """The bytes of an .xlsx file; the same comparison gives the same figures in every cell."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        money, count = book.add_format({"num_format": _MONEY}), book.add_format({"num_format": _COUNT})
        sheets = (
            (said("Totals"), _totals(found, language)),
            (said("By benefit"), found.benefits),
            (said("By reason"), found.reasons),
            (said("By decile"), found.deciles),
            (said("Pay less"), found.winners),
            (said("Pay more"), found.losers),
        )
        for name, table in sheets:
            sheet = book.add_worksheet(str(told(name, language)))
            _fill(sheet, table, language, (bold, money, count))
    return buffer.getvalue()


def _totals(found: Comparison, language: Language) -> pl.DataFrame:
    rows: tuple[tuple[Said, int, int], ...] = (
        (said("plan"), *found.plan),
        (said("members"), *found.member),
    )
    return pl.DataFrame(
        [(str(told(who, language)), was, now, now - was) for who, was, now in rows],
        schema={" ": pl.String, "was_cents": pl.Int64, "now_cents": pl.Int64, "moved_cents": pl.Int64},
        orient="row",
    )


_OF_TOTALS = {"was_cents": said("before"), "now_cents": said("now")}


def _fill(sheet: Worksheet, table: pl.DataFrame, language: Language, formats: tuple[Format, Format, Format]) -> None:
    bold, money, count = formats
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(table.columns) - 1, 0), _WIDTH)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, _heading(column, language), bold)
        is_money = column.endswith("_cents")
        for row, value in enumerate(table.get_column(column).to_list(), 1):
            if isinstance(value, int):
                sheet.write_number(row, place, value / 100 if is_money else value, money if is_money else count)
            else:
                sheet.write_string(row, place, value or "")


def _heading(column: str, language: Language) -> str:
    if column.strip() == "":
        return ""
    return str(told(_OF_TOTALS[column], language)) if column in _OF_TOTALS else head(column, language)
