"""Sends generation 0.6 messages as a connector script does: one pack, one sendall for each.

Reads lines "COUNT SIZE" from standard input and answers each with the CPU seconds that it took. With the file of an
application module as its second argument, each message goes through the module's encoder first, as it does in a script.
"""

import importlib.util
import os
import socket
import struct
import sys
import types


class Encoder:
    """What the decorator of release 0.6 makes of a function."""

    def __init__(self, function):
        self.function = function

    def encode(self, data, event_time=0):
        encoded = self.function(data)
        return struct.pack("<Iq{}s".format(len(encoded)), len(encoded) + 8, event_time, encoded)


class Source:

    def __init__(self, connection, encoder):
        self.connection = connection
        self.encoder = encoder

    def write(self, message, event_time=0):
        self.connection.sendall(self.encoder.encode(message, event_time))


class Plain:
    """No application: the payload is the message."""

    @staticmethod
    def encode(payload, event_time=0):
        return struct.pack("<Iq", 8 + len(payload), event_time) + payload


def encoder_of(file):
    """The encoder of a module, behind a decorator of the same shape as Wallaroo's."""
    experimental = types.ModuleType("wallaroo.experimental")
    experimental.stream_message_encoder = Encoder
    experimental.stream_message_decoder = lambda function: function
    wallaroo = types.ModuleType("wallaroo")
    wallaroo.experimental = experimental
    wallaroo.computation = lambda name: lambda function: function
    sys.modules.update({"wallaroo": wallaroo, "wallaroo.experimental": experimental})
    spec = importlib.util.spec_from_file_location("celsius", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.encode_feed


def main():
    connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    source = Source(connection, encoder_of(sys.argv[2]) if len(sys.argv) > 2 else Plain)
    for line in sys.stdin:
        count, size = (int(word) for word in line.split())
        payload = b"x" * size
        before = os.times()
        for _ in range(count):
            source.write(payload)
        after = os.times()
        print(after.user - before.user + after.system - before.system, flush=True)


main()
