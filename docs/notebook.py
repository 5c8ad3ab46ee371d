# %% [markdown]
# # A dyad in Python
#
#     chancery export --store ledger.db --format csv --out events.csv
#     python3 notebook.py events.csv PRK RUS
#
# or open it as a notebook: the marks are those of Jupytext, VS Code and Spyder. It needs pandas and matplotlib.
# Columns are explained in csv.md.

# %%
import sys

import matplotlib.pyplot as plt
import pandas as pd

path, a, b = (sys.argv[1:] + ["events.csv", "PRK", "RUS"][len(sys.argv) - 1 :])[:3]

events = pd.read_csv(path, keep_default_na=False)
for column in events.select_dtypes(exclude="number"):  # an apostrophe keeps spreadsheets from computing what pages say
    if column not in ("reciprocal", "background"):
        events[column] = events[column].str.replace(r"^'(?=[=+@\t\r-])", "", regex=True)
events["from"] = pd.to_datetime(events["from"], errors="coerce")
events["to"] = pd.to_datetime(events["to"], errors="coerce")

# %% [markdown]
# ## The acts between the two, in either direction
#
# Only what is told as done counts: no plans, no mere denials.

# %%
def side(column, country):
    return events[column].str.split("; ").apply(lambda countries: country in countries)


between = (side("source_country", a) & side("target_country", b)) | (side("source_country", b) & side("target_country", a))
dyad = events[between & events["status"].isin(["reported", "alleged"])]
print(f"{len(dyad)} acts between {a} and {b}, {int(dyad['reports'].sum())} reports")

# %% [markdown]
# ## An index by year
#
# (cooperation - conflict) / (cooperation + conflict). An act counts once, however many outlets copy its report; `index_sure` counts only acts
# from two or more independent sources. An act whose date reaches beyond a year is left out; `chancery series` shows how to bound it.

# %%
dated = dyad[dyad["from"].dt.year.eq(dyad["to"].dt.year)].copy()
dated["year"] = dated["from"].dt.year.astype(int)
dated["cooperation"] = dated["quad"].isin([1, 2])


def index(acts):
    return 2 * acts["cooperation"].mean() - 1 if len(acts) else float("nan")


years = dated.groupby("year")
table = pd.DataFrame(
    {
        "acts": years.size(),
        "origins": years["origins"].sum(),
        "index": years[["cooperation"]].apply(index),
        "index_sure": dated[dated["origins"] > 1].groupby("year")[["cooperation"]].apply(index) if (dated["origins"] > 1).any() else float("nan"),
        "scale": years["scale"].mean(),
    }
)
print(table.to_string())

# %%
fig, (top, bottom) = plt.subplots(2, sharex=True, figsize=(8, 5))
counts = dated.groupby(["year", "cooperation"]).size().unstack(fill_value=0)
for kind, label, sign in ((True, "cooperation", 1), (False, "conflict", -1)):
    if kind in counts:
        top.bar(counts.index, sign * counts[kind], label=label)
top.axhline(0, color="black", linewidth=0.5)
top.set_ylabel("acts")
top.legend()
bottom.plot(table.index, table["index"], marker="o", label="all")
bottom.plot(table.index, table["index_sure"], marker="x", linestyle="none", label="two origins or more")
bottom.set_ylim(-1.1, 1.1)
bottom.set_ylabel("index")
bottom.legend()
fig.suptitle(f"{a} and {b}")
fig.savefig("dyad.png", dpi=120)
