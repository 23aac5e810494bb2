"""Values on the pipe.

A block: ``u32 count, u8 kind[count], u32 length[count], body[count]``, big-endian. Kinds and their bodies:

    N, T, F  None, True, False: nothing       S  str: UTF-8
    I  int: i64                               B  bytes
    G  int beyond that: hexadecimal text      L  list, tuple, set: block of its elements
    D  float: f64                             M  dict: block of keys and values in turn
    R  Decimal: its text                      P  pair: block of two
                                              E  error: block of its texts
"""

import decimal
import struct

NONE, TRUE, FALSE, INT, BIG, FLOAT, DECIMAL, TEXT, BYTES, LIST, DICT, PAIR, ERROR = b"NTFIGDRSBLMPE"

_COUNT = struct.Struct(">I")
_INT = struct.Struct(">q")
_FLOAT = struct.Struct(">d")
_MOST_NESTED = 100
_I64 = 1 << 63


class UnsupportedValue(Exception):
    """A value that has no counterpart on the other side."""


def block(kinds, bodies):
    count = len(bodies)
    return b"".join([_COUNT.pack(count), bytes(kinds), struct.pack(">%dI" % count, *map(len, bodies)), *bodies])


def read_block(data, start=0):
    """The values of a block."""
    count, = _COUNT.unpack_from(data, start)
    kinds_at = start + 4
    lengths_at = kinds_at + count
    at = lengths_at + 4 * count
    kinds = data[kinds_at:lengths_at]
    lengths = struct.unpack_from(">%dI" % count, data, lengths_at)
    values = []
    if kinds.count(BYTES) == count:
        for length in lengths:
            end = at + length
            values.append(data[at:end])
            at = end
        return values
    for kind, length in zip(kinds, lengths):
        end = at + length
        values.append(_READ[kind](data[at:end]))
        at = end
    return values


def _read_dict(body):
    values = read_block(body)
    return dict(zip(values[::2], values[1::2]))


_READ = {
    NONE: lambda body: None,
    TRUE: lambda body: True,
    FALSE: lambda body: False,
    INT: lambda body: _INT.unpack(body)[0],
    BIG: lambda body: int(body, 16),
    FLOAT: lambda body: _FLOAT.unpack(body)[0],
    DECIMAL: lambda body: decimal.Decimal(body.decode()),
    TEXT: lambda body: body.decode(),
    BYTES: lambda body: body,
    LIST: read_block,
    DICT: _read_dict,
    PAIR: lambda body: tuple(read_block(body)),
}


def write(value, nested=0):
    """Kind and body of a value."""
    writer = _WRITE.get(type(value))
    if writer is None:
        writer = _writer(value)
    return writer(value, nested)


def _writer(value):
    for known, writer in _WRITE.items():
        if isinstance(value, known):
            return writer
    if isinstance(value, (bytearray, memoryview)):
        return lambda other, _: (BYTES, bytes(other))
    if isinstance(value, decimal.Decimal):
        return lambda other, _: (DECIMAL, str(other).encode())
    # Arrays and numbers of numpy.
    if hasattr(value, "tolist"):
        return lambda other, nested: write(other.tolist(), nested + 1)
    if hasattr(value, "__index__"):
        return lambda other, nested: write(other.__index__(), nested + 1)
    if hasattr(value, "__float__"):
        return lambda other, nested: write(float(other), nested + 1)
    raise UnsupportedValue("a {}".format(type(value).__qualname__))


def _write_int(value, _):
    if -_I64 <= value < _I64:
        return INT, _INT.pack(value)
    # Not str(): Python limits how long that may be.
    return BIG, b"%x" % value


def _write_all(kind, values, nested):
    if nested >= _MOST_NESTED:
        raise UnsupportedValue("a value that is nested deeper than {}".format(_MOST_NESTED))
    written = [write(value, nested + 1) for value in values]
    return kind, block([kind for kind, _ in written], [body for _, body in written])


_WRITE = {
    bytes: lambda value, _: (BYTES, value),
    str: lambda value, _: (TEXT, value.encode()),
    float: lambda value, _: (FLOAT, _FLOAT.pack(value)),
    bool: lambda value, _: (TRUE if value else FALSE, b""),
    int: _write_int,
    type(None): lambda value, _: (NONE, b""),
    tuple: lambda value, nested: _write_all(LIST, value, nested),
    list: lambda value, nested: _write_all(LIST, value, nested),
    dict: lambda value, nested: _write_all(DICT, [each for pair in value.items() for each in pair], nested),
    set: lambda value, nested: _write_all(LIST, value, nested),
    frozenset: lambda value, nested: _write_all(LIST, value, nested),
}


def write_result(value):
    """As ``write``, but two values are a message with its key, where the first can be one."""
    if isinstance(value, tuple) and len(value) == 2:
        key, body = value
        if isinstance(key, (bytes, bytearray)):
            key = bytes(key).decode()
        elif key is not None and not isinstance(key, str):
            key = str(key) if isinstance(key, (bool, int, float)) or hasattr(key, "__index__") else _NO_KEY
        if key is not _NO_KEY:
            return _write_all(PAIR, (key, body), 0)
    return write(value)


_NO_KEY = object()


def write_error(*texts):
    """What stands in the place of a result that there is none of."""
    kinds_and_bodies = [(TEXT, text.encode(errors="backslashreplace")) for text in texts]
    return ERROR, block([kind for kind, _ in kinds_and_bodies], [body for _, body in kinds_and_bodies])
