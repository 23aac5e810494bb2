"""A sink connector of generation 0.6: prints the event time and text of so many messages and leaves.

Usage: sink.py PORT COUNT
"""
import socket
import struct
import sys


def exactly(stream, length):
    data = stream.read(length)
    if len(data) != length:
        sys.exit(f"the worker left after {len(data)} of {length} bytes")
    return data


def main(port, count):
    with socket.create_server(("127.0.0.1", port)) as server:
        connection, _ = server.accept()
        with connection, connection.makefile("rb") as stream:
            for _ in range(count):
                total, event_time = struct.unpack("<Iq", exactly(stream, 12))
                print(event_time, exactly(stream, total - 8).decode("utf-8"))


main(int(sys.argv[1]), int(sys.argv[2]))
