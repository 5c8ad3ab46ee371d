"""The reader of acts: an encoder with heads for what a word tells and for what takes part in it.

Words are seen by their first piece's state x.
- facts: relu(x·In)·Out at every word of the core: whether it tells of an act, and of an act that it tells: type, act, status, …
- within, of the same relu(x·In): whether it is done within one state; fitted after the others, by itself (within.py).
- tied, of the same, and names, of x: whether what it tells is tied to an occasion, whether the word names one; likewise (occasions.py).
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
        self.within, self.tied, self.names = (nn.Linear(width, 1) for _ in range(3))
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
        drop = Dropout(dropout)
        for layer in self.encoder.encoder.layer:
            layer.attention.output.dropout = layer.output.dropout = drop
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
            x = read(layer, x, m)
        return x


def read(layer, x, mask):
    """What a layer of BERT makes of states x, [B, N, width]; mask is added to what each looks at."""
    s, out = layer.attention.self, layer.attention.output
    heads = (*x.shape[:2], s.num_attention_heads, s.attention_head_size)
    q, k, v = (f(x).view(heads).transpose(1, 2) for f in (s.query, s.key, s.value))
    with torch.autocast(x.device.type, enabled=False):
        seen = attended(q, k, v, mask.to(q.dtype)).transpose(1, 2).reshape(x.shape)
    x = out.LayerNorm(out.dropout(out.dense(seen)) + x)
    y = layer.intermediate.intermediate_act_fn(layer.intermediate.dense(x))
    return layer.output.LayerNorm(layer.output.dropout(layer.output.dense(y)) + x)


def attended(q, k, v, mask):
    """Attention. In bfloat16, on two threads, with heads of 32 and stretches of 350, torch's own took two to three times as long forwards and backwards."""
    if q.device.type != "cpu" or q.dtype != torch.bfloat16:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    return (q * q.shape[-1] ** -0.5 @ k.transpose(-1, -2)).add_(mask).softmax(-1) @ v


class Dropout(nn.Module):
    """Dropout whose masks are stretches of one that was drawn once: drawing anew takes an eighth of a step on a processor."""

    DRAWN = 1 << 25

    def __init__(self, p):
        super().__init__()
        self.p, self.drawn = p, {}

    def forward(self, x):
        n = x.numel()
        if not self.training or not self.p:
            return x
        if x.device.type != "cpu" or n > self.DRAWN:
            return F.dropout(x, self.p)
        if x.dtype not in self.drawn:
            self.drawn[x.dtype] = F.dropout(torch.ones(self.DRAWN, dtype=x.dtype), self.p)
        at = int(torch.randint(self.DRAWN - n + 1, ()))
        return x * self.drawn[x.dtype][at : at + n].view(x.shape)
