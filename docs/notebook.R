#' # A dyad in R
#'
#'     chancery export --store ledger.db --format csv --out events.csv
#'     Rscript notebook.R events.csv PRK RUS
#'
#' or `rmarkdown::render("notebook.R")`. It needs R alone. Columns are explained in csv.md.

args <- commandArgs(trailingOnly = TRUE)
given <- c("events.csv", "PRK", "RUS")
given[seq_along(args)] <- args
path <- given[1]; a <- given[2]; b <- given[3]

events <- read.csv(path, encoding = "UTF-8", na.strings = character())
text <- vapply(events, is.character, TRUE)
# An apostrophe keeps spreadsheets from computing what pages say.
events[text] <- lapply(events[text], function(x) sub("^'(?=[=+@\t\r-])", "", x, perl = TRUE))
events$from <- as.Date(events$from, "%Y-%m-%d")
events$to <- as.Date(events$to, "%Y-%m-%d")

#' ## The acts between the two, in either direction
#'
#' Only what is told as done counts: no plans, no mere denials.

side <- function(column, country) vapply(strsplit(events[[column]], "; ", fixed = TRUE), function(x) country %in% x, TRUE)
between <- side("source_country", a) & side("target_country", b) | side("source_country", b) & side("target_country", a)
dyad <- events[between & events$status %in% c("reported", "alleged"), ]
cat(nrow(dyad), "acts between", a, "and", b, "-", sum(dyad$reports), "reports\n")

#' ## An index by year
#'
#' (cooperation - conflict) / (cooperation + conflict). An act counts once, however many outlets copy its report; `index_sure` counts only
#' acts from two or more independent sources. An act whose date reaches beyond a year is left out; `chancery series` shows how to bound it.

year <- function(day) as.integer(format(day, "%Y"))
dated <- dyad[!is.na(dyad$from) & !is.na(dyad$to) & year(dyad$from) == year(dyad$to), ]
dated$year <- year(dated$from)
dated$cooperation <- dated$quad %in% c(1, 2)
index <- function(acts) if (nrow(acts) == 0) NA else 2 * mean(acts$cooperation) - 1
rows <- lapply(split(dated, dated$year), function(acts) data.frame(
  year = acts$year[1], acts = nrow(acts), origins = sum(acts$origins),
  index = index(acts), index_sure = index(acts[acts$origins > 1, ]), scale = mean(acts$scale)))
table <- do.call(rbind, rows)
print(table, row.names = FALSE)

#' ## The dyad, plotted

png("dyad.png", width = 960, height = 600)
par(mfrow = c(2, 1), mar = c(3, 4, 2, 1))
counts <- rbind(cooperation = tapply(dated$cooperation, dated$year, sum), conflict = tapply(!dated$cooperation, dated$year, sum))
barplot(counts, beside = TRUE, legend.text = TRUE, main = paste(a, "and", b), ylab = "acts")
plot(table$year, table$index, type = "b", ylim = c(-1, 1), xlab = "", ylab = "index")
points(table$year, table$index_sure, pch = 4)
abline(h = 0, lty = 3)
invisible(dev.off())
