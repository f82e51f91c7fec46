"""Network errors as a code and in plain words.

An exception's own message is never repeated: it may contain a proxy's address and password.
"""

from __future__ import annotations

import ssl

import httpx

from bot.model.observation import Reason
from bot.sources.http.guard import AddressRefused, NameUnresolved, NoSuchName
from bot.sources.http.transports import NoRoute
from bot.sources.web.visit import Failure

# https://docs.openssl.org/master/man1/openssl-verification-options/ and x509_vfy.h
_CERTIFICATE = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    18: "its certificate is self-signed",
    19: "its certificate is signed by an authority that is not trusted",
    20: "its certificate's chain is incomplete, or its authority is not trusted",
    21: "its certificate's chain is incomplete",
    23: "its certificate was revoked",
    62: "its certificate is for another host",
    64: "its certificate is for another address",
}


def failure_of(error: BaseException) -> Failure | None:
    """The failure behind an exception; None when it is not a network error."""
    if isinstance(error, AddressRefused):
        return Failure(Reason.PRIVATE, str(error))
    if isinstance(error, NoSuchName):
        return Failure(Reason.CONNECTION, str(error), no_name=True)
    if isinstance(error, (NameUnresolved, NoRoute)):
        return Failure(Reason.CONNECTION, str(error))
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return Failure(Reason.TIMEOUT, "it did not answer in time")
    if isinstance(error, httpx.ProxyError):
        return Failure(
            Reason.CONNECTION,
            "the proxy could not reach it; whether its name still exists cannot be seen from here",
        )
    if isinstance(error, httpx.InvalidURL | UnicodeError):
        return Failure(Reason.BAD_ANSWER, "this address, or one it leads to, is malformed")
    return _of_transport(error)


def is_misread(error: httpx.HTTPError) -> bool:
    """Whether the answer, or the request to be written, was rejected by a strict parser."""
    if isinstance(error, httpx.RemoteProtocolError):
        return "disconnected" not in str(error)
    return isinstance(error, httpx.LocalProtocolError)


def _of_transport(error: BaseException) -> Failure | None:
    if isinstance(error, httpx.NetworkError):
        return _of_tls(error) or Failure(Reason.CONNECTION, _network(error))
    if isinstance(error, httpx.RemoteProtocolError):
        # httpcore's and `direct`'s words for a connection that was closed before a status line came
        if "disconnected" in str(error):
            return Failure(Reason.CONNECTION, "it hung up without an answer")
        return Failure(Reason.BAD_ANSWER, "its answer is not HTTP")
    if isinstance(error, httpx.HTTPError):
        return Failure(Reason.BAD_ANSWER, "it cannot be fetched over HTTP")
    return None


def _network(error: httpx.NetworkError) -> str:
    if isinstance(error, httpx.ConnectError):
        return "no connection could be made"
    return "the connection broke off"


def _of_tls(error: BaseException) -> Failure | None:
    """The fault in a certificate or a handshake behind an error, if any."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            words = _CERTIFICATE.get(cause.verify_code, "its certificate is not trusted")
            return Failure(Reason.TLS, words)
        if isinstance(cause, ssl.SSLEOFError):
            return None  # the connection was closed during the handshake
        if isinstance(cause, ssl.SSLError):
            return Failure(Reason.TLS, "no common encryption was found")
        cause = cause.__cause__ or cause.__context__
    return None
