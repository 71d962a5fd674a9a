"""The two employers of the demo, as the files name them."""

from dataclasses import dataclass
from datetime import date, timedelta

from corridor.app.services.demo.workdays import workday_on_or_after
from corridor.edi.x834.write import Organization
from corridor.edi.x837.write_parties import Exchange

_DAYS_BEFORE_START = 12


@dataclass(frozen=True)
class Sponsor:
    """An employer: its code here, its group at the administrator, the ids of the parties that send its files."""

    code: str
    organization: Organization
    group: str
    id_letter: str
    sender_id: str
    network_id: str
    receiver_id: str
    administrator: Organization
    exchange: Exchange

    def first_sent_on(self, start: date) -> date:
        """When the first files come: the workday some days before the plan starts."""
        return workday_on_or_after(start - timedelta(days=_DAYS_BEFORE_START))


_ADMINISTRATOR = Organization("CORRIDOR ADMINISTRATORS", "990000001")
_EXCHANGE = Exchange(
    submitter_name="TRI RIVERS NETWORK",
    submitter_id="TRIRIVERS",
    submitter_phone="6145550100",
    receiver_name=_ADMINISTRATOR.name,
    receiver_id="CORRIDOR",
    payer_name=_ADMINISTRATOR.name,
    payer_id="99001",
    repricer_id="990000777",
)

MERIDIAN = Sponsor(
    code="meridian",
    organization=Organization("MERIDIAN MANUFACTURING", "990001001"),
    group="MER001",
    id_letter="M",
    sender_id="MERIDIANMFG",
    network_id="TRIRIVERS",
    receiver_id="CORRIDOR",
    administrator=_ADMINISTRATOR,
    exchange=_EXCHANGE,
)
HARBOR = Sponsor(
    code="harbor",
    organization=Organization("HARBOR BAKERY", "990001002"),
    group="HAR001",
    id_letter="H",
    sender_id="HARBORBAKERY",
    network_id="TRIRIVERS",
    receiver_id="CORRIDOR",
    administrator=_ADMINISTRATOR,
    exchange=_EXCHANGE,
)
