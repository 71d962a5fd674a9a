"""The reference page names every route."""

from pathlib import Path

import pytest
from django.test import override_settings

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "api.md").read_text("utf-8")


def test_every_route_has_its_row() -> None:
    from corridor.app.api.api import api

    with override_settings(ROOT_URLCONF="corridor.app.api.urls"):
        paths = api.get_openapi_schema()["paths"]
    assert paths
    for path, methods in paths.items():
        for method in methods:
            assert f"| `{method.upper()} {path.removeprefix('/api/v1')}` |" in PAGE


@pytest.mark.parametrize("status", [401, 403, 404, 409, 422])
def test_every_error_has_its_row(status: int) -> None:
    assert f"\n| {status} |" in PAGE
