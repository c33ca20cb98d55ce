"""What the worker is told by its environment: THUMBS_INBOX, THUMBS_OUTBOX and so on."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="thumbs_", frozen=True)

    inbox: Path = Path("/data/inbox")
    outbox: Path = Path("/data/outbox")
    size: int = Field(default=256, ge=16, le=2048)
    quality: int = Field(default=80, ge=1, le=95)
    interval: float = Field(default=2.0, gt=0)
