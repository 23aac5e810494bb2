"""Sends generation 0.6 messages as a connector script does: one pack, one sendall for each.

Reads lines "COUNT SIZE" from standard input and answers each with the CPU seconds that it took.
"""

import os
import socket
import struct
import sys


def write(connection, payload, event_time=0):
    connection.sendall(struct.pack("<Iq", 8 + len(payload), event_time) + payload)


def main():
    connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for line in sys.stdin:
        count, size = (int(word) for word in line.split())
        payload = b"x" * size
        before = os.times()
        for _ in range(count):
            write(connection, payload)
        after = os.times()
        print(after.user - before.user + after.system - before.system, flush=True)


main()
