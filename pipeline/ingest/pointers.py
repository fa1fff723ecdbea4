"""pdfium's functions as bare pointers: addresses in, addresses out, without ctypes' costly conversion of arguments.

A call takes a third of a microsecond instead of one or two, which decides the speed of reading a page's characters.
"""

import ctypes
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium

_ADDRESS, _NUMBER = ctypes.c_void_p, ctypes.c_int
# Result and arguments of the functions that are called once a character or once an object.
_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "FPDFText_GetLooseCharBox": (_NUMBER, _ADDRESS, _NUMBER, _ADDRESS),
    "FPDFText_GetTextObject": (_ADDRESS, _ADDRESS, _NUMBER),
    "FPDFText_GetFontSize": (ctypes.c_double, _ADDRESS, _NUMBER),
    "FPDFText_GetFontWeight": (_NUMBER, _ADDRESS, _NUMBER),
    "FPDFText_GetMatrix": (_NUMBER, _ADDRESS, _NUMBER, _ADDRESS),
    "FPDFText_GetCharAngle": (ctypes.c_float, _ADDRESS, _NUMBER),
    "FPDFTextObj_GetTextRenderMode": (_NUMBER, _ADDRESS),
    "FPDFTextObj_GetFont": (_ADDRESS, _ADDRESS),
    "FPDFFont_GetBaseFontName": (ctypes.c_size_t, _ADDRESS, _ADDRESS, ctypes.c_size_t),
    "FPDFPage_GetObject": (_ADDRESS, _ADDRESS, _NUMBER),
    "FPDFFormObj_GetObject": (_ADDRESS, _ADDRESS, ctypes.c_ulong),
    "FPDFPageObj_GetType": (_NUMBER, _ADDRESS),
    "FPDFPath_GetPathSegment": (_ADDRESS, _ADDRESS, _NUMBER),
    "FPDFPathSegment_GetType": (_NUMBER, _ADDRESS),
    "FPDFPathSegment_GetClose": (_NUMBER, _ADDRESS),
    "FPDFPathSegment_GetPoint": (_NUMBER, _ADDRESS, _ADDRESS, _ADDRESS),
}


@cache
def bare(name: str) -> Any:
    """The function of that name, taking addresses (see `address`) where pdfium's header has pointers."""
    result, *arguments = _SIGNATURES[name]
    place = ctypes.cast(getattr(pdfium, name), _ADDRESS).value
    return ctypes.CFUNCTYPE(result, *arguments)(place or 0)


def address(handle: Any) -> int:
    """The address that a handle of pypdfium2 holds."""
    return ctypes.cast(handle, _ADDRESS).value or 0
