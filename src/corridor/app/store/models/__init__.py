"""The tables, by what they hold. Rows are written in bulk by `Tx`, read by frames or by the ORM."""

from corridor.app.store.models.agreement import ArrangementEvent, ArrangementTask
from corridor.app.store.models.bank import BankDifference, BankLine, BankMatch, BankStatement
from corridor.app.store.models.claims import Accumulator, Claim, ClaimLine, Decision
from corridor.app.store.models.desk import (
    AppealEvent,
    Authority,
    ClaimEvent,
    ClaimOverride,
    ClockPause,
    OverrideEvent,
    QualityFinding,
    QualitySample,
    WorkItem,
)
from corridor.app.store.models.disability import DisabilityClaim
from corridor.app.store.models.files import Batch, Document, StoredFile
from corridor.app.store.models.ledger import BalanceLimit, BalanceSnapshot, Hold, HoldEvent, PeriodClose
from corridor.app.store.models.live import Job, JobFile, LiveClaim, Partner
from corridor.app.store.models.money import Account, FundingCall, JournalEntry, Payment, Posting, StoplossPosition
from corridor.app.store.models.others import OtherCoverage, RecoveredLine, RecoveryCase, RecoveryEvent, Release
from corridor.app.store.models.paid import PaidLine
from corridor.app.store.models.payment_life import (
    Deposit,
    Listed,
    OutboxFile,
    Payee,
    PayeeAccount,
    PayeeAccountEvent,
    PaymentApproval,
    PaymentCandidate,
    PaymentCandidateItem,
    PaymentEvent,
    PaymentOffset,
    PaymentRun,
    SentFile,
)
from corridor.app.store.models.people import Coverage, Enrollment, Provider
from corridor.app.store.models.reference import ReferenceTable
from corridor.app.store.models.repricing import RepricedLine, RepricingRequest
from corridor.app.store.models.structure import BillGroupMember, CallPart, LedgerExport, LedgerExportEntry
from corridor.app.store.models.takeover import OpeningTotal, PriorAuthorization, PriorPaid, PriorTreatment, RunInLine
from corridor.app.store.models.tenants import SchemaState, Tenant
from corridor.app.store.models.totals import DayTotal
from corridor.app.store.models.trails import AccessLog, AuditChange
from corridor.app.store.models.versions import Contribution, Letter, RescissionFinding

__all__ = [
    "AccessLog",
    "Account",
    "Accumulator",
    "AppealEvent",
    "ArrangementEvent",
    "ArrangementTask",
    "AuditChange",
    "Authority",
    "BalanceLimit",
    "BalanceSnapshot",
    "BankDifference",
    "BankLine",
    "BankMatch",
    "BankStatement",
    "Batch",
    "BillGroupMember",
    "CallPart",
    "Claim",
    "ClaimEvent",
    "ClaimLine",
    "ClaimOverride",
    "ClockPause",
    "Contribution",
    "Coverage",
    "DayTotal",
    "Decision",
    "Deposit",
    "DisabilityClaim",
    "Document",
    "Enrollment",
    "FundingCall",
    "Hold",
    "HoldEvent",
    "Job",
    "JobFile",
    "JournalEntry",
    "LedgerExport",
    "LedgerExportEntry",
    "Letter",
    "Listed",
    "LiveClaim",
    "OpeningTotal",
    "OtherCoverage",
    "OutboxFile",
    "OverrideEvent",
    "PaidLine",
    "Partner",
    "Payee",
    "PayeeAccount",
    "PayeeAccountEvent",
    "Payment",
    "PaymentApproval",
    "PaymentCandidate",
    "PaymentCandidateItem",
    "PaymentEvent",
    "PaymentOffset",
    "PaymentRun",
    "PeriodClose",
    "Posting",
    "PriorAuthorization",
    "PriorPaid",
    "PriorTreatment",
    "Provider",
    "QualityFinding",
    "QualitySample",
    "RecoveredLine",
    "RecoveryCase",
    "RecoveryEvent",
    "ReferenceTable",
    "Release",
    "RepricedLine",
    "RepricingRequest",
    "RescissionFinding",
    "RunInLine",
    "SchemaState",
    "SentFile",
    "StoplossPosition",
    "StoredFile",
    "Tenant",
    "WorkItem",
]
