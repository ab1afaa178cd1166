"""Benches: each prints what docs/performance.md claims. Run them with ``bin/bench <name>``."""

import os

# libvips reads it when it is first imported; the server sets the same for its own processes.
os.environ.setdefault("VIPS_CONCURRENCY", "1")
