"""`make messages`: gathers the pages' texts into the catalogue, compiles it, and lists what has no Turkish."""

import sys

from translations.gather import CATALOGUE, COMPILED, as_mo, as_po, catalogue, gathered
from translations.missing import EXTRA, missing


def main() -> int:
    """Write both files; 1 while a text is missing."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(as_po(gathered(EXTRA)))
    COMPILED.write_bytes(as_mo(catalogue()))
    without = missing(catalogue())
    for text in without:
        print(f"no Turkish: {text!r}")
    print(f"{len(catalogue())} texts, {len(without)} without Turkish")
    return 1 if without else 0


if __name__ == "__main__":
    sys.exit(main())
