package main

import (
	"chancery/internal/news"
	"chancery/internal/tell"
)

// dateText is an interval as a person would say it.
func dateText(v news.Interval) string { return tell.Date(v) }
