"""Celsius to Fahrenheit, described as the last source wants it: addresses from the command line, cookie and credits."""

import struct

import wallaroo
import wallaroo.experimental


def application_setup(args):
    in_host, in_port = wallaroo.tcp_parse_input_addrs(args)[0]
    out_host, out_port = wallaroo.tcp_parse_output_addrs(args)[0]
    celsius_feed = wallaroo.experimental.SourceConnectorConfig(
        "celsius_feed", encoder=encode_feed, decoder=decode_feed, host=in_host, port=in_port,
        cookie="Dragons-Love-Tacos", max_credits=10, refill_credits=8)
    fahrenheit_conversion = wallaroo.experimental.SinkConnectorConfig(
        "fahrenheit_conversion", encoder=encode_conversion, decoder=decode_conversion, host=out_host, port=out_port,
        cookie="Dragons-Love-Tacos")
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
    return "{}\n".format(data).encode("utf-8")


@wallaroo.experimental.stream_message_decoder
def decode_conversion(data):
    return data.decode("utf-8")
