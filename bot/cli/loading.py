"""What is loaded in a way of its own, because it would take long otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Where OpenSSL looks first (https://docs.openssl.org/3.0/man3/SSL_CTX_load_verify_locations/)."""


def load_web() -> None:
    """Load what carries requests to pages, without certificates.

    aiohttp makes two settings of TLS when it is loaded and reads all certificates for each, a tenth
    of the start of a check. No request uses them: `open_tls` makes the settings of all.
    """
    with _no_certificates():
        import bot.sources.http.direct  # noqa: F401


@contextmanager
def _no_certificates() -> Iterator[None]:
    named = {name: os.environ.get(name) for name in _CERTIFICATES}
    os.environ.update(dict.fromkeys(_CERTIFICATES, os.devnull))
    try:
        yield
    finally:
        for name, value in named.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
