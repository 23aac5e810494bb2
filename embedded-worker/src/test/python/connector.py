"""A source connector of generation 1, written from the protocol's description alone.

Sends the numbers 1, 2, 3, ... as int64 payloads in one stream, one message id for each, keeps what is not acknowledged, and
sends it again after every reconnect. Leaves when everything is acknowledged, and prints how often it was connected.

Frame: u32be length, u8 type, body. Strings are u16be length and UTF-8.

Usage: connector.py PORT COUNT COOKIE
"""
import hashlib
import socket
import struct
import sys
import time

HELLO, OK, ERROR, NOTIFY, NOTIFY_ACK, MESSAGE, ACK, RESTART, EOS = range(9)
NONE = 2**64 - 1
STREAM = "python/numbers"
STREAM_ID = int.from_bytes(hashlib.sha256(STREAM.encode()).digest()[:8], "big")


def text(value):
    data = value.encode()
    return struct.pack(">H", len(data)) + data


class Disconnected(Exception):
    pass


class Session:
    """One connection."""

    def __init__(self, port, cookie):
        try:
            self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        except OSError as refused:
            raise Disconnected("nobody listens") from refused
        self.stream = self.socket.makefile("rb")
        self.credits = 0
        self.send(HELLO, text("0.0.1") + text(cookie) + text("connector.py") + text("one"))
        kind, body = self.receive()
        if kind == ERROR:
            sys.exit("the worker refuses: " + body[2:].decode())
        if kind != OK:
            raise Disconnected(f"frame {kind} instead of OK")
        (self.credits,) = struct.unpack(">I", body)

    def send(self, kind, body):
        frame = struct.pack(">IB", 1 + len(body), kind) + body
        try:
            self.socket.sendall(frame)
        except OSError as error:
            raise Disconnected(str(error)) from error
        if kind != HELLO:
            self.credits -= 1

    def exactly(self, length):
        try:
            data = self.stream.read(length)
        except OSError as error:
            raise Disconnected(str(error)) from error
        if len(data) != length:
            raise Disconnected("end of connection")
        return data

    def receive(self):
        (length,) = struct.unpack(">I", self.exactly(4))
        frame = self.exactly(length)
        if frame[0] == RESTART:
            raise Disconnected("RESTART")
        return frame[0], frame[1:]

    def open(self):
        """Opens the stream; gives the position behind which to go on."""
        while True:
            self.await_credit()
            self.send(NOTIFY, struct.pack(">Q", STREAM_ID) + text(STREAM) + struct.pack(">Q", NONE))
            kind, body = self.receive()
            while kind == ACK:
                self.acked(body)
                kind, body = self.receive()
            if kind != NOTIFY_ACK:
                sys.exit(f"frame {kind} instead of NOTIFY_ACK")
            success, stream_id, position = struct.unpack(">BQQ", body)
            assert stream_id == STREAM_ID
            if success:
                return position
            time.sleep(0.05)

    def acked(self, body):
        """Gives the acknowledged position, or None."""
        credits, count = struct.unpack_from(">II", body)
        self.credits += credits
        position = None
        for i in range(count):
            stream_id, position = struct.unpack_from(">QQ", body, 8 + 16 * i)
            assert stream_id == STREAM_ID
        return position

    def await_credit(self):
        position = None
        while self.credits == 0:
            position = self.await_ack() or position
        return position

    def await_ack(self):
        kind, body = self.receive()
        if kind != ACK:
            sys.exit(f"frame {kind} instead of ACK")
        return self.acked(body)

    def message(self, number):
        self.send(MESSAGE, struct.pack(">QQqH", STREAM_ID, number, 0, 0) + struct.pack(">q", number))

    def close(self):
        self.stream.close()
        self.socket.close()


def main(port, count, cookie):
    acknowledged = 0
    connections = 0
    while acknowledged < count:
        session = None
        try:
            session = Session(port, cookie)
            connections += 1
            position = session.open()
            number = 1 if position == NONE else position + 1
            assert number > acknowledged, f"the worker went back to {position} behind {acknowledged}"
            acknowledged = number - 1
            while acknowledged < count:
                if number <= count:
                    position = session.await_credit()
                    session.message(number)
                    number += 1
                else:
                    position = session.await_ack()
                if position not in (None, NONE):
                    assert acknowledged <= position < number
                    acknowledged = position
        except Disconnected:
            time.sleep(0.05)
        finally:
            if session:
                session.close()
    print(connections)


main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
