"""Whom the service tells by itself, and how that knows who speaks."""

from pydantic import BaseModel, Field, SecretStr


class Webhooks(BaseModel):
    """The settings of webhooks."""

    webhook_url: SecretStr | None = Field(
        default=None,
        description="Where to tell that a job ended or a deadline is near, by a signed `POST`; see "
        "[Webhooks](operations.md#webhooks). `https://`, or `http://` on this machine; no "
        "redirection is followed. Unset: nobody is told.",
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        description="What they are signed with: `whsec_` and 24 to 64 random bytes in Base64.",
    )
    webhook_allow_http: bool = Field(
        default=False,
        description="The address may be `http://` on another machine: for a network that nobody "
        "listens in.",
    )
