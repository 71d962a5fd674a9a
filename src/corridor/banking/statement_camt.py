"""camt.053 (ISO 20022), of any version: statements, their booked balances, their booked entries."""

from datetime import date
from xml.etree import ElementTree

import polars as pl

from corridor.banking.statement_error import StatementError, cents_of, fault
from corridor.records.bank import BANK_LINES, BANK_STATEMENTS
from corridor.wording.said import said

_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
Node = ElementTree.Element


def read_camt(text: str, name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """BANK_STATEMENTS and BANK_LINES. Raises StatementError."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise fault(name, said("file"), said("form"), said("a document type"), said("none"))
    try:
        root = ElementTree.fromstring(text.encode())
    except ElementTree.ParseError as error:
        line = said("line {line}", line=error.position[0])
        raise fault(name, line, said("form"), said("no XML"), said("a camt.053 statement")) from None
    statements = root.findall(".//{*}Stmt")
    if not statements:
        raise StatementError(said("{file}: found no statement, expected camt.053", file=name))
    heads, lines = [], []
    for node in statements:
        head = _head(node, name)
        heads.append(head)
        booked = [entry for entry in node.findall("{*}Ntry") if _status(entry) == "BOOK"]
        lines += [_line(entry, place, head, name) for place, entry in enumerate(booked, start=1)]
    return BANK_STATEMENTS.from_rows(heads), BANK_LINES.from_rows(lines)


def _text(node: Node, *paths: str) -> str | None:
    found = (node.findtext("/".join(f"{{*}}{part}" for part in path.split("/"))) for path in paths)
    return next((text.strip() for text in found if text and text.strip()), None)


def _status(entry: Node) -> str:
    return _text(entry, "Sts/Cd", "Sts") or "BOOK"


def _head(node: Node, name: str) -> dict[str, object]:
    number = _text(node, "Id", "ElctrncSeqNb") or ""
    account = _text(node, "Acct/Id/IBAN", "Acct/Id/Othr/Id") or ""
    balances = {_text(one, "Tp/CdOrPrtry/Cd"): one for one in node.findall("{*}Bal")}
    first = next((balances[code] for code in _OPENING if code in balances), None)
    last = next((balances[code] for code in _CLOSING if code in balances), None)
    if first is None or last is None:
        raise fault(name, number, said("balance"), said("none"), said("{first} and {last}", first="OPBD", last="CLBD"))
    amount = last.find("{*}Amt")
    currency = _text(node, "Acct/Ccy") or ("" if amount is None else amount.get("Ccy", ""))
    return {
        "statement_id": number,
        "account": account,
        "currency": currency,
        "opened_on": _day(first, "Dt", name, number),
        "closed_on": _day(last, "Dt", name, number),
        "opening_cents": _signed(first, name, number),
        "closing_cents": _signed(last, name, number),
        "is_complete": True,
    }


def _signed(node: Node, name: str, place: str) -> int:
    cents = cents_of(_text(node, "Amt"), name, place)
    return -cents if _text(node, "CdtDbtInd") == "DBIT" else cents


def _day(node: Node, path: str, name: str, place: str) -> date:
    text = _text(node, f"{path}/Dt", f"{path}/DtTm") or ""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise fault(name, place, said("day"), said("no day"), said("one such as 2026-03-31")) from None


def _line(entry: Node, number: int, head: dict[str, object], name: str) -> dict[str, object]:
    place = f"{head['statement_id']}/{number}"
    amount, details = entry.find("{*}Amt"), entry.find("{*}NtryDtls/{*}TxDtls")
    inner = entry if details is None else details
    return {
        "statement_id": head["statement_id"],
        "line_number": number,
        "booked_on": _day(entry, "BookgDt", name, place) if entry.find("{*}BookgDt") is not None else head["closed_on"],
        "value_on": _day(entry, "ValDt", name, place) if entry.find("{*}ValDt") is not None else None,
        "amount_cents": _signed(entry, name, place),
        "currency": "" if amount is None else amount.get("Ccy", ""),
        "kind": _text(entry, "BkTxCd/Domn/Fmly/SubFmlyCd", "BkTxCd/Prtry/Cd", "CdtDbtInd") or "",
        "bank_reference": _text(entry, "AcctSvcrRef", "NtryRef"),
        "customer_reference": _text(inner, "Refs/EndToEndId", "Refs/InstrId"),
        "text": _text(inner, "RmtInf/Ustrd", "AddtlTxInf") or _text(entry, "AddtlNtryInf"),
        "trace": _text(inner, "Refs/ClrSysRef", "Refs/TxId"),
    }
