-- Which list names which source that is watched; list is '' where the user does.
CREATE TABLE watch_name (
	list    TEXT COLLATE "C" NOT NULL,
	address TEXT COLLATE "C" NOT NULL
);
CREATE INDEX watch_name_list ON watch_name USING hash (list);
CREATE INDEX watch_name_address ON watch_name USING hash (address);
