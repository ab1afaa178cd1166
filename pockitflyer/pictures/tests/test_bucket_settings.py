import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from pockitflyer.pictures.bucket_settings import bucket_options, origin

NOTHING = dict.fromkeys(
    [f"POCKITFLYER_S3_{name}" for name in ("BUCKET", "ACCESS_KEY", "SECRET_KEY", "PUBLIC_URL", "ENDPOINT", "REGION")],
    "",
)
ALL = {
    "POCKITFLYER_S3_BUCKET": "pictures",
    "POCKITFLYER_S3_ACCESS_KEY": "key",
    "POCKITFLYER_S3_SECRET_KEY": "secret",
    "POCKITFLYER_S3_PUBLIC_URL": "https://cdn.example:8443/pictures/",
    "POCKITFLYER_S3_ENDPOINT": "http://127.0.0.1:7480",
    "POCKITFLYER_S3_REGION": "eu-central-1",
}
SHOW = """
import sys
import django
django.setup()
from django.conf import settings
from pockitflyer.pictures import store
print(store.folder_url_of("ab" * 16, ""), settings.SECURE_CSP["img-src"][-1], "boto3" in sys.modules)
"""


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    """Settings as a new process reads them."""
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env={"DJANGO_SETTINGS_MODULE": "pockitflyer.settings", "PATH": "", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_any_the_pictures_are_in_the_data_folder():
    assert bucket_options(NOTHING, https=True) == {}


def test_all_of_them_are_the_options_of_a_bucket():
    options = bucket_options(ALL, https=True)
    assert options == {
        "bucket_name": "pictures",
        "access_key": "key",
        "secret_key": "secret",
        "base_url": "https://cdn.example:8443/pictures",
        "endpoint_url": "http://127.0.0.1:7480",
        "region_name": "eu-central-1",
    }
    assert origin(options) == "https://cdn.example:8443"


@pytest.mark.parametrize("missing", ["BUCKET", "ACCESS_KEY", "SECRET_KEY", "PUBLIC_URL"])
def test_half_of_them_stops_the_start_with_the_name_of_what_is_missing(missing):
    with pytest.raises(ImproperlyConfigured, match=f"POCKITFLYER_S3_{missing}"):
        bucket_options(ALL | {f"POCKITFLYER_S3_{missing}": " "}, https=False)


def test_an_endpoint_or_a_region_is_needed():
    with pytest.raises(ImproperlyConfigured, match=r"POCKITFLYER_S3_ENDPOINT.*POCKITFLYER_S3_REGION"):
        bucket_options(ALL | {"POCKITFLYER_S3_ENDPOINT": "", "POCKITFLYER_S3_REGION": ""}, https=False)
    assert bucket_options(ALL | {"POCKITFLYER_S3_ENDPOINT": ""}, https=False)["endpoint_url"] == ""
    assert bucket_options(ALL | {"POCKITFLYER_S3_REGION": ""}, https=False)["region_name"] == ""


@pytest.mark.parametrize("name", ["PUBLIC_URL", "ENDPOINT"])
@pytest.mark.parametrize(
    "value",
    [
        "cdn.example",
        "ftp://cdn.example",
        "https://",
        "https://cdn.example; script-src *",
        "https://a b",
        "//cdn.example",
    ],
)
def test_a_bad_address_stops_the_start_with_its_name(name, value):
    with pytest.raises(ImproperlyConfigured, match=f"POCKITFLYER_S3_{name} must look like"):
        bucket_options(ALL | {f"POCKITFLYER_S3_{name}": value}, https=False)


def test_behind_https_pictures_are_not_read_in_the_clear():
    """Browsers would not show them."""
    clear = ALL | {"POCKITFLYER_S3_PUBLIC_URL": "http://cdn.example"}
    assert bucket_options(clear, https=False)["base_url"] == "http://cdn.example"
    with pytest.raises(ImproperlyConfigured, match="POCKITFLYER_S3_PUBLIC_URL must begin with https"):
        bucket_options(clear, https=True)


def test_a_board_with_a_bucket_names_and_allows_its_public_address(tmp_path):
    shown = start(POCKITFLYER_HOME=str(tmp_path), **ALL)
    assert shown.stdout.split() == [
        f"https://cdn.example:8443/pictures/ab/{'ab' * 16}/",
        "https://cdn.example:8443",
        "True",
    ], shown.stderr


def test_a_board_without_one_loads_no_client_for_it(tmp_path):
    shown = start(POCKITFLYER_HOME=str(tmp_path))
    assert shown.stdout.split() == [f"/pictures/ab/{'ab' * 16}/", "blob:", "False"], shown.stderr


def test_a_board_with_half_of_one_does_not_start(tmp_path):
    shown = start(POCKITFLYER_HOME=str(tmp_path), POCKITFLYER_S3_BUCKET="pictures")
    assert shown.returncode != 0
    assert "POCKITFLYER_S3_SECRET_KEY" in shown.stderr
