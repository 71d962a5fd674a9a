"""An X12 file read by pyx12, which shares no code with Corridor. It has no 5010 map for dental claims (X224A2)."""

import io
import json
from typing import Any

import pyx12.params
import pyx12.x12file
import pyx12.x12n_document


def faults_of(content: bytes) -> list[str]:
    """What pyx12 objects to, by its implementation-guide map; empty: it accepts the file."""
    report = io.StringIO()
    source = io.StringIO(content.decode("ascii"))
    accepted = pyx12.x12n_document.x12n_document(pyx12.params.params(), source, None, None, fd_json=report)
    faults = sorted(set(_error_texts(json.loads(report.getvalue()))))
    return faults if faults or accepted else ["refused without a reason"]


def syntax_faults_of(content: bytes) -> list[str]:
    """What pyx12 objects to in envelope, counts, hierarchical levels and line numbers, without a map."""
    reader = pyx12.x12file.X12Reader(io.StringIO(content.decode("ascii")))
    reader.check_837_lx = True
    faults = [str(error) for _ in reader for error in reader.pop_errors()]
    reader.cleanup()
    return faults + [str(error) for error in reader.pop_errors()]


def _error_texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for item in node for text in _error_texts(item)]
    if not isinstance(node, dict):
        return []
    own = [node["err_str"]] if "err_str" in node else []
    return own + [text for value in node.values() for text in _error_texts(value)]


def segment_ids(content: bytes) -> set[str]:
    """Ids of the segments of one X12 file, delimiters taken from its ISA."""
    text = content.decode("latin-1")
    text = text[text.index("ISA") :]
    element, terminator = text[3], text[105]
    return {segment.strip().split(element)[0] for segment in text.split(terminator) if segment.strip()}
