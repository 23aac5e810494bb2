class WallarooParameterError(Exception):
    """An application that is described in a way that Wallaroo does not take."""
