"""The kinds of problems that a request can meet with: each has a slug, and a page of this server that explains it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its slug and status, a title, and what its page says (one paragraph a line)."""

    slug: str
    status: int
    title: str
    explanation: tuple[str, ...]

    @property
    def type(self) -> str:
        return f"/problems/{self.slug}"


BAD_REQUEST = Kind(
    "bad-request",
    400,
    "The request cannot be understood",
    ("A header or the form of the request is wrong. The member detail says which.",),
)
WRONG_QUERY = Kind(
    "wrong-query",
    400,
    "Some parameters of the address cannot be taken",
    (
        "All wrong parameters are named at once: the pointer of each entry of errors is its name after a slash.",
        "Each operation takes the parameters that /docs names, each of them once.",
    ),
)
NOT_JSON = Kind(
    "not-json",
    400,
    "The body is not JSON",
    (
        "The body must be one JSON object in UTF-8 (RFC 8259) without a byte order mark.",
        "Names must not repeat within an object.",
        "Objects and lists may nest 32 deep, and there may be 250,000 of them.",
        "A whole number may have at most 4,300 digits.",
    ),
)
KEY_NEEDED = Kind(
    "key-needed",
    401,
    "The address needs a key",
    (
        "Send the key that you were given in the header Authorization: Bearer pk_….",
        "Whoever runs the server makes keys with the command policykit keys make.",
        "A server without keys answers callers on its own machine alone.",
    ),
)
WRONG_KEY = Kind(
    "wrong-key",
    401,
    "The key is not valid",
    (
        "The member detail says whether the key was mistyped or cut off, has expired, was revoked or is not known.",
        "A key that was made or rotated a moment ago is known within seconds (the setting access.refresh).",
    ),
)
SCOPE_NEEDED = Kind(
    "scope-needed",
    403,
    "The key does not allow this",
    (
        "A key with the scope decide asks for decisions.",
        "One with read sees policies and stored decisions, and what staff see; one with audit private facts as well.",
        "One with admin sees metrics and events, and has the policies looked at anew. No scope implies another.",
        "The member detail names the scope that is needed. Whoever runs the server can make a key that has it.",
    ),
)
FOREIGN_ORIGIN = Kind(
    "foreign-origin",
    403,
    "Pages of that origin may not call",
    (
        "A server without keys answers no page of another site, which could use the browser of somebody near.",
        "The setting cors.origins names the origins whose pages may call.",
    ),
)
WRONG_HOST = Kind(
    "wrong-host",
    421,
    "The server does not answer to that name",
    (
        "A server without keys answers only to the names of its own machine, such as localhost.",
        "Under another name a page of another site could lead a browser here (DNS rebinding).",
        "The setting access.hosts names more of them; with access.keys: required any name will do.",
    ),
)
TOO_MANY_REQUESTS = Kind(
    "too-many-requests",
    429,
    "The key has sent too many requests",
    (
        "The header Retry-After says in how many seconds to try again; RateLimit says with every answer what is left.",
        "The settings access.rate and access.burst say how many questions a key may ask; a batch has one in each item.",
    ),
)
NOT_FOUND = Kind(
    "not-found",
    404,
    "There is nothing at this address",
    ("The routes of this server are listed at /docs and, for programs, at /openapi.json.",),
)
UNKNOWN_DECISION = Kind(
    "unknown-decision",
    404,
    "The business has no such decision",
    (
        "Decisions are kept where the request said store: true, or where the server keeps all.",
        "The setting store.keep_days says for how long.",
        "A business sees its own decisions only.",
    ),
)
UNKNOWN_BUSINESS = Kind(
    "unknown-business",
    404,
    "This server has no such business",
    ("The businesses that this server knows are listed at /v1.",),
)
UNKNOWN_POLICY = Kind(
    "unknown-policy",
    404,
    "The business has no such policy",
    ("The policies of a business are listed at /v1/{business}/policies.",),
)
UNKNOWN_VERSION = Kind(
    "unknown-version",
    404,
    "The policy has no such version",
    ("The versions of a policy are listed at /v1/{business}/policies/{policy}/versions.",),
)
UNKNOWN_LOCALE = Kind(
    "unknown-locale",
    404,
    "The business does not write in this locale",
    ("The terms of every business are linked at /terms, in each locale in which they are written.",),
)
METHOD_NOT_ALLOWED = Kind(
    "method-not-allowed",
    405,
    "The address does not take this method",
    ("The header Allow of the response names the methods that it takes.",),
)
TIMED_OUT = Kind(
    "timed-out",
    408,
    "The client has not gone on",
    (
        "A stream of questions waits a minute for its next bytes, unless the server is set up otherwise.",
        "What has come by then is answered. The stream can be begun anew at the first question without an answer.",
    ),
)
UNDER_WAY = Kind(
    "request-under-way",
    409,
    "The same request is being answered",
    ("Another request with this Idempotency-Key is under way. Send it again after the time in Retry-After.",),
)
WORDS_GONE = Kind(
    "words-gone",
    410,
    "The policy that decided is no longer there",
    (
        "A stored decision is told in the words of the version that made it: this server no longer has it as it was.",
        "The member detail still says what was decided, and by which rule.",
        "Keep old versions of a policy beside newer ones: they decide and explain what belongs to their time.",
    ),
)
TOO_LARGE = Kind(
    "too-large",
    413,
    "The body is too large",
    (
        "A body may be at most 1 MiB (1,048,576 bytes) long, and that of a batch 4 MiB.",
        "A stream of questions may have any length, and each of its lines 1 MiB.",
        "A server may be set up with other limits.",
    ),
)
WRONG_MEDIA_TYPE = Kind(
    "wrong-media-type",
    415,
    "The body is of the wrong media type",
    ("Send the header Content-Type: application/json, and the body in UTF-8 and not compressed.",),
)
WRONG_FACTS = Kind(
    "wrong-facts",
    422,
    "Some facts cannot be taken",
    (
        "All wrong facts are named at once: each entry of errors points at one and says what is wrong with it.",
        "The facts that a policy takes, with their types and choices, are listed at /v1/{business}/policies/{policy}.",
        "A fact sent as null is known to be absent; a fact that is not sent is unknown.",
    ),
)
WRONG_REQUEST = Kind(
    "wrong-request",
    422,
    "Some members of the request cannot be taken",
    ("All wrong members are named at once, wrong facts among them: each entry of errors points at one.",),
)
TOO_MANY_ITEMS = Kind(
    "too-many-items",
    422,
    "The batch has too many items",
    (
        "A batch may have at most 1,000 items. Send several batches.",
        "The same address takes a stream of any length, with the header Content-Type: application/x-ndjson.",
    ),
)
NO_VERSION = Kind(
    "no-version-in-force",
    422,
    "No version of the policy is in force at that time",
    (
        "Which version of a policy decides depends on a fact of the request or on as_of, as the policy says.",
        "The versions and their periods are listed at /v1/{business}/policies/{policy}.",
    ),
)
NOTHING_TO_RELOAD = Kind(
    "nothing-to-reload",
    409,
    "No folder stands behind the policies",
    ("The server was started by a program, with policies that it had loaded itself. Start it anew with others.",),
)
POLICIES_REFUSED = Kind(
    "policies-refused",
    409,
    "The changed policies have errors",
    (
        "The last good policies stay in use. Each entry of errors names a file, a line and what is wrong there.",
        "The command policykit check shows the same with every place, and how to mend it.",
    ),
)
TOO_MANY_LISTENERS = Kind(
    "too-many-listeners",
    503,
    "As many listen to the events as may",
    ("The setting reload.listeners says how many may listen at once. Come back after the time in Retry-After.",),
)
KEY_REUSED = Kind(
    "idempotency-key-reused",
    422,
    "The Idempotency-Key came with another request",
    (
        "A key stands for one request: the same method, address and body. Make a new one for each, such as a UUID.",
        "Keys are forgotten after the time in the setting store.answer_hours (24 hours).",
    ),
)
NOT_FOR_AUDITORS = Kind(
    "no-idempotency-for-auditors",
    422,
    "An answer to an auditor cannot be repeated",
    (
        "The answer to a request with an Idempotency-Key is kept. An auditor's tells private facts, which never are.",
        "Send the request without the header.",
    ),
)
STORE_UNAVAILABLE = Kind(
    "store-unavailable",
    503,
    "The database cannot be used now",
    (
        "What has to be kept cannot be: nothing of the request has been. Send it again after the time in Retry-After.",
        "Decisions that need not be kept are given all the same.",
    ),
)
INTERNAL_ERROR = Kind(
    "internal-error",
    500,
    "The server has failed",
    ("The fault is ours; the request may be sent again. The server's log says where it failed.",),
)
TARGET_TOO_LONG = Kind(
    "target-too-long",
    414,
    "The address is too long",
    ("An address with its query may be as long as the setting limits.target_bytes says, 8 KiB where it is not set.",),
)
HEADER_TOO_LARGE = Kind(
    "header-too-large",
    431,
    "The header is too large",
    (
        "All header lines together may be as long as the setting limits.header_bytes says, 32 KiB where it is not set.",
        "There may be as many of them as limits.header_fields says, 100 where it is not set.",
    ),
)
NOT_READY = Kind(
    "not-ready",
    503,
    "The server is not ready",
    ("It should be sent nothing: it is about to stop, or lacks what it needs. The member detail says why.",),
)
TOO_BUSY = Kind(
    "too-busy",
    503,
    "The server has too much to do",
    (
        "It has as many connections, in all or of one address, or as many requests under way as it takes.",
        "The request was not looked at: send it again after the seconds in the header Retry-After.",
    ),
)
TOOK_TOO_LONG = Kind(
    "took-too-long",
    503,
    "The answer took too long",
    ("The server has given up this request after the time that the setting limits.request_seconds gives it.",),
)

