"""What application modules read from the worker's command line. A connector gets the same command line."""

import argparse

from wallaroo._errors import WallarooParameterError

_KAFKA_PORT = "9092"
_LOG_LEVELS = ["Fine", "Info", "Warn", "Error"]


class _Parser(argparse.ArgumentParser):
    """Errors are raised: ending the process would leave nobody to say what is wrong."""

    def __init__(self):
        super().__init__(prog="wallaroo", add_help=False)

    def error(self, message):
        raise WallarooParameterError("the command line: {}".format(message))

    def read(self, args):
        return self.parse_known_args([str(argument) for argument in args])[0]


def tcp_parse_input_addrs(args):
    """``--in H1:P1,H2:P2`` as ``[(H1, P1), (H2, P2)]``; ``N@H:P`` as ``(N, H, P)``."""
    parser = _Parser()
    parser.add_argument("-i", "--in", dest="addresses")
    return _addresses(parser.read(args).addresses, "--in")


def tcp_parse_output_addrs(args):
    """``--out H1:P1,H2:P2`` as ``[(H1, P1), (H2, P2)]``."""
    parser = _Parser()
    parser.add_argument("-o", "--out", dest="addresses")
    return _addresses(parser.read(args).addresses, "--out")


def _addresses(text, option):
    if not text:
        raise WallarooParameterError("the command line has no {0}, which the application asks for; give"
                                     " {0} HOST:PORT, or several separated by commas, as the worker gets it".format(option))
    return [tuple(address.replace("@", ":").split(":")) for address in text.split(",")]


def kafka_parse_source_options(args):
    """``(topic, brokers, log_level)``; with ``--kafka_source_name`` its value before them, as in the last source."""
    parser = _Parser()
    parser.add_argument("--kafka_source_name", dest="name")
    _kafka_options(parser, "source")
    known = parser.read(args)
    options = (known.topic, _brokers(known.brokers), known.log_level)
    return options if known.name is None else (known.name,) + options


def kafka_parse_sink_options(args):
    """``(topic, brokers, log_level, max_produce_buffer_ms, max_message_size)``."""
    parser = _Parser()
    _kafka_options(parser, "sink")
    parser.add_argument("--kafka_sink_max_produce_buffer_ms", dest="buffer", type=int, default=0)
    parser.add_argument("--kafka_sink_max_message_size", dest="size", type=int, default=100000)
    known = parser.read(args)
    return (known.topic, _brokers(known.brokers), known.log_level, known.buffer, known.size)


def _kafka_options(parser, end):
    parser.add_argument("--kafka_{}_topic".format(end), dest="topic", default="")
    parser.add_argument("--kafka_{}_brokers".format(end), dest="brokers", default="")
    parser.add_argument("--kafka_{}_log_level".format(end), dest="log_level", default="Warn", choices=_LOG_LEVELS)


def _brokers(text):
    pairs = (broker.partition(":") for broker in text.split(","))
    return [(host, port or _KAFKA_PORT) for host, _, port in pairs]
