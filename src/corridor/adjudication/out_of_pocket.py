"""The out-of-pocket maximum: the most a member pays in a plan year."""

from corridor.adjudication.compiled import compiled


def _within_out_of_pocket(
    deductible_cents: int, coinsurance_cents: int, copay_cents: int, left_cents: int
) -> tuple[int, int, int]:
    """(deductible, coinsurance, copay) cut so that together they are at most `left_cents`.

    What is cut the plan pays. It comes off the coinsurance first, then the copay, then the deductible.
    """
    cut = max(deductible_cents + coinsurance_cents + copay_cents - left_cents, 0)
    off_coinsurance = min(cut, coinsurance_cents)
    cut -= off_coinsurance
    off_copay = min(cut, copay_cents)
    cut -= off_copay
    return deductible_cents - cut, coinsurance_cents - off_coinsurance, copay_cents - off_copay


within_out_of_pocket = compiled(_within_out_of_pocket)
