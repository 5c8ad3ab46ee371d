"""States under each other's names, so that what a state does is read and not remembered."""

import numpy as np

# Name, adjective, capital: each one piece of the vocabulary.
NAMES = """russia russian moscow
china chinese beijing
iran iranian tehran
japan japanese tokyo
france french paris
germany german berlin
ukraine ukrainian kiev
israel israeli jerusalem
egypt egyptian cairo
turkey turkish ankara
pakistan pakistani islamabad
iraq iraqi baghdad
syria syrian damascus
india indian delhi
cuba cuban havana
poland polish warsaw
serbia serbian belgrade
spain spanish madrid
italy italian rome
afghanistan afghan kabul
lebanon lebanese beirut
greece greek athens
britain british london
vietnam vietnamese hanoi
indonesia indonesian jakarta
australia australian canberra
kenya kenyan nairobi
peru peruvian lima
sweden swedish stockholm
hungary hungarian budapest"""


class States:
    def __init__(self, vocabulary):
        place = {w.rstrip("\n"): i for i, w in enumerate(open(vocabulary, encoding="utf-8"))}
        self.rows = np.array([ids for line in NAMES.splitlines() if None not in (ids := [place.get(w) for w in line.split()])])
        self.same = np.arange(len(place))

    def rename(self, ids, rng):
        """A window's pieces with its states under other names, one for one."""
        here = np.isin(self.rows[:, :2], ids).any(1)
        to = self.same.copy()
        to[self.rows[here]] = self.rows[rng.permutation(len(self.rows))[here]]
        return to[ids]
