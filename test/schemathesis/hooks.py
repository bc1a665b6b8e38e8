"""Each request is one of its own: sent under the key of another, it would be answered as that was, or refused."""

import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.headers is not None and "Idempotency-Key" in case.headers and case.method == "POST":
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
