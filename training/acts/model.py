"""The reader of acts: an encoder with heads for what a word tells and for what takes part in it.

Words are seen by their first piece's state x.
- facts: relu(x·In)·Out at every word of the core: whether it tells of an act, and of an act that it tells: type, act, status, …
- pairs: a candidate y (a party, a time, a citing) as seen from a word x that tells:
  (a, c) = x·Seer, (b, d) = y·Seen, scores = relu(a + b + c∘d + traits)·Out, as internal/nlp/engine/pairs.go has it.
"""

import pathlib

import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import BertConfig, BertModel

from data import CHANNELS, DEFAULTS, STATUS, TYPES
from hung import TRAITS

MARKS = 16  # of words: what the page knows of them (window.go)


class Pairs(nn.Module):
    def __init__(self, width, hidden, outputs):
        super().__init__()
        self.seer, self.seen = nn.Linear(width, 2 * hidden), nn.Linear(width, 2 * hidden)
        self.traits, self.out, self.drop = nn.Embedding(TRAITS, hidden), nn.Linear(hidden, outputs), nn.Dropout(0.1)
        nn.init.normal_(self.traits.weight, std=0.05)
        self.hidden = hidden

    def forward(self, x, y, traits, weights):
        """x, y: rows of n pairs; traits, weights: (n, k) rows of the table, 1 where they count."""
        a, c = self.seer(x).split(self.hidden, 1)
        b, d = self.seen(y).split(self.hidden, 1)
        t = (self.traits(traits) * weights[..., None]).sum(1)
        return self.out(self.drop(F.relu(a + b + c * d + t)))


class Heads(nn.Module):
    """What is read off an encoder's states of a width; case is what the page knows of a word, added below."""

    def __init__(self, width, acts):
        super().__init__()
        self.case = nn.Embedding(4 * MARKS, width)
        nn.init.normal_(self.case.weight, std=0.01)
        # what a word tells: whether, type, act, status, background, reciprocal, each, channel, time by default
        self.sizes = [1, len(TYPES), acts, len(STATUS), 1, 1, 1, len(CHANNELS), len(DEFAULTS)]
        self.fact_in, self.fact_out = nn.Linear(width, width), nn.Linear(width, sum(self.sizes))
        self.fact_out.bias.data[0] = -3
        self.sides, self.times, self.citings = Pairs(width, 192, 2), Pairs(width, 96, 1), Pairs(width, 96, 1)
        self.sides.out.bias.data.fill_(-2)
        self.citings.out.bias.data.fill_(-2)
        self.drop = nn.Dropout(0.1)

    def facts(self, x):
        return self.fact_out(self.drop(F.relu(self.fact_in(self.drop(x))))).split(self.sizes, -1)


class Reader(Heads):
    def __init__(self, base, acts, layers=None, dropout=0.1):
        config = BertConfig.from_pretrained(base, attention_probs_dropout_prob=0.0, hidden_dropout_prob=dropout)
        super().__init__(config.hidden_size, acts)
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.encoder.load_state_dict(torch.load(pathlib.Path(base) / "state.pt"), strict=False)
        if layers:
            n = len(self.encoder.encoder.layer)
            self.encoder.encoder.layer = nn.ModuleList(self.encoder.encoder.layer[round((i + 1) * n / layers) - 1] for i in range(layers))
            config.num_hidden_layers = layers
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)

    def states(self, ids, cases, mask):
        e = self.encoder.embeddings
        x = e.word_embeddings(ids) + e.position_embeddings.weight[: ids.shape[1]] + e.token_type_embeddings.weight[0] + self.case(cases)
        x = e.dropout(e.LayerNorm(x))
        m = torch.zeros(mask.shape, dtype=x.dtype, device=x.device).masked_fill(~mask, -1e4)[:, None, None, :]
        for layer in self.encoder.encoder.layer:
            x = layer(x, attention_mask=m)
            x = x[0] if isinstance(x, tuple) else x
        return x
