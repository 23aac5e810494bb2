"""What application modules import as ``wallaroo``, for the process that runs their encoders and decoders.

It takes the description of an application as Wallaroo 0.5.3, 0.6 and its last source take it, and runs no pipeline: that is
the worker's affair.
"""

from wallaroo._arguments import (
    kafka_parse_sink_options,
    kafka_parse_source_options,
    tcp_parse_input_addrs,
    tcp_parse_output_addrs,
)
from wallaroo._builder import ApplicationBuilder
from wallaroo._configs import (
    CustomKafkaSinkCLIParser,
    CustomKafkaSourceCLIParser,
    DefaultKafkaSinkCLIParser,
    DefaultKafkaSourceCLIParser,
    GenSourceConfig,
    TCPSinkConfig,
    TCPSourceConfig,
)
from wallaroo._errors import WallarooParameterError
from wallaroo._functions import (
    Aggregation,
    BaseWrapped,
    Computation,
    ComputationMulti,
    ConnectorDecoder,
    ConnectorEncoder,
    Decoder,
    Encoder,
    KeyExtractor,
    OctetDecoder,
    OctetEncoder,
    Partition,
    StateComputation,
    StateComputationMulti,
    computation,
    computation_multi,
    decoder,
    encoder,
    key_extractor,
    partition,
    state_computation,
    state_computation_multi,
)
from wallaroo._pipeline import Pipeline, build_application, source
from wallaroo._times import (
    dt_to_timestamp,
    hours,
    microseconds,
    milliseconds,
    minutes,
    nanoseconds,
    seconds,
)
from wallaroo._windows import (
    CountWindows,
    CountWindowsBuilder,
    RangeWindows,
    RangeWindowsBuilder,
    count_windows,
    range_windows,
)

import pickle as _pickle

# Wallaroo's own module has it as well; releases 0.5 and 0.6 need no import of their own to use it.
import wallaroo.experimental

# The complete command line, set before the module is imported.
_ARGS = ()


def serialize(value):
    """A value as the worker writes it into its state."""
    return _pickle.dumps(value)


def deserialize(data):
    """What ``serialize`` wrote."""
    return _pickle.loads(data)


def __getattr__(name):
    raise AttributeError(
        "wallaroo has no '{}'; see that the name is spelled as in Wallaroo's documentation".format(name))
