"""Statements that a measure must never run: a hundred and more in each of four dialects."""

from __future__ import annotations

from itertools import product

COUNT = 110
WRAPPERS = (
    "SELECT {} AS value",
    "SELECT count(*) AS value FROM orders WHERE {} IS NOT NULL",
    "SELECT value FROM (SELECT {} AS value) AS inside",
    "WITH x AS (SELECT {} AS value) SELECT value FROM x",
    "SELECT CASE WHEN {} IS NULL THEN 1 ELSE 2 END AS value",
    "SELECT max(id) AS value FROM orders GROUP BY {}",
)
COMMON = """
INSERT INTO orders VALUES (9, 'x')
UPDATE orders SET name = 'x'
DELETE FROM orders
DROP TABLE orders
CREATE TABLE stolen AS SELECT * FROM orders
CREATE VIEW stolen AS SELECT * FROM orders
CREATE INDEX stolen ON orders (id)
ALTER TABLE orders ADD COLUMN x INTEGER
ALTER TABLE orders RENAME TO stolen
SELECT 1 AS value; DELETE FROM orders
SELECT 1 AS value; DROP TABLE orders; SELECT 2
DELETE FROM orders; SELECT 1 AS value
WITH x AS (SELECT 1 AS id) DELETE FROM orders WHERE id IN (SELECT id FROM x)
WITH x AS (SELECT 1 AS id) INSERT INTO orders SELECT id, 'x' FROM x
EXPLAIN DELETE FROM orders
BEGIN
COMMIT
ROLLBACK
SELECT 1 AS value; COMMIT; DELETE FROM orders
SELECT 1 AS value FROM orders FOR UPDATE
GRANT ALL ON orders TO PUBLIC
""".strip().splitlines()
OWN = {
    "postgres": """
TRUNCATE orders
MERGE INTO orders USING orders AS o ON false WHEN NOT MATCHED THEN INSERT VALUES (9, 'x')
WITH x AS (DELETE FROM orders RETURNING 1) SELECT count(*) AS value FROM x
WITH x AS (INSERT INTO orders VALUES (9, 'x') RETURNING 1) SELECT count(*) AS value FROM x
WITH x AS (UPDATE orders SET name = 'x' RETURNING 1) SELECT count(*) AS value FROM x
SELECT 1 AS value INTO stolen
SELECT * INTO stolen FROM orders
COPY orders TO '/tmp/krtracker_stolen'
COPY orders FROM '/etc/passwd'
COPY (SELECT 1) TO PROGRAM 'touch /tmp/krtracker_stolen'
DO $$ BEGIN DELETE FROM orders; END $$
CALL x()
EXPLAIN ANALYZE DELETE FROM orders
SET transaction_read_only = off
RESET ALL
SET ROLE postgres
LOCK TABLE orders
VACUUM orders
CREATE ROLE stolen SUPERUSER
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'
PREPARE x AS DELETE FROM orders
SELECT own.lower('x') AS value
SELECT "own"."coalesce"(1) AS value
SELECT sum(id) AS value FROM orders WHERE own.lower(name) = 'one'
SELECT count(*) AS value FROM orders WHERE name OPERATOR(own.=) 'x'
SELECT pg_catalog.set_config('transaction_read_only', 'off', false) AS value
SELECT 'pg_authid'::regclass::oid AS value
EXECUTE x
NOTIFY x
LISTEN x
REFRESH MATERIALIZED VIEW x
SELECT usename AS value FROM pg_shadow
SELECT rolpassword AS value FROM pg_catalog.pg_authid
""",
    "mysql": """
TRUNCATE TABLE orders
REPLACE INTO orders VALUES (9, 'x')
SELECT 1 AS value INTO OUTFILE '/tmp/krtracker_stolen'
SELECT name INTO DUMPFILE '/tmp/krtracker_stolen' FROM orders
SELECT 1 AS value INTO @stolen
SELECT mysql.lower('x') AS value
SELECT @x := 1 AS value
LOAD DATA INFILE '/etc/passwd' INTO TABLE orders
LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE orders
SELECT /*!50000 1 INTO OUTFILE '/tmp/krtracker_stolen' */
SELECT /*!50000 load_file('/etc/passwd') */ AS value
HANDLER orders OPEN
LOCK TABLES orders WRITE
SET GLOBAL max_connections = 1
SET SESSION TRANSACTION READ WRITE
CREATE USER stolen IDENTIFIED BY 'x'
DROP DATABASE mysql
CALL x()
DO sleep(0)
KILL 1
FLUSH TABLES
RENAME TABLE orders TO stolen
PREPARE x FROM 'DELETE FROM orders'
SHOW GRANTS
SELECT authentication_string AS value FROM mysql.user
SELECT 1 AS value FROM orders LOCK IN SHARE MODE
INSTALL PLUGIN x SONAME 'x.so'
""",
    "sqlite": """
REPLACE INTO orders VALUES (9, 'x')
INSERT OR REPLACE INTO orders VALUES (9, 'x')
ATTACH 'stolen.sqlite' AS stolen
ATTACH '/etc/passwd' AS stolen
DETACH main
PRAGMA query_only = OFF
PRAGMA writable_schema = ON
PRAGMA journal_mode = DELETE
PRAGMA temp_store_directory = '/tmp'
VACUUM
VACUUM INTO 'stolen.sqlite'
REINDEX
ANALYZE
CREATE TEMP TABLE stolen AS SELECT * FROM orders
CREATE VIRTUAL TABLE stolen USING fts5(x)
CREATE TRIGGER t AFTER INSERT ON orders BEGIN DELETE FROM orders; END
SAVEPOINT x
RELEASE x
SELECT sql AS value FROM sqlite_master
SELECT sql AS value FROM main.sqlite_master
SELECT name AS value FROM temp.sqlite_temp_master
SELECT * FROM dbstat
SELECT name AS value FROM pragma_table_info('orders')
SELECT 1 AS value; ATTACH 'stolen.sqlite' AS stolen
""",
    "duckdb": """
TRUNCATE orders
COPY orders TO 'stolen.csv'
COPY orders FROM '/etc/passwd'
COPY (SELECT 1) TO '/tmp/krtracker_stolen'
EXPORT DATABASE 'stolen'
IMPORT DATABASE 'stolen'
ATTACH 'stolen.duckdb' AS stolen
ATTACH ':memory:' AS stolen
DETACH source
INSTALL httpfs
LOAD httpfs
SET enable_external_access = true
RESET enable_external_access
SET memory_limit = '999GB'
PRAGMA database_list
CREATE TEMP TABLE stolen AS SELECT * FROM orders
CREATE MACRO f(x) AS x
CREATE SECRET s (TYPE s3)
CHECKPOINT
VACUUM
CALL pragma_version()
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_blob('/etc/passwd')
SELECT * FROM glob('/etc/*')
SELECT * FROM '/etc/passwd'
SELECT * FROM 'stolen.csv'
SELECT * FROM "stolen.parquet"
SELECT own.lower('x') AS value
SELECT * FROM 'https://127.0.0.1:9/x.parquet'
SELECT value FROM duckdb_settings()
SELECT * FROM duckdb_secrets()
SELECT * FROM query('DELETE FROM orders')
PIVOT orders ON name
""",
}
FUNCTIONS = {
    "postgres": """
pg_read_file('/etc/passwd')
pg_read_binary_file('/etc/passwd')
pg_ls_dir('/')
lo_import('/etc/passwd')
lo_create(0)
lo_export(1, '/tmp/krtracker_stolen')
lo_from_bytea(0, 'x')
nextval('counter')
setval('counter', 9)
set_config('transaction_read_only', 'off', false)
set_config('default_transaction_read_only', 'off', false)
pg_reload_conf()
pg_rotate_logfile()
pg_switch_wal()
query_to_xml('DELETE FROM orders RETURNING 1', true, true, '')
database_to_xml(true, true, '')
dblink('host=127.0.0.1', 'select 1')
current_setting('data_directory')
pg_stat_file('/etc/passwd')
txid_current()
""",
    "mysql": """
load_file('/etc/passwd')
benchmark(10, md5('a'))
sys_exec('touch /tmp/krtracker_stolen')
sys_eval('id')
user()
@@datadir
@@secure_file_priv
nextval(counter)
setval(counter, 9)
last_insert_id(9)
extractvalue('<a/>', '/a')
updatexml('<a/>', '/a', '<b/>')
uuid()
rand()
master_pos_wait('x', 1, 0)
""",
    "sqlite": """
load_extension('x')
readfile('/etc/passwd')
writefile('stolen', 'x')
edit('x')
fts3_tokenizer('x')
randomblob(10)
random()
last_insert_rowid()
changes()
total_changes()
sqlite_version()
sqlite_compileoption_get(1)
zeroblob(10)
eval('DELETE FROM orders')
""",
    "duckdb": """
getenv('HOME')
current_setting('home_directory')
read_text('/etc/passwd')
nextval('counter')
getvariable('x')
current_query()
version()
pg_sleep(1)
random()
uuid()
txid_current()
write_log('x')
""",
}


def hostile(dialect: str) -> list[str]:
    """As many of them as `COUNT` says."""
    functions = [
        wrapper.format(function)
        for wrapper, function in product(WRAPPERS, FUNCTIONS[dialect].strip().splitlines())
    ]
    return [*COMMON, *OWN[dialect].strip().splitlines(), *functions][:COUNT]
