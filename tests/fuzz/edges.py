"""The small readers at the edges of the server, fuzzed: each input is refused, or read as a plain law says.

`lines`: a stream as it is cut into lines. `idempotency_keys` and `tokens`: the values of headers. `settings`: a file.
`kept`: a decision that is stored and read back. `cursors`: where a list of decisions goes on.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from random import Random
from urllib.parse import quote
from zlib import crc32

import httpx
from litestar.testing import TestClient

from policykit import pipeline
from policykit.diagnostics import Diagnostic
from policykit_api import create_app
from policykit_api.access import token
from policykit_api.access.keyring import Invalid, Keyring
from policykit_api.answering.idempotency import HEADER, IDEMPOTENCY_KEY, key_of
from policykit_api.answering.lines import Line, Lines
from policykit_api.problems import Refused
from policykit_api.settings import Settings
from policykit_api.settings.reading import WrongSettings, hold
from policykit_api.settings.store import Store
from tests.conformance.suite import BASE
from tests.fuzz.questions import questions

LONGEST = 64
TOLD = ("status", "outcome", "values", "rule", "deadlines", "reasons", "would_change", "needs", "possible")
"""What a decision says again when it is read back."""
DECISIONS = f"/v1/{BASE.name}/decisions"


@cache
def place() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="policykit-edges-")


def lines(data: bytes) -> str:
    """However a stream comes in pieces, its lines are what stands between the ends of lines."""
    size, reading = crc32(data) % 97 + 1, Lines(LONGEST)
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    found = [line for piece in pieces for line in reading.feed(piece)] + list(reading.finish())
    parts = enumerate(data.split(b"\n"), start=1)
    wanted = [(number, part if len(part) <= LONGEST else None) for number, part in parts]
    assert [Line(number, part) for number, part in wanted if part is None or part.strip()] == found
    return "read"


def idempotency_keys(data: bytes) -> str:
    """What is taken is what the document's pattern takes, and means the same in quotes."""
    documented = re.search(IDEMPOTENCY_KEY["schema"]["pattern"].replace("$", r"\Z"), data.decode("latin-1"))
    try:
        key = key_of({HEADER: data})
    except Refused:
        assert documented is None
        return "refused"
    assert documented is not None
    assert key is not None
    quoted = b'"%b"' % re.sub(rb'(["\\])', rb"\\\1", key)
    assert key == key_of({HEADER: quoted})
    return "taken"


def tokens(data: bytes) -> str:
    """A key that nobody made is not valid, and one that was copied with a mistake is told so."""
    found = Keyring().bearer(data, 0.0)
    assert isinstance(found, Invalid)
    if token.is_whole(data.decode("latin-1")):
        assert data in token_seeds()
    return found.name


def settings(data: bytes) -> str:
    """A file holds, or everything wrong with it is told with its place."""
    file = Path(place().name, "server.yaml")
    file.write_bytes(data)
    told = wrong_in(file)
    assert all(one.message and one.span.file for one in told)
    return "refused" if told else "held"


def wrong_in(file: Path) -> Sequence[Diagnostic]:
    try:
        hold(file)
    except WrongSettings as wrong:
        return wrong.diagnostics
    return ()


def kept(data: bytes) -> str:
    """A decision that is stored says the same when it is read back. The input stands for a question like the seeds."""
    question = {**json.loads(Random(crc32(data)).choice(questions())), "store": True}
    given = client().post(f"/v1/{BASE.name}/policies/claim/decide", json=question)
    assert given.status_code in (200, 422), given.text
    if given.status_code == 422:
        return "refused"
    query = {"audience": question["audience"], "include": ",".join(question["include"])}
    again = client().get(given.headers["content-location"], params=query).json()
    answer = given.json()
    assert {name: answer.get(name) for name in TOLD} == {name: again.get(name) for name in TOLD}
    return "kept"


def cursors(data: bytes) -> str:
    """A list goes on behind the cursor, whatever that is, or says that it is wrong."""
    answer = client().get(f"{DECISIONS}?before={quote(data)}")
    assert answer.status_code in (200, 400), answer.text
    if answer.status_code == 200:
        assert all(one["id"] < data.decode() for one in answer.json()["decisions"])
    return str(answer.status_code)


# --- what they start from ---------------------------------------------------------------------


@cache
def client() -> httpx.Client:
    """A server that has kept some decisions."""
    loaded = pipeline.load(BASE)
    assert loaded.bundle is not None
    settings = Settings(store=Store(url=f"sqlite:///{Path(place().name, 'kept.db')}"))
    made = TestClient(create_app(loaded.bundle, settings), raise_server_exceptions=True).__enter__()
    for _ in range(3):
        made.post(f"/v1/{BASE.name}/policies/claim/decide", json={"facts": {}, "store": True})
    return made


def line_seeds() -> tuple[bytes, ...]:
    long = b"x" * (LONGEST + 1) + b"\n" + b"y" * LONGEST + b"\n"
    return (b'{"a": 1}\n\n  \r\n{"b": 2}\r\n', b"1\n2\n3", long, b"\n" * 9)


def idempotency_key_seeds() -> tuple[bytes, ...]:
    longest = b'"' + b"k" * 255 + b'"'
    return (b'"8e03978e-40d5-43dd-bc93-6894a57f9324"', b"a.b_c~d:e/f+g=h@i-j", b'"a \\" b \\\\ c"', longest)


def token_seeds() -> tuple[bytes, ...]:
    """Keys that nobody was given, the same in every process."""
    bodies = [f"pk_{token.ID_LETTERS[at:][: token.ID_LENGTH]}_{'aZ09x' * 8}{at:03}" for at in range(5)]
    return tuple((body + token.checksum(body)).encode() for body in bodies)


def setting_seeds() -> tuple[bytes, ...]:
    return (
        b"server:\n  host: 0.0.0.0\n  port: 9000\n  workers: 2\nlog:\n  format: json\n",
        b"store:\n  url: postgresql://a:b@db.example/p\n  decisions: always\n  keep_days: 30\n",
        b"cors:\n  origins: [https://shop.example]\naccess:\n  keys: required\n  rate: 5.5\n  hosts: [a, b]\n",
        b"limits:\n  body_bytes: 1000\n  idle_seconds: 0.5\ntraces:\n  endpoint: http://127.0.0.1:4318\n  share: 0.5\n",
    )


def cursor_seeds() -> tuple[bytes, ...]:
    found = client().get(DECISIONS).json()["decisions"]
    return tuple(one["id"].encode() for one in found)
