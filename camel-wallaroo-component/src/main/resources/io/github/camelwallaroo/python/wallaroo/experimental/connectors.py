"""Sources of connector scripts. Modules that describe an application may import them; they are not run here."""

from wallaroo.experimental import AtLeastOnceSourceConnector


class BaseIter:

    def __iter__(self):
        return self


class BaseSource:
    pass


class MultiSourceConnector(AtLeastOnceSourceConnector):
    pass


class FramedFileReader(BaseIter, BaseSource):
    pass
