"""Make `mcqgen/data/wordnet.tsv.gz` from the WordNet 3.0 database files (Debian's package `wordnet-base`).

    python scripts/build_wordnet.py /usr/share/wordnet

Lists are comma-separated. Each line is one of
    n <TAB> lexicographer file <TAB> lemmas <TAB> indices of the hypernym lines <TAB> indices of what it is part of
    s <TAB> lemma <TAB> indices of its noun lines, most frequent sense first   (lemmas with several senses)
Noun lines are numbered from 0 in the order of the file and come first.
"""

import gzip
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "mcqgen" / "data" / "wordnet.tsv.gz"


def records(path: Path) -> list[list[str]]:
    """The data lines of a WordNet file, without the licence at its head."""
    return [line.split(" | ")[0].split() for line in path.read_text().splitlines() if not line.startswith(" ")]


def words(fields: list[str]) -> list[str]:
    """The lemmas of a data line (field 3 is their number in hexadecimal; each is followed by a lexical id)."""
    return [fields[4 + 2 * i].split("(")[0].replace("_", " ") for i in range(int(fields[3], 16))]


def pointers(fields: list[str]) -> list[tuple[str, str, str, str]]:
    """The pointers (symbol, synset offset, part of speech, source/target) of a data line."""
    start = 4 + 2 * int(fields[3], 16)
    return [
        (fields[start + 1 + 4 * i], fields[start + 2 + 4 * i], fields[start + 3 + 4 * i], fields[start + 4 + 4 * i])
        for i in range(int(fields[start]))
    ]


def noun_lines(folder: Path) -> list[str]:
    """Lines for the noun synsets, then for the lemmas that have several senses."""
    synsets = records(folder / "data.noun")
    place = {fields[0]: index for index, fields in enumerate(synsets)}
    lines = []
    for fields in synsets:
        above = [
            str(place[offset]) for symbol, offset, pos, _ in pointers(fields) if symbol in ("@", "@i") and pos == "n"
        ]
        wholes = [str(place[offset]) for symbol, offset, _, _ in pointers(fields) if symbol in ("#p", "#m", "#s")]
        lines.append("\t".join(("n", str(int(fields[1])), ",".join(words(fields)), ",".join(above), ",".join(wholes))))
    for fields in records(folder / "index.noun"):
        senses = [str(place[offset]) for offset in fields[-int(fields[2]) :]]
        if len(senses) > 1:
            lines.append(f"s\t{fields[0].replace('_', ' ')}\t{','.join(senses)}")
    return lines


def main() -> None:
    """Write the table."""
    folder = Path(sys.argv[1])
    lines = noun_lines(folder)
    with TARGET.open("wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.write("\n".join(lines).encode())
    print(f"{len(lines)} lines, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
