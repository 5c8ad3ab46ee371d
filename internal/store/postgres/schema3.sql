-- An index alone tells what is a copy of what.
DROP INDEX report_copy;
CREATE INDEX report_copied ON report(copy_of, page) WHERE copy_of <> '';
