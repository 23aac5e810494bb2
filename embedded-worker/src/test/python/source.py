"""A source connector of generation 0.6: sends the readings 0, 1, 2, ... and leaves.

Frame: u32le total (8 + payload length), i64le event time, payload (float32, big-endian).

Usage: source.py PORT COUNT
"""
import socket
import struct
import sys
import time


def dial(port):
    """A worker's source port opens when its sinks are there."""
    for _ in range(600):
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            time.sleep(0.1)
    sys.exit(f"nobody listens on port {port}")


def main(port, count):
    with dial(port) as connection:
        for number in range(count):
            payload = struct.pack(">f", number)
            connection.sendall(struct.pack("<Iq", 8 + len(payload), number) + payload)


main(int(sys.argv[1]), int(sys.argv[2]))
