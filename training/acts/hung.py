"""How words hang together in their sentence's tree, as path.go has it."""

# Blocks of the table of traits, after those of windows.py.
RELATIONS, ADPOSITIONS, CONJ, DEEPEST = 21, 27, 12, 40
UP = 87
UP_STEPS = UP + 2 + RELATIONS
DOWN = UP_STEPS + 4
STEPS = DOWN + 2 + RELATIONS
OWN = STEPS + 4
OUTER = OWN + RELATIONS
INNER = OUTER + ADPOSITIONS
CONJUNCT = INNER + ADPOSITIONS
VOICE = CONJUNCT + 2
ARGUMENT = VOICE + 2
TRAITS = ARGUMENT + 7


class Hung:
    """A page's tree as traits see it."""

    def __init__(self, h):
        self.heads, self.relations, self.adpositions = h["Heads"] or [], h["Relations"] or [], h["Adpositions"] or []
        self.passive = set(h["Passive"] or [])
        self.arguments = {}
        for p, first, last, kind in h["Arguments"] or []:
            self.arguments.setdefault(p, []).append((first, last, kind))

    def between(self, a, b, together):
        """Traits of how token b hangs as seen from token a."""
        top, conjunct = b, 0
        for _ in range(DEEPEST):
            if self.relations[top] != CONJ or self.heads[top] < 0 or self.heads[top] == a:
                break
            top, conjunct = self.heads[top], 1
        up, up_steps, down, steps, outer = self.path(a, top) if together else (0, 0, 0, 0, 0)
        argument = next((kind for first, last, kind in self.arguments.get(a, ()) if first <= b < last), 0)
        return [UP + up, UP_STEPS + min(up_steps, 3), DOWN + down, STEPS + min(steps, 3), OWN + self.relations[top],
                OUTER + outer, INNER + self.adpositions[top], CONJUNCT + conjunct, VOICE + (a in self.passive), ARGUMENT + argument]

    def path(self, a, b):
        above = []
        while a >= 0 and len(above) < DEEPEST:
            above.append(a)
            a = self.heads[a]
        y, under, steps = b, -1, 0
        while y >= 0 and steps < DEEPEST:
            if y in above:
                n = above.index(y)
                up = 1 if n == 0 else 2 + self.relations[above[n - 1]]
                return (up, n, 1, steps, 0) if under < 0 else (up, n, 2 + self.relations[under], steps, self.adpositions[under])
            under, y, steps = y, self.heads[y], steps + 1
        return 0, 0, 0, 0, 0
