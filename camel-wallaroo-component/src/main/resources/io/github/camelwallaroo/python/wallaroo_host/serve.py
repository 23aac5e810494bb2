"""Answers requests until the pipe ends.

Every request and reply is ``u32 length`` and so many bytes. The first request is a block with one dict, the setup; its
reply is a block with one value, the description, or one error. All others are ``u8 function`` and a block of messages;
their results come in as many replies as it takes, each a block, in the order of the messages.
"""

import faulthandler
import signal
import struct
import sys

from wallaroo_host import description, faults, values
from wallaroo_host.values import BYTES, FLOAT, TEXT

_LENGTH = struct.Struct(">I")
_FLOAT = struct.Struct(">d")
_PART = 1 << 20


def serve(requests, replies):
    # Shows where a function hangs, even in C, and ends.
    if hasattr(faulthandler, "register"):
        faulthandler.register(signal.SIGUSR1, file=2, all_threads=False, chain=True)
    faulthandler.enable(file=2)
    setup, = values.read_block(_read(requests))
    functions = None
    try:
        application = description.set_up(setup["file"], setup["name"], setup["arguments"], setup["path"])
        described = description.describe(application, setup["file"])
        # The interpreter itself, behind what may have started it.
        described["executable"] = sys.executable
        answer = values.write(described)
        if setup["connector"] is not None:
            functions = _functions(application, setup["file"], setup["connector"])
    except faults.ModuleFault as fault:
        answer = values.write_error(fault.line, fault.trace)
    _write(replies, values.block([answer[0]], [answer[1]]))
    largest = setup["largest"]
    while functions:
        request = _read(requests)
        if request is None:
            return
        functions[request[0]](values.read_block(request, 1), Replies(replies, largest))


def _functions(application, file, name):
    found = description.connectors(application, file).get(name)
    if found is None:
        raise faults.ModuleFault("{}: there is no connector {!r} any more; start again".format(file, name))
    config = found[1]
    return _encode(config.encoder), _decode(config.decoder)


def _read(requests):
    head = requests.read(4)
    if len(head) < 4:
        return None
    length, = _LENGTH.unpack(head)
    body = requests.read(length)
    return body if len(body) == length else None


def _write(replies, body):
    data = memoryview(_LENGTH.pack(len(body)) + body)
    while data:
        data = data[replies.write(data):]


class Replies:
    """Collects results, and sends what is enough for a reply."""

    def __init__(self, pipe, largest):
        self.pipe = pipe
        self.largest = largest
        self.kinds = bytearray()
        self.bodies = []
        self.size = 0

    def add(self, kind, body):
        size = len(body)
        if size > self.largest:
            kind, body = values.write_error("the result has {} bytes; expected at most {}".format(
                size, self.largest), "")
            size = len(body)
        self.kinds.append(kind)
        self.bodies.append(body)
        self.size += size
        if self.size > _PART:
            self.send()

    def send(self):
        if self.bodies:
            _write(self.pipe, values.block(self.kinds, self.bodies))
            self.kinds = bytearray()
            self.bodies = []
            self.size = 0


def _encode(wrapped):
    function = wrapped and wrapped.function
    name = wrapped and wrapped.name()

    def encode(messages, replies):
        add = replies.add
        for message in messages:
            try:
                result = function(message)
                if type(result) is not bytes:
                    result = _octets(result)
            except BaseException as error:
                add(*_failure(name, error))
            else:
                add(BYTES, result)
        replies.send()

    return encode


def _octets(result):
    if isinstance(result, str):
        return result.encode()
    if isinstance(result, (bytes, bytearray, memoryview)):
        return bytes(result)
    if result is None:
        raise WrongResult("nothing; expected bytes. Does it lack a 'return'?")
    raise WrongResult("a {}; expected bytes, made by struct.pack or .encode() for example".format(
        type(result).__qualname__))


class WrongResult(Exception):
    """A function that gives what cannot go on."""


def _decode(wrapped):
    function = wrapped and wrapped.function
    name = wrapped and wrapped.name()
    pack = _FLOAT.pack
    write_result = values.write_result

    def decode(messages, replies):
        add = replies.add
        for message in messages:
            try:
                result = function(message)
                kind = type(result)
                if kind is str:
                    body = result.encode()
                    kind = TEXT
                elif kind is float:
                    body = pack(result)
                    kind = FLOAT
                elif kind is bytes:
                    body = result
                    kind = BYTES
                else:
                    kind, body = write_result(result)
            except BaseException as error:
                add(*_failure(name, error))
            else:
                add(kind, body)
        replies.send()

    return decode


def _failure(name, error):
    if isinstance(error, WrongResult):
        return values.write_error("{} gave {}".format(name, error), "")
    if isinstance(error, values.UnsupportedValue):
        return values.write_error("{} gave {}, for which there is no counterpart; expected bytes, text, numbers, lists"
                                  " and dicts of them, or a pair of key and value".format(name, error), "")
    text = faults.one_line(str(error))
    return values.write_error("{} raised {}{}{}".format(
        name, type(error).__name__, ": " + text if text else "", faults.place_in(error)), faults.trace_of(error))
