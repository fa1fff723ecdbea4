"""Which Chinese font of this system the specimens can be set in."""

from functools import cache
from pathlib import Path

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts", Path("/Library/Fonts"))
# Debian's fonts-wqy-microhei, fonts-wqy-zenhei, fonts-arphic-gbsn00lp, fonts-noto-cjk; small ones first.
FILES = ("wqy-microhei.ttc", "wqy-zenhei.ttc", "gbsn00lp.ttf", "NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc")
OPENTYPE_FILES = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf")


@cache
def chinese_font(files: tuple[str, ...] = FILES) -> Path | None:
    """The first of the files that is installed, None where none is."""
    found = {path.name: path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.rglob("*.*t*"))}
    return next((found[name] for name in files if name in found), None)
