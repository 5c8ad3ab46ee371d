"""Writes what the tests of internal/infer compare with.

    python golden.py                      tiny.int8, tiny.float32, tiny.json
    python golden.py MODEL_DIR NAME       NAME.json, for the model of the folder

The tiny model is random: two layers, 32 wide, a vocabulary that cuts
sentences.txt into pieces of all kinds. States are PyTorch's and ids those of
Hugging Face's tokenizers, of sentences.txt. Needs torch, tokenizers, numpy.
"""

import base64
import collections
import json
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2] / "training" / "encoder"))
import pack  # noqa: E402


def tiny(lines):
    from tokenizers import normalizers, pre_tokenizers
    normalise = normalizers.BertNormalizer(lowercase=True).normalize_str
    split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
    words = collections.Counter(w for line in lines for w, _ in split(normalise(line)))
    parts = collections.Counter()
    for w in words:
        for n in (2, 3, 4):
            parts.update(w[i:i + n] for i in range(1, len(w) - n + 1))
    letters = {c for w in words for c in w if c < "\u0e00"}
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted(letters), *("##" + c for c in sorted(letters) if c.isalnum())]
    vocabulary += sorted(w for w, n in words.items() if len(w) > 1 and n > 1)
    vocabulary += sorted("##" + p for p, n in parts.items() if n > 5)

    torch.manual_seed(1)
    config = {
        "num_hidden_layers": 2, "hidden_size": 32, "num_attention_heads": 2, "intermediate_size": 64,
        "vocab_size": len(vocabulary), "max_position_embeddings": 256, "layer_norm_eps": 1e-12,
    }
    state = {}
    for name, rows, width in (("word", len(vocabulary), 32), ("position", 256, 32), ("token_type", 2, 32)):
        state[f"embeddings.{name}_embeddings.weight"] = torch.randn(rows, width)

    def norm(name):
        state[name + ".weight"], state[name + ".bias"] = 1 + torch.randn(32) / 10, torch.randn(32) / 10

    def matrix(name, outputs, inputs):
        state[name + ".weight"], state[name + ".bias"] = torch.randn(outputs, inputs) / inputs ** 0.5, torch.randn(outputs) / 10

    norm("embeddings.LayerNorm")
    for i in range(2):
        layer = f"encoder.layer.{i}."
        for x in ("query", "key", "value"):
            matrix(layer + "attention.self." + x, 32, 32)
        matrix(layer + "attention.output.dense", 32, 32)
        norm(layer + "attention.output.LayerNorm")
        matrix(layer + "intermediate.dense", 64, 32)
        matrix(layer + "output.dense", 32, 64)
        norm(layer + "output.LayerNorm")
    return pack.Encoder(state, config), vocabulary


def golden(encoder, vocabulary, lines):
    """Each sentence's ids, and the states of two of them, base64 of float16."""
    rows = []
    for line, ids in zip(lines, pack.tokenise(vocabulary, lines, encoder.config["positions"])):
        states = encoder.states(ids)
        at = [1, len(ids) // 2]
        packed = base64.b64encode(states[at].half().numpy().astype("<f2").tobytes()).decode()
        rows.append({"text": line, "ids": ids, "rows": at, "states": packed})
    return "[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n"


def main():
    # Not splitlines: sentences hold characters that it would split at.
    lines = (HERE / "sentences.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    if len(sys.argv) == 3:
        encoder, vocabulary = pack.load(sys.argv[1])
        (HERE / (sys.argv[2] + ".json")).write_text(golden(encoder, vocabulary, lines), encoding="utf-8")
        return
    encoder, vocabulary = tiny(lines)
    sentences = pack.tokenise(vocabulary, lines, encoder.config["positions"])
    pack.encoder_tensors(encoder, vocabulary, sentences).write(HERE / "tiny.int8")
    pack.encoder_tensors(encoder, vocabulary, sentences, float32=True).write(HERE / "tiny.float32")
    (HERE / "tiny.json").write_text(golden(encoder, vocabulary, lines), encoding="utf-8")


if __name__ == "__main__":
    main()
