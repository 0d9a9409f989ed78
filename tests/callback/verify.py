"""Tells whether a call comes from your Redress desk. Python 3.8 or later, standard library only."""

import base64
import hashlib
import hmac
import time


def redress_verify(secret, headers, body, now=None):
    """`headers` with lower-case names, `body` as the bytes that came; not yet parsed, for parsing and writing again changes them."""
    key = base64.b64decode(secret[len("whsec_"):])
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    fresh = abs((now or time.time()) - int(headers["webhook-timestamp"])) < 300
    return fresh and any(hmac.compare_digest(wanted, given) for given in headers["webhook-signature"].split())
