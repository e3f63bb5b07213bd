"""HTML as a person sees it: its charset, what is hidden or struck, what was filled in."""

from contractsai.pipeline.text.html.read import html_text, read_html

__all__ = ["html_text", "read_html"]
