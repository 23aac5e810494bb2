"""Receives generation 0.6 messages as a connector script does: select, recv, slices of what is buffered, the decoder.

Says its port in the first line. Reads lines "COUNT" from standard input and answers each, when it has read so many
messages, with the CPU seconds that it took.
"""

import os
import select
import socket
import struct
import sys


def decode_conversion(data):
    return data.decode("utf-8")


class Sink:

    def __init__(self):
        self.acceptor = socket.socket()
        self.acceptor.bind(("127.0.0.1", 0))
        self.acceptor.listen(1)
        self.connection = None
        self.buffered = b""

    def read(self):
        while True:
            message = self.read_one()
            if message is not None:
                return message
            if self.connection is None:
                self.connection, _ = self.acceptor.accept()
            select.select([self.connection], [], [self.connection])
            self.buffered = self.buffered + self.connection.recv(4096)

    def read_one(self):
        if len(self.buffered) < 4:
            return None
        length = struct.unpack("<I", self.buffered[:4])[0]
        if len(self.buffered) < 4 + length:
            return None
        data = self.buffered[4:4 + length]
        self.buffered = self.buffered[4 + length:]
        return decode_conversion(data[8:])


def main():
    sink = Sink()
    print(sink.acceptor.getsockname()[1], flush=True)
    for line in sys.stdin:
        before = os.times()
        for _ in range(int(line)):
            sink.read()
        after = os.times()
        print(after.user - before.user + after.system - before.system, flush=True)


main()
