"""Connectors, as an application describes them."""

from wallaroo._errors import WallarooParameterError
from wallaroo._functions import (
    ConnectorDecoder,
    ConnectorEncoder,
    OctetDecoder,
    OctetEncoder,
    taking,
)
from wallaroo.experimental._configs import SinkConnectorConfig, SourceConnectorConfig


class ConnectorError(Exception):
    pass


class ProtocolError(Exception):
    pass


class StreamDecoderError(Exception):
    pass


def stream_message_encoder(function):
    return ConnectorEncoder(taking(function, 1))


def stream_message_decoder(function):
    return ConnectorDecoder(taking(function, 1))


def octet_message_encoder(function):
    return OctetEncoder(taking(function, 1))


def octet_message_decoder(function):
    return OctetDecoder(taking(function, 1))


class _ConnectorScript:
    """A module may hold a connector script as well; it is not run here."""

    def __init__(self, *_, **__):
        raise WallarooParameterError("{0} is made while the application is set up; expected its description only."
                                     " A connector runs in a process of its own: move it behind"
                                     " if __name__ == '__main__'".format(type(self).__name__))


class SourceConnector(_ConnectorScript):
    pass


class SinkConnector(_ConnectorScript):
    pass


class AtLeastOnceSourceConnector(_ConnectorScript):
    pass


def __getattr__(name):
    raise AttributeError("wallaroo.experimental has no '{}'; see that the name is spelled as in Wallaroo's"
                         " documentation".format(name))
