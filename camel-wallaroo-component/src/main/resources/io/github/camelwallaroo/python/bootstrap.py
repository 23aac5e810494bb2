# Runs before anything is known of the interpreter, so Python 2 has to get as far as the first lines.
import sys
if sys.version_info < (3, 7):
    # Four letters in the place of a length.
    sys.stdout.write("old " + sys.version.split()[0])
    sys.exit(1)
import importlib.abc
import importlib.machinery
import linecache
import os
import signal


def take_pipes():
    """Keeps the two pipes for ourselves: what the user's code prints, in C as well, goes to standard error."""
    mine = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdin = open(0, closefd=False)
    sys.stdout = open(1, "w", 1, closefd=False, errors="backslashreplace")
    return open(mine[0], "rb", 1 << 16), open(mine[1], "wb", 0)


class Sources(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports the modules that came through the pipe, whatever else there is of the same name."""

    def __init__(self, requests):
        self.texts = {}
        for _ in range(int(requests.readline())):
            name = requests.readline().strip().decode()
            self.texts[name] = requests.read(int(requests.readline())).decode()

    def is_package(self, name):
        return any(other.startswith(name + ".") for other in self.texts)

    def find_spec(self, name, path=None, target=None):
        if name not in self.texts:
            return None
        return importlib.machinery.ModuleSpec(name, self, origin="<" + name + ">", is_package=self.is_package(name))

    def get_source(self, name):
        return self.texts[name]

    def get_code(self, name):
        text = self.texts[name]
        # So that tracebacks show the lines.
        linecache.cache["<" + name + ">"] = (len(text), None, text.splitlines(True), "<" + name + ">")
        return compile(text, "<" + name + ">", "exec", dont_inherit=True)

    def exec_module(self, module):
        exec(self.get_code(module.__name__), module.__dict__)


def end_if_left_alone(number, frame, parent=os.getppid()):
    if os.getppid() != parent:
        os._exit(128 + number)


# Ctrl-C reaches every process of a terminal, and SIGTERM, from whoever stops a service, every one of that. The connector still
# has messages to carry then; this process ends when its pipe does. What a function starts is to have SIGTERM's usual meaning,
# so it is not ignored.
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, end_if_left_alone)
if hasattr(signal, "siginterrupt"):
    signal.siginterrupt(signal.SIGTERM, False)
requests, replies = take_pipes()
sys.meta_path.insert(0, Sources(requests))
# Python puts the current directory here, which the setup says by itself.
if sys.path and sys.path[0] == "":
    del sys.path[0]

from wallaroo_host.serve import serve

serve(requests, replies)