KINDS = (
    BAD_REQUEST,
    WRONG_QUERY,
    NOT_JSON,
    KEY_NEEDED,
    WRONG_KEY,
    SCOPE_NEEDED,
    FOREIGN_ORIGIN,
    NOT_FOUND,
    UNKNOWN_BUSINESS,
    UNKNOWN_POLICY,
    UNKNOWN_VERSION,
    UNKNOWN_DECISION,
    UNKNOWN_LOCALE,
    METHOD_NOT_ALLOWED,
    UNDER_WAY,
    WORDS_GONE,
    TIMED_OUT,
    TOO_LARGE,
    WRONG_MEDIA_TYPE,
    WRONG_HOST,
    WRONG_FACTS,
    WRONG_REQUEST,
    TOO_MANY_ITEMS,
    NO_VERSION,
    KEY_REUSED,
    NOT_FOR_AUDITORS,
    TOO_MANY_REQUESTS,
    NOTHING_TO_RELOAD,
    POLICIES_REFUSED,
    TOO_MANY_LISTENERS,
    INTERNAL_ERROR,
    TARGET_TOO_LONG,
    HEADER_TOO_LARGE,
    NOT_READY,
    TOO_BUSY,
    TOOK_TOO_LONG,
    STORE_UNAVAILABLE,
)

ANYWHERE = (
    BAD_REQUEST,
    TIMED_OUT,
    TARGET_TOO_LONG,
    HEADER_TOO_LARGE,
    INTERNAL_ERROR,
    TOO_BUSY,
    TOOK_TOO_LONG,
)
"""With what any request may be refused."""
