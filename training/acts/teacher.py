"""A larger encoder under the same heads: MPNet-base (Apache-2.0), to teach the small one. It is not carried by the program.

It reads the windows of the small one: its pieces are those of BERT's uncased vocabulary, four places on. What the page knows of a
word is added above the layers that are not fitted.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import MPNetModel

import model

FIRST, MASK = 4, 30526  # of its vocabulary: where BERT's begins; <mask>
MARKS = {0: 1, 101: 0, 102: 2, 103: MASK}  # BERT's [PAD], [CLS], [SEP], [MASK]


class Reader(model.Heads):
    """The net of model.Reader with MPNet, of FOLDER as all-mpnet-base-v2 has it, in place of its encoder; the layers below `frozen` stay."""

    def __init__(self, folder, acts, frozen, dropout=0.1):
        encoder = MPNetModel.from_pretrained(folder, add_pooling_layer=False)
        super().__init__(encoder.config.hidden_size, acts)
        self.encoder, self.frozen, self.hidden = encoder, frozen, nn.Dropout(dropout)
        for part in (encoder.embeddings, encoder.encoder.relative_attention_bias, *encoder.encoder.layer[:frozen]):
            part.requires_grad_(False)
        pieces = torch.arange(30522) + FIRST
        pieces[list(MARKS)] = torch.tensor(list(MARKS.values()))
        self.register_buffer("pieces", pieces)

    def get_extra_state(self):
        return self.frozen

    def set_extra_state(self, frozen):
        """A state knows where its net adds what the page knows."""
        self.frozen = frozen

    def layer(self, layer, x, bias):
        a = layer.attention.attn
        q, k, v = (f(x).unflatten(-1, (a.num_attention_heads, -1)).transpose(1, 2) for f in (a.q, a.k, a.v))
        y = a.o(F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype)).transpose(1, 2).flatten(2))
        x = layer.attention.LayerNorm(self.hidden(y) + x)
        y = layer.output.dense(F.gelu(layer.intermediate.dense(x)))
        return layer.output.LayerNorm(self.hidden(y) + x)

    def states(self, ids, cases, mask):
        e, layers = self.encoder.embeddings, self.encoder.encoder.layer
        x = e.LayerNorm(e.word_embeddings(self.pieces[ids]) + e.position_embeddings.weight[2 : 2 + ids.shape[1]])
        bias = self.encoder.encoder.compute_position_bias(x) + torch.zeros(mask.shape, device=mask.device).masked_fill(~mask, -1e4)[:, None, None, :]
        with torch.no_grad():
            for layer in layers[: self.frozen]:
                x = self.layer(layer, x, bias)
        x = x + self.case(cases)
        for layer in layers[self.frozen :]:
            x = self.layer(layer, x, bias)
        return x
