"""What is wrong with an application module, in one line that says what to do."""

import difflib
import os
import re
import sys
import traceback

_RUN_2TO3 = "convert it with 2to3 -w {}"
_PYTHON_2_LINES = re.compile(r"""
    ^\s*print\s+[^\s(=.,:\[]                 # print without parentheses
  | ^\s*print\s*>>
  | ^\s*exec\s+['"\w]
  | ^\s*except\s+[\w.,()\s]+,\s*\w+\s*:
  | ^\s*raise\s+[\w.]+\s*,
  | \b0[0-7]+\b(?!\.) | \b\d+[lL]\b
  | <> | `[^`]+` | \b[uU][rR]['"]
  | ^\s*def\s+\w+\s*\(.*\(.*\).*\)\s*:       # def f(a, (b, c)):
""", re.VERBOSE)
_PYTHON_2_NAMES = {"basestring", "cmp", "execfile", "file", "long", "raw_input", "reduce", "reload", "unichr", "unicode",
                   "xrange"}
_PYTHON_2_MODULES = {"ConfigParser", "Cookie", "HTMLParser", "Queue", "SimpleHTTPServer", "SocketServer", "StringIO",
                     "Tkinter", "cPickle", "cStringIO", "commands", "copy_reg", "httplib", "itertools.imap", "urllib2",
                     "urlparse"}
_PYTHON_2_METHODS = {"has_key", "iteritems", "iterkeys", "itervalues"}
_MOST_CHARACTERS = 8000


class ModuleFault(Exception):
    """A line for people, and the traceback behind it if there is one."""

    def __init__(self, line, trace=""):
        super().__init__(line)
        self.line = line
        self.trace = trace


def of_import(error, file):
    """Why a module cannot be imported."""
    if isinstance(error, SyntaxError):
        return ModuleFault(_syntax(error, file))
    place = _place(error, file)
    if isinstance(error, ModuleNotFoundError):
        return ModuleFault("{}: {}".format(place, _missing_module(error, file)), trace_of(error))
    return ModuleFault("{}: {}".format(place, _raised(error, file)), trace_of(error))


def of_setup(error, file):
    """Why an application cannot be set up."""
    place = _place(error, file)
    if type(error).__name__ == "WallarooParameterError":
        return ModuleFault("{}: {}".format(place, one_line(str(error))), trace_of(error))
    return ModuleFault("{}: application_setup failed: {}".format(place, _raised(error, file)), trace_of(error))


def no_setup(module, file):
    functions = [name for name, value in vars(module).items() if callable(value) and not name.startswith("_")]
    near = difflib.get_close_matches("application_setup", functions, 1)
    hint = "did you mean '{}'? ".format(near[0]) if near else ""
    return ModuleFault("{}: there is no function application_setup; {}expected def application_setup(args) that returns"
                       " wallaroo.build_application(...)".format(file, hint))


def _syntax(error, file):
    where = error.filename or file
    text = (error.text or "").strip()
    line = "{}:{}: ".format(where, error.lineno or 1)
    shown = " at '{}'".format(text[:80]) if text else ""
    if _PYTHON_2_LINES.search(error.text or "") or "print" in (error.msg or "") and "parentheses" in error.msg:
        return "{}this is Python 2{}; {}".format(line, shown, _RUN_2TO3.format(where))
    if isinstance(error, IndentationError):
        return "{}{}{}; correct the indentation".format(line, error.msg, shown)
    return "{}{}{}; correct it".format(line, error.msg, shown)


def _missing_module(error, file):
    name = error.name or ""
    if name in _PYTHON_2_MODULES:
        return "module '{}' is one of Python 2; {}".format(name, _RUN_2TO3.format(file))
    return ("module '{0}' cannot be found by {1}; install it there ({1} -m pip install {2}), or name its folder in"
            " --python-path or PYTHONPATH".format(name, sys.executable or "this Python", name.split(".")[0]))


def _raised(error, file):
    if isinstance(error, NameError):
        name = getattr(error, "name", None) or (re.findall(r"'(\w+)'", str(error)) or [""])[0]
        if name in _PYTHON_2_NAMES:
            return "'{}' is one of Python 2; {}".format(name, _RUN_2TO3.format(file))
        if name in ("wallaroo", "struct", "json", "pickle", "sys", "os", "time", "datetime"):
            return "name '{0}' is not defined; add 'import {0}' at the top".format(name)
    if isinstance(error, ImportError) and re.search("'(lowercase|uppercase|letters)' from 'string'", str(error)):
        return "{}, as in Python 2; take ascii_lowercase, ascii_uppercase or ascii_letters".format(
            str(error).partition(" (")[0])
    if isinstance(error, AttributeError):
        if any("'{}'".format(name) in str(error) for name in _PYTHON_2_METHODS):
            return "{}, as in Python 2; {}".format(one_line(str(error)), _RUN_2TO3.format(file))
    if isinstance(error, TypeError) and ">>: 'builtin_function_or_method'" in str(error):
        return "print with >> is one of Python 2; {}".format(_RUN_2TO3.format(file))
    if isinstance(error, SystemExit):
        return "it ended the process by exit({!r}); expected it to return".format(error.code)
    text = one_line(str(error))
    return "{}: {}".format(type(error).__name__, text) if text else type(error).__name__


def _place(error, file):
    """The last line of the user's own that was run; of the module if it is among them."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not _is_ours(frame.filename)]
    of_module = [frame for frame in frames if os.path.abspath(frame.filename) == file]
    chosen = of_module or [frame for frame in frames if not frame.filename.startswith("<frozen")]
    return "{}:{}".format(chosen[-1].filename, chosen[-1].lineno) if chosen else file


def place_in(error):
    """Function, file and line where an error came up, for a message's failure."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not _is_ours(frame.filename)]
    return " at {}:{}".format(frames[-1].filename, frames[-1].lineno) if frames else ""


def trace_of(error):
    """The traceback without the lines of this host."""
    trace = error.__traceback__
    while trace is not None and _is_ours(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    text = "".join(traceback.format_exception(type(error), error, trace)).rstrip()
    if len(text) > _MOST_CHARACTERS:
        text = text[:_MOST_CHARACTERS // 4] + "\n ...\n" + text[-_MOST_CHARACTERS * 3 // 4:]
    return text


def _is_ours(filename):
    return filename.startswith(("<wallaroo", "<string>", "<frozen importlib"))


def one_line(text):
    """Text that fits a line of a log."""
    words = " ".join(text.split())
    return words if len(words) <= 500 else words[:500] + "..."
