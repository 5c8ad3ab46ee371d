package sqlite

// views are what people ask a ledger in SQL by (docs/sql.md): they stay what
// they are when tables change. They are made with the aids, whose version
// counts up when they change.
const views = `
DROP VIEW IF EXISTS quotes;
DROP VIEW IF EXISTS reports;
DROP VIEW IF EXISTS articles;
DROP VIEW IF EXISTS events;
CREATE VIEW events AS SELECT
	e.id, e.type, e.doc ->> '$.mode' AS mode, e.act, e.doc ->> '$.channel' AS channel,
	nullif(e.doc ->> '$.date.from', '') AS date_from, nullif(e.doc ->> '$.date.to', '') AS date_to,
	coalesce(e.doc ->> '$.date.precision', '') AS precision,
	(SELECT group_concat(value ->> '$.name', '; ') FROM json_each(e.doc, '$.source')) AS source,
	(SELECT group_concat(value ->> '$.country', '; ') FROM json_each(e.doc, '$.source')) AS source_country,
	(SELECT group_concat(value ->> '$.name', '; ') FROM json_each(e.doc, '$.target')) AS target,
	(SELECT group_concat(value ->> '$.country', '; ') FROM json_each(e.doc, '$.target')) AS target_country,
	e.doc ->> '$.reciprocal' AS reciprocal, e.doc ->> '$.occasion.name' AS occasion, e.status, e.background,
	(SELECT group_concat(value ->> '$.name', '; ') FROM json_each(e.doc, '$.denied_by')) AS denied_by,
	json_array_length(e.doc, '$.reports') AS reports, e.doc ->> '$.origins' AS origins,
	nullif(CAST(e.doc ->> '$.confidence' AS REAL), 0) AS confidence,
	(SELECT group_concat(value ->> '$.field', '; ') FROM json_each(e.doc, '$.conflicts')) AS conflicts,
	e.doc AS json
FROM event e;
CREATE VIEW reports AS SELECT
	r.value ->> '$.id' AS id, e.id AS event, r.value ->> '$.article' AS article, r.key AS number,
	coalesce(r.value ->> '$.url', '') AS url, coalesce(r.value ->> '$.path', '') AS path, r.value ->> '$.outlet' AS outlet,
	nullif(r.value ->> '$.published.from', '') AS published_from, nullif(r.value ->> '$.published.to', '') AS published_to,
	r.value ->> '$.type' AS type, r.value ->> '$.act' AS act, r.value ->> '$.channel' AS channel,
	nullif(r.value ->> '$.date.from', '') AS date_from, nullif(r.value ->> '$.date.to', '') AS date_to,
	r.value ->> '$.status' AS status, r.value ->> '$.background' AS background,
	(SELECT group_concat(value ->> '$.name', ' < ') FROM json_each(r.value, '$.chain')) AS chain,
	EXISTS (SELECT 1 FROM json_each(r.value, '$.chain') WHERE value ->> '$.state_media') AS state_media,
	r.value AS json
FROM event e, json_each(e.doc, '$.reports') r;
CREATE VIEW articles AS SELECT
	g.page AS id, coalesce(g.doc ->> '$.article.url', '') AS url, coalesce(g.doc ->> '$.article.path', '') AS path, g.title, g.outlet,
	coalesce(g.doc ->> '$.article.author', '') AS author, coalesce(g.doc ->> '$.article.language', '') AS language,
	nullif(g.doc ->> '$.published.from', '') AS published_from, nullif(g.doc ->> '$.published.to', '') AS published_to,
	g.doc ->> '$.article.text' AS text
FROM reading g WHERE g.doc IS NOT NULL;
CREATE VIEW quotes AS SELECT
	e.id AS event, q.value ->> '$.text' AS text, q.value ->> '$.speaker.name' AS speaker, q.value ->> '$.speaker.country' AS speaker_country,
	q.value ->> '$.addressee.name' AS addressee, q.value ->> '$.direct' AS direct,
	e.doc ->> ('$.reports[' || (q.value ->> '$.report') || '].id') AS report,
	e.doc ->> ('$.reports[' || (q.value ->> '$.report') || '].article') AS article,
	q.value ->> '$.start' AS start, q.value ->> '$.end' AS "end"
FROM event e, json_each(e.doc, '$.quotes') q;
`
