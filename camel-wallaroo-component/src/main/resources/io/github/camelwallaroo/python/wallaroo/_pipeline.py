"""Pipelines as releases 0.6 and later describe them."""

from wallaroo._configs import Config
from wallaroo._errors import WallarooParameterError


class Application:
    """What ``application_setup`` returns: the sources and sinks of all pipelines, in the order of the description.

    The wire generation is given where the way of describing says it, else connectors imply it.
    """

    def __init__(self, name, sources, sinks, generation=None):
        self.name = name
        self.sources = list(sources)
        self.sinks = list(sinks)
        self.generation = generation


class Pipeline:
    """Steps behind one source, or behind several that were merged. Every method gives a new one."""

    def __init__(self, sources, steps=(), sinks=()):
        self._source_configs = tuple(sources)
        self._steps = tuple(steps)
        self._sink_configs = tuple(sinks)

    @classmethod
    def from_source(cls, name, source_config):
        return cls([config(source_config, "source " + repr(name))], [("source", name)])

    def to(self, computation):
        return self._with("to", computation)

    def key_by(self, key_extractor):
        return self._with("key_by", key_extractor)

    def collect(self):
        return self._with("collect", None)

    def to_sink(self, sink_config):
        return self.to_sinks([sink_config])

    def to_sinks(self, sink_configs):
        self._require_open("to_sink")
        sinks = [config(each, "a sink") for each in sink_configs]
        if not sinks:
            raise WallarooParameterError("to_sinks is given no sink; expected one or more")
        return Pipeline(self._source_configs, self._steps, sinks)

    def merge(self, pipeline):
        self._require_open("merge")
        if not isinstance(pipeline, Pipeline):
            raise WallarooParameterError("merge is given a {}; expected another pipeline".format(
                type(pipeline).__name__))
        pipeline._require_open("merge")
        return Pipeline(self._source_configs + pipeline._source_configs, self._steps + pipeline._steps)

    def clone(self):
        return Pipeline(self._source_configs, self._steps, self._sink_configs)

    def _with(self, kind, step):
        self._require_open(kind)
        return Pipeline(self._source_configs, self._steps + ((kind, step),))

    def _require_open(self, what):
        if self._sink_configs:
            raise WallarooParameterError(
                "{} comes behind a sink, where a pipeline ends; expected it before to_sink or to_sinks".format(what))

    def _is_closed(self):
        return bool(self._sink_configs)


def source(name, source_config):
    return Pipeline.from_source(name, source_config)


def build_application(app_name, pipeline):
    if not isinstance(pipeline, Pipeline):
        raise WallarooParameterError("build_application is given a {}; expected a name and a pipeline".format(
            type(pipeline).__name__))
    if not pipeline._is_closed():
        raise WallarooParameterError("the pipeline of application {!r} has no sink; expected it to end in to_sink or"
                                     " to_sinks".format(app_name))
    return Application(app_name, pipeline._source_configs, pipeline._sink_configs)


def config(value, what):
    """The value, if a pipeline can begin or end with it. Configurations of an application's own have ``to_tuple``."""
    if isinstance(value, Config) or hasattr(value, "to_tuple"):
        return value
    raise WallarooParameterError("{} is a {}; expected a configuration such as SourceConnectorConfig,"
                                 " SinkConnectorConfig, TCPSourceConfig or TCPSinkConfig".format(
                                     what, type(value).__name__))
