"""Which servers tests can ask for."""

from enum import StrEnum


class Service(StrEnum):
    """What tests need."""

    REDIS = "redis"
    POSTGRES = "postgres"
    RABBITMQ = "rabbitmq"
