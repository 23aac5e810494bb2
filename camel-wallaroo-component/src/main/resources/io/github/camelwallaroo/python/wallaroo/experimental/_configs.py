from wallaroo._configs import Config
from wallaroo._errors import WallarooParameterError

_HOST = "127.0.0.1"


class ConnectorConfig(Config):
    """What source and sink connectors have in common."""

    max_credits = None
    refill_credits = None

    def __init__(self, name, encoder, decoder, port, cookie, host):
        self.name = name
        self.encoder = encoder
        self.decoder = decoder
        self.port = port
        self.cookie = cookie
        self.host = host


class SourceConnectorConfig(ConnectorConfig):
    """As release 0.6 has it, or with cookie and credits as the last source has it."""

    kind = "source_connector"

    def __init__(self, name=None, encoder=None, decoder=None, port=None, *later,
                 cookie=None, max_credits=None, refill_credits=None, host=_HOST):
        if len(later) == 1:
            host = later[0]
        elif len(later) in (3, 4):
            cookie, max_credits, refill_credits = later[:3]
            host = later[3] if len(later) == 4 else host
        elif later:
            raise TypeError("SourceConnectorConfig {!r}: what stands behind the port is not clear; give cookie,"
                            " max_credits, refill_credits and host by name".format(name))
        super().__init__(name, encoder, decoder, port, cookie, host)
        self.max_credits = _whole(name, "max_credits", max_credits, 1)
        self.refill_credits = _whole(name, "refill_credits", refill_credits, 0)
        if max_credits is not None and refill_credits is not None and refill_credits > max_credits:
            raise WallarooParameterError("refill_credits of connector {!r} is {}; expected at most max_credits, {}".format(
                name, refill_credits, max_credits))


class SinkConnectorConfig(ConnectorConfig):
    """As release 0.6 has it, or with a cookie as the last source has it."""

    kind = "sink_connector"

    def __init__(self, name=None, encoder=None, decoder=None, port=None, *later, cookie=None, host=_HOST):
        if len(later) == 2:
            cookie, host = later
        elif later:
            raise TypeError("SinkConnectorConfig {!r}: what stands behind the port is not clear, since it was the host"
                            " first and is the cookie now; give cookie and host by name".format(name))
        super().__init__(name, encoder, decoder, port, cookie, host)


def _whole(name, what, value, least):
    if value is None or isinstance(value, int) and not isinstance(value, bool) and least <= value < 1 << 31:
        return value
    raise WallarooParameterError("{} of connector {!r} is {!r}; expected a whole number from {}".format(
        what, name, value, least))
