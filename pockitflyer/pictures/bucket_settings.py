"""What the environment says of a bucket for the pictures, checked. settings.py reads it, so it imports nothing else."""

import re

from django.core.exceptions import ImproperlyConfigured

_ADDRESS = re.compile(r"https?://[\w.-]+(:[0-9]{1,5})?(/[\w./-]*)?", re.ASCII)


def bucket_options(variables: dict[str, str], https: bool) -> dict[str, str]:
    """The options of a ``PictureBucket``; empty when no variable is set, and pictures are kept in the data folder.

    ``variables`` holds every ``POCKITFLYER_S3_…`` by its name. Half of them, or a bad one, is
    ``ImproperlyConfigured``.
    """
    of = {name.removeprefix("POCKITFLYER_S3_"): value.strip() for name, value in variables.items()}
    if not any(of.values()):
        return {}
    missing = [name for name in ("BUCKET", "ACCESS_KEY", "SECRET_KEY", "PUBLIC_URL") if not of[name]]
    if not of["ENDPOINT"] and not of["REGION"]:
        missing.append("ENDPOINT, or for Amazon's own POCKITFLYER_S3_REGION")
    if missing:
        raise ImproperlyConfigured(
            f"Pictures in a bucket also need POCKITFLYER_S3_{', POCKITFLYER_S3_'.join(missing)}."
            " To keep them in the data folder set none of these."
        )
    public = _address("PUBLIC_URL", of["PUBLIC_URL"])
    if https and not public.startswith("https:"):
        raise ImproperlyConfigured("POCKITFLYER_S3_PUBLIC_URL must begin with https when POCKITFLYER_HTTPS is 1.")
    return {
        "bucket_name": of["BUCKET"],
        "access_key": of["ACCESS_KEY"],
        "secret_key": of["SECRET_KEY"],
        "base_url": public,
        "endpoint_url": _address("ENDPOINT", of["ENDPOINT"]) if of["ENDPOINT"] else "",
        "region_name": of["REGION"],
    }


def origin(options: dict[str, str]) -> str:
    """Where pages may load pictures from: scheme, host and port of the public address."""
    return "/".join(options["base_url"].split("/")[:3])


def _address(name: str, value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ImproperlyConfigured(f"POCKITFLYER_S3_{name} must look like https://pictures.example, not {value!r}.")
    return value.rstrip("/")
