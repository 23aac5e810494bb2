"""Times: whole nanoseconds."""


def nanoseconds(count):
    return count


def microseconds(count):
    return nanoseconds(count) * 1000


def milliseconds(count):
    return microseconds(count) * 1000


def seconds(count):
    return milliseconds(count) * 1000


def minutes(count):
    return seconds(count) * 60


def hours(count):
    return minutes(count) * 60


def dt_to_timestamp(moment):
    """Seconds since the epoch; a datetime without zone is taken as local time."""
    return moment.timestamp()
