"""Places of service (CMS code set, used on professional and dental claims): `place_of_service.csv`.

`effective_from` of 2003-10-01 means: in the list when the HIPAA transactions became mandatory, or before.
"""

from functools import cache

from corridor.codes.lists import read_list


@cache
def place_of_service_names() -> dict[str, str]:
    """Code -> short name of the place."""
    return {row["code"]: row["name"] for row in read_list("place_of_service")}
