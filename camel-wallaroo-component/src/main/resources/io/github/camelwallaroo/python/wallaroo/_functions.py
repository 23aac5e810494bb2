"""Decorators, and what they make of functions."""

import functools
import inspect
import struct

from wallaroo._errors import WallarooParameterError


class BaseWrapped:
    """A function with its part in the application. Called, it is the function."""

    def __init__(self, function, name=None):
        self.function = function
        self._name = name or function_name(function)
        try:
            functools.update_wrapper(self, function, updated=())
        except AttributeError:
            pass

    def name(self):
        return self._name

    def __call__(self, *arguments):
        return self.function(*arguments)


class Computation(BaseWrapped):
    is_stateful = False

    def compute(self, *arguments):
        return self.function(*arguments)


class ComputationMulti(Computation):

    def compute_multi(self, *arguments):
        return self.function(*arguments)


class StateComputation(Computation):
    is_stateful = True

    def __init__(self, function, name=None, state=None):
        super().__init__(function, name)
        self._state = state

    def initial_state(self):
        return self._state()


class StateComputationMulti(StateComputation, ComputationMulti):
    pass


class Aggregation:
    """What an application's aggregations extend."""

    def name(self):
        return type(self).__name__

    def __call__(self, *_):
        return self


class KeyExtractor(BaseWrapped):

    def extract_key(self, data):
        key = self.function(data)
        return chr(key) if isinstance(key, int) else key


class Partition(BaseWrapped):

    def partition(self, data):
        return self.function(data)


class Encoder(BaseWrapped):
    """Makes a message's bytes. Frames, keys and event times around them are added elsewhere."""

    def encode(self, data, event_time=0, key=None):
        return self.function(data)


class Decoder(BaseWrapped):
    """Reads a message's bytes, without the frame around them."""

    def decode(self, data):
        return self.function(data)

    def decoder(self):
        return self.function


class OctetEncoder(Encoder):
    """Its bytes are the message."""


class OctetDecoder(Decoder):

    def __init__(self, function, header_length=4, length_fmt=">I"):
        super().__init__(function)
        self._header_length = header_length
        self._length_fmt = length_fmt

    def header_length(self):
        return self._header_length

    def payload_length(self, header):
        return struct.unpack(self._length_fmt, header)[0]


class ConnectorEncoder(Encoder):
    """The worker wraps event time and key around its bytes."""


class ConnectorDecoder(Decoder):
    pass


def computation(name):
    return lambda function: Computation(taking(function, 1), name)


def computation_multi(name):
    return lambda function: ComputationMulti(taking(function, 1), name)


def state_computation(name, state=None):
    return lambda function: StateComputation(taking(function, 2), name, state)


def state_computation_multi(name, state=None):
    return lambda function: StateComputationMulti(taking(function, 2), name, state)


def key_extractor(function):
    return KeyExtractor(taking(function, 1))


def partition(function):
    return Partition(taking(function, 1))


def encoder(function):
    return OctetEncoder(taking(function, 1))


def decoder(header_length, length_fmt):
    return lambda function: OctetDecoder(taking(function, 1), header_length, length_fmt)


def function_name(function):
    return getattr(function, "__name__", None) or type(function).__name__


def taking(function, count):
    """The function, if it can be called with so many arguments."""
    if isinstance(function, BaseWrapped):
        function = function.function
    if not callable(function):
        raise WallarooParameterError("a decorator of wallaroo stands before a {}; expected a function".format(
            type(function).__name__))
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        # Functions made in C often do not say.
        return function
    try:
        signature.bind(*[None] * count)
    except TypeError:
        raise WallarooParameterError("function {}{} cannot be called with {} argument{}; expected one that can".format(
            function_name(function), signature, count, "" if count == 1 else "s")) from None
    return function
