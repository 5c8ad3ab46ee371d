"""The encoder to begin from, out of an ONNX file: a BERT of any depth, as a state of transformers' BertModel.

    python base.py MODEL.onnx TOKENIZER.json FOLDER

writes FOLDER/state.pt, config.json and vocab.txt.
"""

import json
import pathlib
import re
import sys

import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel


def main():
    model, tokenizer, folder = onnx.load(sys.argv[1]), json.load(open(sys.argv[2], encoding="utf-8")), pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    weights = {t.name: torch.tensor(numpy_helper.to_array(t)) for t in model.graph.initializer}
    state = {re.sub(r"^(bert|model|auto_model)\.", "", n): w for n, w in weights.items() if n.endswith((".weight", ".bias"))}
    for node in model.graph.node:
        m = re.search(r"(encoder/layer\.\d+/.*?)/MatMul$", node.name)
        if m and node.op_type == "MatMul":
            name = [x for x in node.input if x in weights]
            if name:
                state[m[1].replace("/", ".") + ".weight"] = weights[name[0]].T.contiguous()
    layers = 1 + max(int(m[1]) for n in state if (m := re.search(r"layer\.(\d+)\.", n)))
    words, width = state["embeddings.word_embeddings.weight"].shape
    config = BertConfig(vocab_size=words, hidden_size=width, num_hidden_layers=layers, num_attention_heads=width // 32,
                        intermediate_size=state["encoder.layer.0.intermediate.dense.bias"].shape[0],
                        max_position_embeddings=state["embeddings.position_embeddings.weight"].shape[0])
    net = BertModel(config, add_pooling_layer=False)
    missing, extra = net.load_state_dict(state, strict=False)
    assert not [m for m in missing if "position_ids" not in m], missing
    torch.save(net.state_dict(), folder / "state.pt")
    config.save_pretrained(folder)
    vocab = tokenizer["model"]["vocab"]
    (folder / "vocab.txt").write_text("\n".join(sorted(vocab, key=vocab.get)) + "\n", encoding="utf-8")
    print(layers, "layers", width, "wide", words, "pieces; unused:", extra)


if __name__ == "__main__":
    main()
