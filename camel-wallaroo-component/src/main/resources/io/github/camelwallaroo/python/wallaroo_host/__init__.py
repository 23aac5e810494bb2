"""Runs an application module and its encoders and decoders for the process at the other end of the pipes."""
