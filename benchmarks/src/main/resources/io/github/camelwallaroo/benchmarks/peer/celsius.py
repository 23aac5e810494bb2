"""Celsius to Fahrenheit, described as releases 0.6.0 and 0.6.1 want it."""

import struct

import wallaroo
import wallaroo.experimental


def application_setup(args):
    celsius_feed = wallaroo.experimental.SourceConnectorConfig(
        "celsius_feed", encoder=encode_feed, decoder=decode_feed, port=7100)
    fahrenheit_conversion = wallaroo.experimental.SinkConnectorConfig(
        "fahrenheit_conversion", encoder=encode_conversion, decoder=decode_conversion, port=7200)
    pipeline = (
        wallaroo.source("convert temperature readings", celsius_feed)
        .to(multiply)
        .to(add)
        .to_sink(fahrenheit_conversion)
    )
    return wallaroo.build_application("Celsius to Fahrenheit", pipeline)


@wallaroo.computation(name="multiply by 1.8")
def multiply(data):
    return data * 1.8


@wallaroo.computation(name="add 32")
def add(data):
    return data + 32


@wallaroo.experimental.stream_message_encoder
def encode_feed(data):
    return data


@wallaroo.experimental.stream_message_decoder
def decode_feed(data):
    return struct.unpack(">f", data)[0]


@wallaroo.experimental.stream_message_encoder
def encode_conversion(data):
    return str(data).encode("utf-8")


@wallaroo.experimental.stream_message_decoder
def decode_conversion(data):
    return data.decode("utf-8")
