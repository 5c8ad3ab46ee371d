"""The encoder with its heads: what internal/nlp/engine runs, for fitting."""

import torch
from torch import nn
from torch.nn import functional as F

import examples

NEAR = 32  # distances beyond are one


class Pairs(nn.Module):
    """Labels of words as seen from others: an argument from its predicate, a dependent from its head.

    hidden = relu(from·A + to·B + (from·C)(to·D) [+ distance]), scores = hidden·W
    """

    def __init__(self, width, hidden, outputs, distances=False):
        super().__init__()
        self.seer, self.seen = nn.Linear(width, 2 * hidden), nn.Linear(width, 2 * hidden)
        self.out = nn.Linear(hidden, outputs)
        self.distance = nn.Embedding(2 * NEAR + 1, hidden) if distances else None
        if distances:
            nn.init.normal_(self.distance.weight, std=0.02)

    def project(self, seer, seen):
        return self.seer(seer), self.seen(seen)

    def score(self, seer, seen, distance=None):
        """Scores of projected rows, one to one."""
        a, c = seer.chunk(2, -1)
        b, d = seen.chunk(2, -1)
        hidden = a + b + c * d
        if self.distance is not None:
            hidden = hidden + self.distance(distance.clamp(-NEAR, NEAR) + NEAR)
        return self.out(F.relu(hidden))


class Chain(nn.Module):
    """Spans of K kinds as the best sequence of labels: 0 is outside, 4k+1 … 4k+4 are the begin, the inside and the end of
    a span of kind k, and a span of one word. What ends and what starts beside it have a score too, by kind, 0 for outside:
    a linear-chain CRF (Lafferty et al. 2001) whose well-formed sequences alone count.
    """

    def __init__(self, kinds):
        super().__init__()
        self.between = nn.Parameter(torch.zeros(1 + kinds, 1 + kinds))

    def padded(self, scores, lengths):
        """Rows end to end as [sequence, word, …]; what is beyond a sequence repeats some row."""
        lengths = torch.as_tensor(lengths)
        starts = lengths.cumsum(0) - lengths
        at = starts[:, None] + torch.arange(int(lengths.max()))
        return scores[at.clamp(max=len(scores) - 1)], lengths

    def parted(self, scores):
        """Scores of outside [.., 1] and of the four labels of all kinds, [.., K] each."""
        return scores[..., :1], *(scores[..., i::4] for i in (1, 2, 3, 4))

    def steps(self, scores, lengths, plus, sum_):
        """For each sequence, sum_ of all well-formed ones; plus is sum_ of two."""
        scores, lengths = self.padded(scores, lengths)
        o, b, i, e, s = self.parted(scores)
        ended = torch.full((len(scores), len(self.between)), -1e4)
        ended[:, 0] = 0
        within = torch.full_like(b[:, 0], -1e4)
        for t in range(scores.shape[1]):
            start = sum_(ended[:, :, None] + self.between, 1)
            now = torch.cat((start[:, :1] + o[:, t], plus(within + e[:, t], start[:, 1:] + s[:, t])), 1)
            within = plus(start[:, 1:] + b[:, t], within + i[:, t])
            ended = torch.where((t < lengths)[:, None], now, ended)
        return sum_(ended, 1)

    def loss(self, scores, gold, lengths):
        """Negative log-likelihood of gold labels, a word's share. Sequences lie end to end."""
        everything = self.steps(scores, lengths, torch.logaddexp, torch.logsumexp)
        kinds = (gold + 3) // 4
        firsts = torch.zeros(len(gold), dtype=torch.bool)
        lengths = torch.as_tensor(lengths)
        firsts[lengths.cumsum(0) - lengths] = True
        before = torch.where(firsts, 0, kinds.roll(1))
        starts = (gold == 0) | (gold % 4 == 1) | (gold % 4 == 0)
        right = scores.gather(1, gold[:, None]).sum() + (self.between[before, kinds] * starts).sum()
        return (everything.sum() - right) / len(gold)

    @torch.no_grad()
    def best(self, scores, lengths):
        """Spans (first, last, kind) of each sequence: the path on which all depends, found by its slope."""
        with torch.enable_grad():
            scores = scores.detach().requires_grad_()
            best = self.steps(scores, lengths, torch.maximum, torch.amax).sum()
            path = torch.autograd.grad(best, scores)[0].argmax(-1).tolist()
        found, at = [], 0
        for n in (int(n) for n in lengths):
            found.append(spans(path[at:at + n]))
            at += n
        return found


