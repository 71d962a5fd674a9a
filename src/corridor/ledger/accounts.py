"""The chart of accounts of one sponsor's plan."""

from dataclasses import dataclass

import polars as pl

from corridor.wording.said import listed, said

KINDS = ("asset", "liability", "funding", "income", "expense")
"""`funding` is the plan's equity: money that the employer has put in or owes."""


class LedgerError(ValueError):
    """A question or an order that the ledger refuses."""


@dataclass(frozen=True)
class Account:
    """`code` is what postings carry; a debit balance is usual for assets and expenses, a credit one for the rest."""

    code: str
    name: str
    name_tr: str
    kind: str


CLAIMS_ACCOUNT = "1000"
FUNDING_RECEIVABLE = "1100"
PROVIDER_RECOVERABLE = "1200"
BANK_DIFFERENCES = "1150"
STOPLOSS_RECOVERABLE = "1300"
CLAIMS_PAYABLE = "2000"
UNPRESENTED_PAYMENTS = "2010"
STALE_PAYMENTS = "2020"
WITHHOLDING_PAYABLE = "2030"
FEE_PAYABLE = "2100"
NETWORK_FEE_PAYABLE = "2150"
PREMIUM_PAYABLE = "2200"
EMPLOYER_FUNDING = "3000"
STOPLOSS_RECOVERIES = "4000"
INTEREST_INCOME = "4100"
CLAIMS_EXPENSE = "5000"
HEALTH_ACCOUNT_EXPENSE = "5050"
FEE_EXPENSE = "5100"
NETWORK_FEE_EXPENSE = "5150"
PREMIUM_EXPENSE = "5200"
BANK_CHARGES = "5300"

ACCOUNTS: tuple[Account, ...] = (
    Account(CLAIMS_ACCOUNT, "Claims account (bank)", "Tazminat hesabı (banka)", "asset"),
    Account(FUNDING_RECEIVABLE, "Funding receivable", "Fonlama alacağı", "asset"),
    Account(BANK_DIFFERENCES, "Bank differences to be explained", "Açıklanacak banka farkları", "asset"),
    Account(PROVIDER_RECOVERABLE, "Provider recoverable", "Sağlık hizmeti sunucusundan alacak", "asset"),
    Account(STOPLOSS_RECOVERABLE, "Stop-loss recoverable", "Zarar durdurma sigortasından alacak", "asset"),
    Account(CLAIMS_PAYABLE, "Claims payable", "Ödenecek tazminatlar", "liability"),
    Account(UNPRESENTED_PAYMENTS, "Payments issued, not presented", "Düzenlenmiş, sunulmamış ödemeler", "liability"),
    Account(STALE_PAYMENTS, "Stale-dated payments", "Süresi geçmiş ödemeler", "liability"),
    Account(WITHHOLDING_PAYABLE, "Backup withholding payable", "Ödenecek ihtiyati stopaj", "liability"),
    Account(FEE_PAYABLE, "Administration fee payable", "Ödenecek yönetim ücreti", "liability"),
    Account(NETWORK_FEE_PAYABLE, "Network fee payable", "Ödenecek ağ ücreti", "liability"),
    Account(PREMIUM_PAYABLE, "Stop-loss premium payable", "Ödenecek zarar durdurma primi", "liability"),
    Account(EMPLOYER_FUNDING, "Employer funding", "İşveren fonlaması", "funding"),
    Account(STOPLOSS_RECOVERIES, "Stop-loss recoveries", "Zarar durdurma tazminat tahsilatı", "income"),
    Account(INTEREST_INCOME, "Interest income", "Faiz geliri", "income"),
    Account(CLAIMS_EXPENSE, "Claims expense", "Tazminat gideri", "expense"),
    Account(HEALTH_ACCOUNT_EXPENSE, "Health reimbursement expense", "Sağlık geri ödeme hesabı gideri", "expense"),
    Account(FEE_EXPENSE, "Administration fee expense", "Yönetim ücreti gideri", "expense"),
    Account(NETWORK_FEE_EXPENSE, "Network fee expense", "Ağ ücreti gideri", "expense"),
    Account(PREMIUM_EXPENSE, "Stop-loss premium expense", "Zarar durdurma primi gideri", "expense"),
    Account(BANK_CHARGES, "Bank charges", "Banka masrafları", "expense"),
)

ACCOUNT_BY_CODE: dict[str, Account] = {account.code: account for account in ACCOUNTS}


def find_account(code_or_name: str) -> Account:
    """The account with this code, or this English or Turkish name in any case. Raises LedgerError."""
    wanted = code_or_name.strip().casefold()
    for account in ACCOUNTS:
        if wanted in (account.code, account.name.casefold(), account.name_tr.casefold()):
            return account
    allowed = listed(ACCOUNT_BY_CODE)
    raise LedgerError(
        said("account: found {account!r}, expected one of {allowed}", account=code_or_name, allowed=allowed)
    )


def chart() -> pl.DataFrame:
    """The chart as a frame: code, name, name_tr, kind; in the order of codes."""
    return pl.DataFrame([vars(account) for account in ACCOUNTS])
