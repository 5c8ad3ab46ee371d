"""Windows with what is to be learned of them."""

import base64
import datetime

# Blocks of the table of traits (traits.go).
DISTANCE, SENTENCE, QUOTE, HOLDS = 0, 19, 29, 77
REACH = 3  # sentences from a word that tells to a party; times stand anywhere in the window


def bucket(d):
    side, d = (9, d) if d > 0 else (0, -d)
    return side + (d if d < 4 else 4 if d < 6 else 5 if d < 10 else 6 if d < 20 else 7 if d < 40 else 8)


def placed(page, w, a, b, b_body, token=None):
    """Traits of where a candidate stands, at word b and the token given, as seen from word a, as traits.go has them."""
    x, y = w["Words"][a], w["Words"][b]
    same = x["Sentence"] == y["Sentence"]
    sentence = 9 if not same and not b_body else min(max(y["Sentence"] - x["Sentence"], -4), 4) + 4
    q, r = x["Quote"], y["Quote"]
    quote = 1 if q == r and q > 0 else 2 if q > 0 and q != r else 3 if r > 0 else 0
    where = [DISTANCE + (bucket(y["Token"] - x["Token"]) if same else 18), SENTENCE + sentence, QUOTE + quote]
    return where + page.hung.between(x["Token"], y["Token"] if token is None else token, same)


class Window:
    def __init__(self, page, w):
        self.page, self.w = page, w
        words = w["Words"]
        self.ids, self.cases = w["IDs"], list(base64.b64decode(w["Cases"])) if isinstance(w["Cases"], str) else w["Cases"]
        self.place = [x["Place"] for x in words]
        self.body = [x["Place"] >= w["Body"] for x in words]
        self.core = [i for i, x in enumerate(words) if x["Core"]]
        self.at = {x["Token"]: i for i, x in enumerate(words)}
        self.parties, self.times, self.citings = w["Parties"] or [], w["Times"] or [], w["Citings"] or []
        core_sentences = {words[i]["Sentence"] for i in self.core}
        self.gold = [a for a in page.acts if a.sentence in core_sentences]
        again = {k for a in page.acts for k in a.again} - {a.sentence for a in page.acts}
        self.tells = {}  # word → its acts
        self.ignored = set()
        for a in self.gold:
            if a.head is not None and a.head in self.at:
                self.tells.setdefault(self.at[a.head], []).append(a)
            self.ignored |= {self.at[t] for t in a.phrase if t in self.at}
        self.ignored -= set(self.tells)
        for i in self.core:
            if words[i]["Sentence"] in again and i not in self.tells:
                self.ignored.add(i)

    def near(self, a, b):
        x, y = self.w["Words"][a], self.w["Words"][b]
        return abs(x["Sentence"] - y["Sentence"]) <= REACH or not self.body[b]

    def sides(self, a):
        """Parties that may take part in what word a tells: indices, words, traits."""
        return [(j, p["Word"], placed(self.page, self.w, a, p["Word"], self.body[p["Word"]]) + p["Traits"]) for j, p in enumerate(self.parties) if self.near(a, p["Word"])]

    def whens(self, a):
        return [(j, t["Word"], placed(self.page, self.w, a, t["Word"], self.body[t["Word"]], t["Head"]) + t["Traits"]) for j, t in enumerate(self.times)]

    def cites(self, a):
        out = []
        for j, c in enumerate(self.citings):
            holds = any(lo <= a < hi for lo, hi in c["Content"] or [])
            out.append((j, c["Word"], placed(self.page, self.w, a, c["Word"], self.body[c["Word"]]) + [HOLDS + int(holds)] + c["Traits"]))
        return out

    def codes(self, cands):
        """The states that candidates for a side mean: code → their numbers."""
        by = {}
        for n, (j, _, _) in enumerate(cands):
            for code in self.parties[j]["Codes"]:
                by.setdefault(code, []).append(n)
        return by

    def default(self, act):
        """Which of DEFAULTS an act without words for its time has; None where its page has no day."""
        day = self.page.published
        if not day["from"] or day["from"] != day["to"]:
            return None
        d = datetime.date.fromisoformat(day["to"])
        a, b = act.interval
        if a == b == day["to"]:
            return 0
        if b == day["to"] and a and 0 < (d - datetime.date.fromisoformat(a)).days <= 9:
            return 1
        if b == day["to"] and (not a or (d - datetime.date.fromisoformat(a)).days > 9):
            return 2
        return 3

    def when(self, a, act, cands):
        """Indices among the candidates that give the act's time."""
        by_words = [n for n, (j, _, _) in enumerate(cands) if set(range(self.page.times[self.times[j]["Time"]]["First"], self.page.times[self.times[j]["Time"]]["Last"])) & act.when]
        if by_words:
            return by_words
        if act.when:
            return []
        if act.interval[0] and act.interval[0] == act.interval[1]:
            return [n for n, (j, _, _) in enumerate(cands)
                    if (v := self.page.times[self.times[j]["Time"]]["Interval"]) and v["from"] == v["to"] == act.interval[0]]
        return []

    def mentioned(self, act, column, m):
        """Whether mention m is among the words that the label has for a side."""
        words = act.words[column]
        return bool(words & set(range(self.page.mentions[m]["First"], self.page.mentions[m]["Last"])))

    def cited(self, act, n):
        """Whether attribution n is of a source in the act's chain."""
        c = self.page.citings[n]
        tokens = {t for ws in act.cited for t in ws}
        return any(self.page.tokens[t][0] < c["Last"] and self.page.tokens[t][1] > c["First"] for t in tokens)


def of(page):
    """The windows of a page that have a core."""
    return [w for raw in page.windows if (w := Window(page, raw)).core]
