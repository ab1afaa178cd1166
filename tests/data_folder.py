"""A pytest plugin, loaded before Django's settings are read: a data folder for each test process, and no setting.

Variables that begin with POCKITFLYER_TEST_ are the tests' own and stay.
"""

import os
import tempfile

_folder = tempfile.TemporaryDirectory(prefix="pockitflyer-test-")
for _name in list(os.environ):
    if _name in ("HOST", "PORT") or (_name.startswith("POCKITFLYER_") and not _name.startswith("POCKITFLYER_TEST_")):
        del os.environ[_name]
os.environ["POCKITFLYER_HOME"] = _folder.name
# Set by tests/postgres.py.
if "DATABASE_UNDER_TEST" in os.environ:
    os.environ["POCKITFLYER_DATABASE_URL"] = os.environ["DATABASE_UNDER_TEST"]
os.environ.setdefault("VIPS_CONCURRENCY", "1")
