"""A claim as one JSON document: the columns of records/claims.py that belong to the claim, and those of its `lines`."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, Optional

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, ValidationError, create_model

from corridor.app.services.errors import ServiceError
from corridor.money.cents import MAX_CENTS
from corridor.plan.findings import expected_by
from corridor.records.claims import CLAIMS, HEADER_COLUMNS, PROVIDERS_KINDS
from corridor.records.table import Column
from corridor.wording.said import Said, said

LONGEST = 400
MOST_LINES = 150
ONE_UNIT = 1_000
_MADE_HERE = ("claim_index", "segment_first", "segment_last", "line_number")
_MAX_INT32 = 2**31 - 1
_DEFAULTS: Mapping[str, Any] = {"frequency": "1", "units": ONE_UNIT, "claim_id": ""}
_LATER = ("received_date", "service_to")
"""Required columns that the body may leave out: the day of the request; the first day of the service."""


class Closed(BaseModel):
    """A body with a key that it does not know is refused: a slip must not go unseen."""

    model_config = ConfigDict(extra="forbid")


def _type(column: Column) -> Any:
    values = PROVIDERS_KINDS if column.name == "kind" else column.values
    if values:
        return Literal[tuple(values)]
    if column.dtype == pl.String:
        return Annotated[str, Field(max_length=LONGEST)]
    if column.dtype == pl.Boolean:
        return StrictBool
    if column.dtype == pl.Date:
        return date
    most = MAX_CENTS if column.dtype == pl.Int64 else _MAX_INT32
    least = -MAX_CENTS if column.name.endswith("_cents") else 0
    return Annotated[StrictInt, Field(ge=least, le=most)]


def _field(column: Column) -> tuple[Any, Any]:
    unit = f" ({column.unit})" if column.unit else ""
    said_of = {"description": column.meaning + unit}
    if column.name in _DEFAULTS:
        return _type(column), Field(_DEFAULTS[column.name], **said_of)
    if column.nullable or column.name in _LATER:
        return Optional[_type(column)], Field(None, **said_of)  # noqa: UP045  (the type is made at run time)
    return _type(column), Field(..., **said_of)


def _fields(*, of_claim: bool) -> dict[str, Any]:
    columns = (c for c in CLAIMS.columns if c.name not in _MADE_HERE and c.name != "received_date")
    return {c.name: _field(c) for c in columns if (c.name in HEADER_COLUMNS) == of_claim}


_received = next(c for c in CLAIMS.columns if c.name == "received_date")
LineBody = create_model("ClaimLineIn", __base__=Closed, **_fields(of_claim=False))
ClaimBody = create_model(
    "ClaimIn",
    __base__=Closed,
    **_fields(of_claim=True),
    received_date=_field(_received),
    lines=(Annotated[list[LineBody], Field(min_length=1, max_length=MOST_LINES)], ...),  # type: ignore[valid-type]
)
"""What POST claims takes. Amounts in cents, units in thousandths, dates as YYYY-MM-DD; lines are numbered from 1."""


class BodyError(ServiceError):
    """A faulty body. place: where in it, such as lines.0.charge_cents."""

    def __init__(self, place: str, found: Said, expected: Said):
        self.place, self.found, self.expected = place, found, expected
        super().__init__(said("claim, {place}: found {found}, expected {expected}", **vars(self)))


def read_body(content: bytes) -> Any:
    """The ClaimBody of a JSON document. Raises BodyError for the first fault; values of a person are never named."""
    try:
        return ClaimBody.model_validate_json(content)
    except ValidationError as error:
        raise body_error(error.errors()) from None


def body_error(errors: Any) -> BodyError:
    """The first of pydantic's errors as ours."""
    first = errors[0]
    outer = ("body", "claim", "header", "query", "path")
    place = ".".join(str(part) for part in first["loc"] if part not in outer) or "body"
    found = {"missing": said("nothing"), "extra_forbidden": said("a key of that name")}.get(
        first["type"], said("a value that does not fit")
    )
    expected = {"missing": said("a value"), "extra_forbidden": said("a column of claims")}.get(first["type"])
    return BodyError(place, found, expected or expected_by(first))


def canonical(body: Any) -> bytes:
    """The body in one form, whatever its sender's spaces and order of keys."""
    data = body.model_dump(mode="json", exclude_unset=True)
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(content: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(content).hexdigest()


def claims_frame(body: Any, as_of: date) -> pl.DataFrame:
    """CLAIMS of the body. as_of: received then, unless it says otherwise. Raises BodyError for days out of order."""
    data = body.model_dump()
    lines, received = data.pop("lines"), data.pop("received_date") or as_of
    rows = []
    for number, line in enumerate(lines, 1):
        last = line["service_to"] or line["service_from"]
        if last < line["service_from"]:
            raise BodyError(
                ".".join(("lines", str(number - 1), "service_to")),
                said("a day before service_from"),
                said("that day or later"),
            )
        made = {"claim_index": 0, "line_number": number, "received_date": received, "service_to": last}
        rows.append({**data, **line, **made})
    return CLAIMS.from_rows(rows)
