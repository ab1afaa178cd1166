"""A pytest plugin, loaded before Django's settings are read: a data folder for each test process, and no setting."""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="pockitflyer-test-")
for _name in [name for name in os.environ if name.startswith("POCKITFLYER_") or name in ("HOST", "PORT")]:
    del os.environ[_name]
os.environ["POCKITFLYER_HOME"] = _folder.name
# Set by tests/postgres.py.
if "DATABASE_UNDER_TEST" in os.environ:
    os.environ["POCKITFLYER_DATABASE_URL"] = os.environ["DATABASE_UNDER_TEST"]
os.environ.setdefault("VIPS_CONCURRENCY", "1")
