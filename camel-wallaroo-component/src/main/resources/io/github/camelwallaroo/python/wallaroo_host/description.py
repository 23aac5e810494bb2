"""Runs an application module and says what it describes."""

import importlib
import importlib.util
import os
import sys

import wallaroo
from wallaroo._functions import BaseWrapped, ConnectorEncoder, Decoder, Encoder
from wallaroo._pipeline import Application
from wallaroo.experimental._configs import ConnectorConfig
from wallaroo_host import faults
from wallaroo_host.faults import ModuleFault

_GENERATION_WITHOUT_COOKIE = "0.6"
_GENERATION_WITH_COOKIE = "1"


def set_up(file, name, arguments, path):
    """The application that a module describes.

    file: the module's file. name: what it is imported as. arguments: the command line, program name first.
    path: directories to import from, before those that Python knows.
    """
    sys.argv = list(arguments)
    wallaroo._ARGS = tuple(arguments)
    for directory in reversed(path):
        sys.path.insert(0, directory)
    module = _imported(file, name)
    setup = getattr(module, "application_setup", None)
    if not callable(setup):
        raise faults.no_setup(module, file)
    try:
        application = setup(list(arguments))
    except BaseException as error:
        raise faults.of_setup(error, file) from None
    if application is None:
        raise ModuleFault("{}: application_setup returned nothing; expected it to end in 'return"
                          " wallaroo.build_application(...)'".format(file))
    if not isinstance(application, Application):
        raise ModuleFault("{}: application_setup returned a {}; expected what wallaroo.build_application(...) or"
                          " ApplicationBuilder.build() gives".format(file, type(application).__name__))
    return application


def _imported(file, name):
    try:
        if "." in name:
            return importlib.import_module(name)
        # By its file, so that no other module of the same name gets in its way.
        spec = importlib.util.spec_from_file_location(name, file)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module
    except BaseException as error:
        raise faults.of_import(error, file) from None


def connectors(application, file):
    """The application's connectors, by name."""
    found = {}
    for direction, configs in (("source", application.sources), ("sink", application.sinks)):
        for config in configs:
            if isinstance(config, ConnectorConfig) and config.name is not None:
                _add(found, config, direction, file)
    return found


def _add(found, config, direction, file):
    known = found.get(config.name)
    if known is not None and known[1] is not config:
        raise ModuleFault("{}: two connectors have the name {!r}; expected each name once".format(file, config.name))
    found[config.name] = (direction, config)


def describe(application, file):
    """The description, in plain values."""
    described = [_connector(direction, config, application.generation, file)
                 for direction, config in connectors(application, file).values()]
    return {"name": str(application.name), "connectors": described, "others": _others(application)}


def _connector(direction, config, generation, file):
    what = "{}: connector {!r}: ".format(file, config.name)
    if not isinstance(config.name, str) or not config.name:
        raise ModuleFault(what + "the name is a {}; expected text".format(type(config.name).__name__))
    cookie = config.cookie
    if isinstance(cookie, bytes):
        cookie = cookie.decode()
    if cookie is not None and not isinstance(cookie, str):
        raise ModuleFault(what + "the cookie is a {}; expected text".format(type(cookie).__name__))
    latest = cookie is not None or config.max_credits is not None or config.refill_credits is not None
    encoder = _function(config.encoder, Encoder, "encoder", what)
    return {
        "name": config.name,
        "direction": direction,
        "host": _host(config.host, what),
        "port": _port(config.port, what),
        "protocol": generation or (_GENERATION_WITH_COOKIE if latest else _GENERATION_WITHOUT_COOKIE),
        "cookie": cookie,
        "maxCredits": config.max_credits,
        "refillCredits": config.refill_credits,
        "encoder": encoder,
        "decoder": _function(config.decoder, Decoder, "decoder", what),
        "wrapped": isinstance(config.encoder, ConnectorEncoder),
    }


def _function(wrapped, wanted, what, connector):
    if wrapped is None:
        return None
    if not isinstance(wrapped, wanted):
        kind = "function" if callable(wrapped) and not isinstance(wrapped, BaseWrapped) else type(wrapped).__name__
        raise ModuleFault("{0}its {1} is a plain {2}; expected a function behind"
                          " @wallaroo.experimental.stream_message_{1}".format(connector, what, kind))
    return wrapped.name()


def _host(host, what):
    if not isinstance(host, str) or not host:
        raise ModuleFault(what + "the host is {!r}; expected a name or an address".format(host))
    return host


def _port(port, what):
    text = str(port) if isinstance(port, (int, str)) and not isinstance(port, bool) else ""
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise ModuleFault(what + "the port is {!r}; expected a number from 1 to 65535".format(port))
    return int(text)


def _others(application):
    """What else pipelines begin and end with, which the worker serves by itself."""
    names = []
    for direction, configs in (("source", application.sources), ("sink", application.sinks)):
        for config in configs:
            if not isinstance(config, ConnectorConfig):
                kind = getattr(config, "kind", None) or type(config).__name__
                names.append("a {} of kind {}".format(direction, kind))
    return names
