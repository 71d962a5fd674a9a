"""The layout of a bank's cheque files as data: which fields, how wide, in which form."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from corridor.plan.document import Strict, load_document
from corridor.plan.findings import Unfit
from corridor.wording.said import said

FieldName = Literal[
    "text",
    "routing",
    "account",
    "cheque_number",
    "issued_on",
    "amount",
    "payee_name",
    "kind",
    "file_date",
    "count",
    "total",
    "issued_count",
    "void_count",
    "void_total",
    "happened_on",
    "status",
]
AMOUNTS = frozenset({"amount", "total", "void_total"})
DATES = frozenset({"issued_on", "file_date", "happened_on"})
COUNTS = frozenset({"count", "issued_count", "void_count"})


class LayoutField(Strict):
    """One field of a record.

    width: characters, of a fixed layout. form: of an amount, `cents` (1234) or `dollars` (12.34); of a date, a pattern
    such as %m%d%Y. text: what a constant field holds. codes: our word -> the bank's code, of `kind` and `status`.
    """

    name: FieldName
    width: int | None = Field(None, ge=1, le=200)
    align: Literal["left", "right"] = "left"
    pad: Annotated[str, Field(min_length=1, max_length=1)] = " "
    form: str | None = None
    text: str = ""
    codes: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _fits(self) -> "LayoutField":
        if self.name in AMOUNTS and self.form not in ("cents", "dollars"):
            raise Unfit(repr(self.form), said("cents or dollars as the form of an amount"))
        if self.name in DATES and "%" not in (self.form or ""):
            raise Unfit(repr(self.form), said("a pattern such as %m%d%Y as the form of a date"))
        if self.name in ("kind", "status") and not self.codes:
            raise Unfit(said("no codes"), said("a code for each word"))
        return self


Record = tuple[LayoutField, ...]


class FileLayout(Strict):
    """One file: an optional first record, one record per cheque, an optional last record with totals."""

    header: Record = ()
    detail: Record
    trailer: Record = ()


class Layout(Strict):
    """A bank's cheque files. issue: what we send. answer: what the bank sends back of paid and refused cheques."""

    bank: str
    kind: Literal["fixed", "delimited"]
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    line_end: Literal["LF", "CRLF"] = "CRLF"
    issue: FileLayout
    answer: FileLayout

    @model_validator(mode="after")
    def _widths(self) -> "Layout":
        for file in (self.issue, self.answer):
            for field in (*file.header, *file.detail, *file.trailer):
                if self.kind == "fixed" and field.width is None:
                    raise Unfit(said("no width of {field}", field=field.name), said("a width for every fixed field"))
        return self


def load_layout(source: Path | bytes, file: str | None = None) -> Layout:
    """Read and check a layout. `file` is the name that errors show. Raises plan.document.DocumentError."""
    if isinstance(source, bytes):
        return load_document(source, file or "layout", Layout)
    return load_document(source.read_bytes(), file or source.name, Layout)
