"""Sources and sinks that the worker serves by itself. No connector takes part in them, so they are noted and no more."""

from wallaroo._arguments import kafka_parse_sink_options, kafka_parse_source_options
from wallaroo._functions import Decoder


class Config:
    """A source or sink of a pipeline."""

    kind = "config"

    def to_tuple(self):
        return (self.kind,) + tuple(vars(self).values())


class TCPSourceConfig(Config):
    """``(host, port, decoder, ...)``, or with the source's name before them as in the last source."""

    kind = "tcp"

    def __init__(self, *arguments, **options):
        names = ["name", "host", "port", "decoder", "valid", "parallelism", "max_size", "max_received_count"]
        decoder = next((i for i, value in enumerate(arguments) if isinstance(value, Decoder)), None)
        named = "name" in options or decoder == 3 or decoder is None and len(arguments) == 3 and "decoder" in options
        if not named:
            names = ["host", "port", "decoder", "parallelism"]
        settings = dict(zip(names, arguments))
        settings.update(options)
        unknown = [key for key in settings if key not in names]
        if len(arguments) > len(names) or unknown:
            raise TypeError("TCPSourceConfig takes {}; unexpected: {}".format(
                ", ".join(names), ", ".join(unknown) or "one value too many"))
        missing = [key for key in ("host", "port", "decoder") if key not in settings]
        if missing:
            raise TypeError("TCPSourceConfig lacks {}".format(", ".join(missing)))
        for key, value in settings.items():
            setattr(self, "_" + key, value)


class GenSourceConfig(Config):
    """``(generator)``, or with the source's name before it as in the last source."""

    kind = "gen"

    def __init__(self, *arguments, name=None, gen_instance=None):
        if not 0 <= len(arguments) <= 2:
            raise TypeError("GenSourceConfig takes a name and a generator, or a generator alone")
        if len(arguments) == 2:
            name, gen_instance = arguments
        elif arguments and (gen_instance is not None):
            name = arguments[0]
        elif arguments:
            gen_instance = arguments[0]
        self._name = name
        self._gen = gen_instance


class TCPSinkConfig(Config):
    kind = "tcp"

    def __init__(self, host, port, encoder):
        self._host = host
        self._port = port
        self._encoder = encoder


class CustomKafkaSourceCLIParser(Config):
    kind = "kafka"

    def __init__(self, args, decoder):
        self.topic, self.brokers, self.log_level = kafka_parse_source_options(args)[-3:]
        self.decoder = decoder


class CustomKafkaSinkCLIParser(Config):
    kind = "kafka"

    def __init__(self, args, encoder):
        (self.topic, self.brokers, self.log_level, self.max_produce_buffer_ms,
         self.max_message_size) = kafka_parse_sink_options(args)
        self.encoder = encoder


class DefaultKafkaSourceCLIParser(Config):
    kind = "kafka-internal"

    def __init__(self, decoder, name="kafka_source"):
        self.decoder = decoder
        self.name = name


class DefaultKafkaSinkCLIParser(Config):
    kind = "kafka-internal"

    def __init__(self, encoder, name="kafka_sink"):
        self.encoder = encoder
        self.name = name