def spans(labels):
    """Spans (first, last, kind) of a well-formed sequence of labels."""
    found, first = [], 0
    for i, l in enumerate(labels):
        if l and l % 4 in (1, 0):
            first = i
        if l and l % 4 in (3, 0):
            found.append((first, i + 1, (l - 1) // 4))
    return found


class Reader(nn.Module):
    def __init__(self, encoder, labels, arc=256, rel=128, roles=192, parts=192):
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder, self.labels = encoder, labels
        self.case = nn.Embedding(examples.CASES, width)
        nn.init.zeros_(self.case.weight)
        n = {k: 1 + 4 * len(v) if k in examples.SPANS else len(v) for k, v in labels.index.items()}
        self.chains = nn.ModuleDict({k: Chain(len(labels.index[k])) for k in examples.SPANS})
        self.upos, self.xpos = nn.Linear(width, n["upos"]), nn.Linear(width, n["xpos"])
        self.dependent, self.head = nn.Linear(width, arc), nn.Linear(width, arc)
        self.arc = nn.Linear(arc, arc)
        self.rel = Pairs(width, rel, n["rels"])
        self.names = nn.Linear(width, n["names"])
        self.predicate = nn.Linear(width, 2)
        self.roles = Pairs(width, roles, n["roles"], distances=True)
        self.cues = nn.Linear(width, n["cues"])
        self.parts = Pairs(width, parts, n["parts"], distances=True)
        self.statuses = nn.Linear(width, n["statuses"])
        self.trigger = nn.Linear(2 * width, width)
        self.type_in, self.type_out = nn.Linear(3 * width, 128), nn.Linear(128, n["types"])
        encoder.embeddings.word_embeddings.weight.requires_grad_(False)

    def states(self, b):
        """States of all pieces, a row each, the padding included."""
        embedded = self.encoder.embeddings.word_embeddings(b["ids"]) + self.case(b["cases"])
        x = self.encoder(inputs_embeds=embedded, attention_mask=b["mask"]).last_hidden_state
        return F.dropout(x.flatten(0, 1), 0.1, self.training)

    def arcs(self, x, words, roots, bounds):
        """For each sentence, scores [words, 1+words] of heads; the first is the root."""
        dependents = self.arc(F.relu(self.dependent(words)))
        heads, marks = F.relu(self.head(words)), F.relu(self.head(x[roots[[a for a, _ in bounds]]]))
        for i, (a, b) in enumerate(bounds):
            yield dependents[a:b] @ torch.cat((marks[i:i + 1], heads[a:b])).T

    def sequences(self, name, words, b):
        """Scores of a head of spans, end to end, their gold and the length of each sequence: a sentence, or what is in
        scope of a predicate or a cue."""
        if name in ("names", "cues"):
            return getattr(self, name)(words), b[name], [last - first for first, last in b["bounds"]]
        return *self.seen(getattr(self, name), words, b[name]), [len(gold) for *_, gold in b[name]]

    def seen(self, head, words, items):
        """Scores of all words in scope of each predicate or cue, end to end, and their gold."""
        seer, seen = head.project(torch.stack([words[i].mean(0) for i, *_ in items]), words)
        rows = torch.tensor([i for i, item in enumerate(items) for _ in item[2]])
        at = torch.cat([torch.arange(first, first + len(gold)) for _, first, gold in items])
        distance = at - torch.tensor([i[0] for i, *_ in items])[rows]
        return head.score(seer[rows], seen[at], distance), torch.tensor([g for *_, gold in items for g in gold])

    def types(self, words, pairs):
        found = []
        for (s0, s1), (t0, t1), (w0, w1), _ in pairs:
            sides = torch.cat((words[s0:s1].mean(0), words[t0:t1].mean(0)))
            scope = words[w0:w1]
            weights = (scope @ self.trigger(sides) / scope.shape[1] ** 0.5).softmax(0)
            found.append(torch.cat((sides, weights @ scope)))
        return self.type_out(F.dropout(F.relu(self.type_in(torch.stack(found))), 0.2, self.training))

    def losses(self, b):
        x = self.states(b)
        words = x[b["places"]]
        found = {}
        for name in ("upos", "xpos", "statuses"):
            if name in b:
                found[name] = F.cross_entropy(getattr(self, name)(words), b[name])
        for name in examples.SPANS:
            if name in b:
                found[name] = self.chains[name].loss(*self.sequences(name, words, b))
        if "heads" in b:
            loss, n = 0, 0
            for (first, last), scores in zip(b["bounds"], self.arcs(x, words, b["roots"], b["bounds"])):
                gold = b["heads"][first:last]
                loss = loss + F.cross_entropy(scores, gold, reduction="sum") if (gold >= 0).any() else loss
                n += last - first
            found["arcs"] = loss / n
            seer, seen = self.rel.project(torch.cat((words, x[b["roots"]])), words)
            starts = torch.tensor([a for a, z in b["bounds"] for _ in range(z - a)])
            at = torch.where(b["heads"] > 0, starts + b["heads"] - 1, len(words) + torch.arange(len(words)))
            found["rels"] = F.cross_entropy(self.rel.score(seer[at.clamp(max=len(seer) - 1)], seen), torch.where(b["heads"] == -100, -100, b["rels"]))
        if "is_predicate" in b:
            found["predicate"] = F.cross_entropy(self.predicate(words), b["is_predicate"])
        if b["pairs"]:
            found["types"] = F.cross_entropy(self.types(words, b["pairs"]), torch.tensor([p[3] for p in b["pairs"]]))
        return found
