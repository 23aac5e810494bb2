def application_setup(args):
celsius_feed = wallaroo.experimental.SourceConnectorConfig(
        "celsius_feed",
        encoder=encode_feed,
        decoder=decode_feed,
        port=7100)
    pipeline = (
        wallaroo.source("convert temperature readings", celsius_feed)
    )
    return wallaroo.build_application("Celsius to Fahrenheit", pipeline)
