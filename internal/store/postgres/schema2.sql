-- Pages are listed by name, and what may be long is ordered by its beginning.
CREATE INDEX page_name ON page(left(CASE WHEN path <> '' THEN path ELSE url END, 300));

-- tally adds up to the rows of tables, as PostgreSQL would count them one by one.
-- Whoever writes holds the ledger's lock, so that its rows can be added up to one
-- now and then.
CREATE TABLE tally (of TEXT COLLATE "C" NOT NULL, n BIGINT NOT NULL);

CREATE FUNCTION tallied() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO tally (of, n) SELECT TG_TABLE_NAME, CASE WHEN TG_OP = 'INSERT' THEN count(*) ELSE -count(*) END FROM touched HAVING count(*) > 0;
	IF random() < .002 THEN
		WITH old AS (DELETE FROM tally WHERE of = TG_TABLE_NAME RETURNING n) INSERT INTO tally (of, n) SELECT TG_TABLE_NAME, sum(n) FROM old HAVING count(*) > 0;
	END IF;
	RETURN NULL;
END $$;

DO $$
DECLARE t TEXT;
BEGIN
	FOREACH t IN ARRAY ARRAY['page', 'reading', 'report', 'event'] LOOP
		EXECUTE format('INSERT INTO tally (of, n) SELECT %L, count(*) FROM %I', t, t);
		EXECUTE format('CREATE TRIGGER tallied_in AFTER INSERT ON %I REFERENCING NEW TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tallied()', t);
		EXECUTE format('CREATE TRIGGER tallied_out AFTER DELETE ON %I REFERENCING OLD TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION tallied()', t);
	END LOOP;
END $$;

-- Who may read or change pages may do as much to their count.
DO $$
DECLARE g RECORD;
BEGIN
	FOR g IN SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS who, bool_or(a.privilege_type <> 'SELECT') AS writes
		FROM pg_class c, aclexplode(c.relacl) a
		WHERE c.oid = 'page'::regclass AND a.grantee <> c.relowner AND a.privilege_type IN ('SELECT', 'INSERT', 'DELETE') GROUP BY 1 LOOP
		EXECUTE 'GRANT ' || CASE WHEN g.writes THEN 'SELECT, INSERT, DELETE' ELSE 'SELECT' END || ' ON tally TO ' || g.who;
	END LOOP;
END $$;

-- Functions look where whoever calls them does, also where the schema has another
-- name than it had.
ALTER FUNCTION event_note(TEXT, BIGINT) RESET search_path;
ALTER FUNCTION event_came() RESET search_path;
ALTER FUNCTION event_went() RESET search_path;
ALTER FUNCTION report_unfiled() RESET search_path;
