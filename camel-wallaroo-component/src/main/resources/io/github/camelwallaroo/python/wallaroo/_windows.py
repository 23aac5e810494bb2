"""Windows over which an application aggregates."""

from wallaroo._errors import WallarooParameterError

_METHODS = ("name", "initial_accumulator", "update", "combine", "output")


class RangeWindows:

    def __init__(self, wrange, slide, delay, agg, late):
        self.range = wrange
        self.slide = slide
        self.delay = delay
        self.aggregation = _checked(agg)
        self.late_data_policy = late


class CountWindows:

    def __init__(self, count, agg):
        self.count = count
        self.aggregation = _checked(agg)


class RangeWindowsBuilder:

    def __init__(self, wrange):
        self.range = wrange
        self.slide = None
        self.delay = None
        self.late_data_policy = None

    def with_slide(self, slide):
        return self._set("slide", slide)

    def with_delay(self, delay):
        return self._set("delay", delay)

    def with_late_data_policy(self, late_data_policy):
        return self._set("late_data_policy", late_data_policy)

    def _set(self, what, value):
        if getattr(self, what) is not None:
            raise WallarooParameterError("with_{} is called twice for the same windows; expected once".format(what))
        setattr(self, what, value)
        return self

    def over(self, aggregation_cls):
        return RangeWindows(self.range,
                            self.range if self.slide is None else self.slide,
                            0 if self.delay is None else self.delay,
                            aggregation_cls(),
                            self.late_data_policy or "drop")


class CountWindowsBuilder:

    def __init__(self, count):
        self.count = count

    def over(self, aggregation_cls):
        return CountWindows(self.count, aggregation_cls())


def range_windows(wrange):
    return RangeWindowsBuilder(wrange)


def count_windows(wrange):
    return CountWindowsBuilder(wrange)


def _checked(aggregation):
    missing = [method for method in _METHODS if not hasattr(aggregation, method)]
    if missing:
        raise WallarooParameterError("aggregation {} has no {}; expected a class with the methods {}".format(
            type(aggregation).__name__, ", ".join(missing), ", ".join(_METHODS)))
    return aggregation
