"""Signs what a shop's page tells Redress, so that its server can rely on it. Python 3.8 or later, standard library only."""

import base64
import hashlib
import hmac
import json
import time


def redress_token(context, secret, kid=None, lifetime=3600):
    """A token (JWT, HS256) for a context: its "order", "items" and "customer", and perhaps the customer's "history"."""
    header = {"alg": "HS256", "typ": "JWT"}
    if kid:
        header["kid"] = kid
    now = int(time.time())
    claims = {key: context[key] for key in ("order", "items", "customer", "history") if key in context}
    claims.update(iat=now, exp=now + lifetime)
    signed = _part(json.dumps(header).encode()) + "." + _part(json.dumps(claims).encode())
    signature = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return signed + "." + _part(signature)


def _part(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
