"""The health reimbursement account: what the employer pays of members' shares, at once or beyond a bridge."""

from corridor.adjudication.compiled import compiled
from corridor.plan.arrays import COVERS_COINSURANCE, COVERS_COPAY, COVERS_DEDUCTIBLE


def _covered_share(deductible_cents: int, coinsurance_cents: int, copay_cents: int, covers: int) -> int:
    """What the account may look at of the member's shares. covers: bits COVERS_DEDUCTIBLE, ..."""
    share = 0
    if covers & COVERS_DEDUCTIBLE != 0:
        share += deductible_cents
    if covers & COVERS_COINSURANCE != 0:
        share += coinsurance_cents
    if covers & COVERS_COPAY != 0:
        share += copay_cents
    return share


def _account_pays(share_cents: int, bridge_left_cents: int, account_left_cents: int) -> tuple[int, int]:
    """(bridge, paid) in cents: what of a share the member pays toward the bridge, and what the account pays then."""
    bridge = min(share_cents, bridge_left_cents)
    return bridge, min(share_cents - bridge, account_left_cents)


covered_share = compiled(_covered_share)
account_pays = compiled(_account_pays)
