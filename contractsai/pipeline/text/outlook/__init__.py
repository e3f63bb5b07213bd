"""Outlook's mails (.msg): their properties, compressed bodies, and what they carry."""

from contractsai.pipeline.text.outlook.read import read_outlook

__all__ = ["read_outlook"]
