"""What Schemathesis checks besides: a request that the description allows is answered, unless its parameters forbid
each other in one of the ways that docs/api.md names; JSON Schema cannot say so of parameters."""

import json

import schemathesis


def one(value):
    return value[0] if isinstance(value, list) and value else value


def is_refused_for_good_reason(case, problem):
    query = {name: one(value) for name, value in (case.query or {}).items()}
    accept = str((case.headers or {}).get("Accept", ""))
    whole = query.get("format") in ("csv", "ndjson") or (
        "format" not in query and any(kind in accept for kind in ("text/csv", "ndjson"))
    )
    number = lambda name, default: int(str(query.get(name, default)))
    reasons = {
        # From 1 to 100 ids that are not blank.
        "ids": lambda: not 1 <= sum(bool(one.strip()) for one in str(query.get("ids", "")).split(",")) <= 100,
        "from": lambda: "from" in query and "to" in query,
        # A cursor is of the search that it was given for, and instead of a page.
        "cursor": lambda: "cursor" in query and (query["cursor"] != "*" or "page" in query),
        "collapse": lambda: whole or "cursor" in query or "as_of" in query,
        "page": lambda: whole or number("page", 1) * number("per_page", 10) > 10_000,
        "per_page": lambda: whole,
    }
    reason = reasons.get(problem.get("parameter"))
    return reason is not None and reason()


@schemathesis.check
def what_is_described_is_answered(ctx, response, case):
    mode = case.meta.generation.mode if case.meta else None
    if response.status_code != 400 or mode is None or mode.is_negative:
        return
    if "json" not in "".join(response.headers.get("content-type", [])):
        # A page for people; the same refusal is checked where it comes as data.
        return
    problem = json.loads(response.content)
    if not is_refused_for_good_reason(case, problem):
        raise AssertionError(f"described, but refused: {problem['detail_en']}")
