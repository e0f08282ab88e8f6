"""Options, environment variables and a file in, one frozen `Settings` out: the only reader of the environment."""

from app.config.loading import describe_settings, load_settings
from app.config.settings import FILE_VARIABLE, Settings

__all__ = ["FILE_VARIABLE", "Settings", "describe_settings", "load_settings"]
