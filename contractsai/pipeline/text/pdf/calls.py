"""Calls of PDFium's that a page takes by the thousand, without what makes them dear in Python.

For each argument that a function declares, ctypes asks its type to convert it, and for each pointer
that comes back it makes a type of its own: of a call that fills four numbers that is nine tenths.
Here nothing is declared but what comes back. So whole numbers must fit a C int, and all else has to
be a pointer of ctypes already: a `Handle`, or what `ctypes.byref` returns.
"""

import ctypes
from collections.abc import Callable
from typing import Any, Final

import pypdfium2.raw as pdfium_c


class Handle(ctypes.c_void_p):
    """A pointer that stays one: a plain `c_void_p` would come back as a whole number."""


def _bare(function: Any, returns: type[Any] = ctypes.c_int) -> Callable[..., Any]:  # noqa: ANN401 - ctypes makes its type
    """Return *function* anew, under the same calling convention."""
    fresh: Any = type(function)(ctypes.cast(function, ctypes.c_void_p).value)
    fresh.restype = returns
    return fresh  # type: ignore[no-any-return]  # ctypes has no name for it


object_on: Final = _bare(pdfium_c.FPDFPage_GetObject, Handle)
kind_of: Final = _bare(pdfium_c.FPDFPageObj_GetType)
bounds_of: Final = _bare(pdfium_c.FPDFPageObj_GetBounds)
fill_of: Final = _bare(pdfium_c.FPDFPageObj_GetFillColor)
matrix_of: Final = _bare(pdfium_c.FPDFPageObj_GetMatrix)
segments_of: Final = _bare(pdfium_c.FPDFPath_CountSegments)
pixels_of: Final = _bare(pdfium_c.FPDFImageObj_GetImagePixelSize)
objects_in: Final = _bare(pdfium_c.FPDFFormObj_CountObjects)
_object_in: Final = _bare(pdfium_c.FPDFFormObj_GetObject, Handle)
code_at: Final = _bare(pdfium_c.FPDFText_GetUnicode, ctypes.c_uint)
box_at: Final = _bare(pdfium_c.FPDFText_GetLooseCharBox)


def object_in(form: Handle, index: int) -> Any:  # noqa: ANN401 - a `Handle`, or None for a null pointer
    """Return an object of a form, which counts them in a C long."""
    return _object_in(form, ctypes.c_ulong(index))
