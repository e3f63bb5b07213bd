"""Uploads: the files that were sent, from the first byte to the folder that workers read."""
