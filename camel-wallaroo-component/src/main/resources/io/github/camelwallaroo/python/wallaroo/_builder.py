"""Applications as release 0.5.3 describes them."""

from wallaroo._errors import WallarooParameterError
from wallaroo._pipeline import Application, config
from wallaroo.experimental._configs import SinkConnectorConfig, SourceConnectorConfig

_FIRST_SOURCE_PORT = 7100
_FIRST_SINK_PORT = 7200


class ApplicationBuilder:

    def __init__(self, name):
        self._name = name
        self._connectors = {}
        self._source_port = _FIRST_SOURCE_PORT
        self._sink_port = _FIRST_SINK_PORT
        self._pipelines = set()
        self._open = False
        self._sources = []
        self._sinks = []

    def source_connector(self, name, encoder, decoder, port=None):
        self._declare(SourceConnectorConfig(name, encoder, decoder, port or self._source_port))
        # A port counts as given out even if the connector has one of its own.
        self._source_port += 1
        return self

    def sink_connector(self, name, encoder, decoder, port=None):
        self._declare(SinkConnectorConfig(name, encoder, decoder, port or self._sink_port))
        self._sink_port += 1
        return self

    def _declare(self, connector):
        if connector.name in self._connectors:
            raise WallarooParameterError("connector {!r} is declared twice; expected each name once".format(
                connector.name))
        self._connectors[connector.name] = connector

    def new_pipeline(self, name, source_config):
        if name in self._pipelines:
            raise WallarooParameterError("there are two pipelines {!r}; expected each name once".format(name))
        self._pipelines.add(name)
        self._sources.append(self._resolve(source_config, SourceConnectorConfig, "source_connector"))
        self._open = True
        return self

    def to(self, computation):
        return self._step("to")

    def to_parallel(self, computation):
        return self._step("to_parallel")

    def to_stateful(self, computation, state_class, state_name):
        return self._step("to_stateful")

    def to_state_partition(self, computation, state_class, state_name, partition_function, partition_keys=()):
        if not hasattr(partition_function, "partition"):
            raise WallarooParameterError("the partition function of state {!r} is not marked by"
                                         " @wallaroo.partition".format(state_name))
        return self._step("to_state_partition")

    def to_sink(self, sink_config):
        return self.to_sinks([sink_config])

    def to_sinks(self, sink_configs):
        self._step("to_sink")
        for each in sink_configs:
            self._sinks.append(self._resolve(each, SinkConnectorConfig, "sink_connector"))
        self._open = False
        return self

    def done(self):
        self._open = False
        return self

    def build(self):
        if not self._sinks:
            raise WallarooParameterError("no pipeline of application {!r} has a sink; expected one that ends in"
                                         " to_sink".format(self._name))
        named = list(self._connectors.values())
        own = [each for each in self._sources + self._sinks if each not in named]
        connectors = named + own
        return Application(self._name,
                           [each for each in connectors if not self._is_sink(each)],
                           [each for each in connectors if self._is_sink(each)],
                           generation="0.5")

    def _is_sink(self, connector):
        return isinstance(connector, SinkConnectorConfig) or connector in self._sinks

    def _step(self, what):
        if not self._open:
            raise WallarooParameterError("{} stands outside of a pipeline; expected new_pipeline before it".format(what))
        return self

    def _resolve(self, given, wanted, method):
        if not isinstance(given, str):
            return config(given, "what a pipeline begins or ends with")
        connector = self._connectors.get(given)
        if not isinstance(connector, wanted):
            names = [name for name, each in self._connectors.items() if isinstance(each, wanted)]
            raise WallarooParameterError("no {0} {1!r} is declared; expected one of: {2}".format(
                method, given, ", ".join(names) or "(there are none; declare it by {}(...) first)".format(method)))
        return connector
