"""jianbao: from an archive of Chinese bulletins to normalised records; see docs/ for the guide to the code."""
