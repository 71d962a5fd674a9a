"""What a bank would send back for entries that we sent: returns and notifications of change, built by hand."""

from dataclasses import dataclass

FROM = "07219999"


@dataclass(frozen=True)
class Sent:
    """An entry of ours that comes back. addenda_type: 99 return, 98 notification of change."""

    receiver_id: str
    cents: int
    code: str
    corrected: str = ""
    transaction: str = "21"

    @property
    def is_change(self) -> bool:
        return self.code.startswith("C")


def bank_file(*entries: Sent, entry_class: str = "CCD") -> bytes:
    """An ACH file of one batch."""
    kind = "COR" if entries[0].is_change else entry_class
    records = [
        "101 091099994 0910999942601300900A094101" + f"{'PRAIRIE TEST BANK':<23}{'NORTHERN BANK':<23}{'':8}",
        f"5200{'SHOP PLAN':<16}{'':20}{'1990000001':<10}{kind}{'HCCLAIMPMT':<10}{'':6}260130{'':3}1{FROM}0000001",
    ]
    hash_total = credits = 0
    for number, entry in enumerate(entries, start=1):
        trace, original = f"{FROM}{number:07d}", f"09109999{number:07d}"
        cents = 0 if entry.is_change else entry.cents
        records.append(
            f"6{entry.transaction}091099994{'12345':<17}{cents:010d}{entry.receiver_id:<15}{'PRACTICE':<22}  1{trace}"
        )
        tail = f"{entry.corrected:<29}{'':15}" if entry.is_change else f"{'':44}"
        kind_of_addenda = "98" if entry.is_change else "99"
        records.append(f"7{kind_of_addenda}{entry.code}{original}{'':6}{FROM}{tail}{trace}")
        hash_total, credits = hash_total + 9109999, credits + cents
    count = 2 * len(entries)
    totals = f"{hash_total:010d}{0:012d}{credits:012d}"
    records.append(f"8200{count:06d}{totals}{'1990000001':<10}{'':25}{FROM}0000001")
    blocks = -(-(len(records) + 1) // 10)
    records.append(f"9000001{blocks:06d}{count:08d}{totals}{'':39}")
    records += ["9" * 94] * (blocks * 10 - len(records))
    return "".join(f"{record}\n" for record in records).encode()
