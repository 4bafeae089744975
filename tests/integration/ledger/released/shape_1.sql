-- A ledger of shape 1, as a release wrote it: never to be changed.
-- head: {"sequence": 15, "hash": "897b7df42e1d52213b34514370d8fab7b2cea751b16ab53da3457ebc1c6d1baf"}
CREATE TABLE measurements (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    cycle VARCHAR NOT NULL,
    key_result VARCHAR NOT NULL,
    measure_hash VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    value DOUBLE,
    verdict VARCHAR NOT NULL,
    reason VARCHAR,
    measured_at TIMESTAMP NOT NULL,
    run VARCHAR NOT NULL,
    source VARCHAR,
    rows_read BIGINT,
    newest TIMESTAMP,
    duration_seconds DOUBLE NOT NULL,
    query_hash VARCHAR NOT NULL,
    parameters VARCHAR NOT NULL,
    expectations BIGINT NOT NULL,
    failures VARCHAR NOT NULL,
    nulls VARCHAR NOT NULL,
    duplicates VARCHAR NOT NULL,
    table_readings VARCHAR NOT NULL,
    restates DOUBLE,
    is_restatement BOOLEAN NOT NULL,
    accepted_by VARCHAR,
    hash BLOB NOT NULL
);
CREATE TABLE queries (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    query_hash VARCHAR NOT NULL,
    query VARCHAR NOT NULL,
    hash BLOB NOT NULL
);
CREATE TABLE attempts (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    cycle VARCHAR NOT NULL,
    key_result VARCHAR NOT NULL,
    measure_hash VARCHAR NOT NULL,
    as_of DATE NOT NULL,
    attempted_at TIMESTAMP NOT NULL,
    run VARCHAR NOT NULL,
    source VARCHAR,
    reason VARCHAR NOT NULL,
    is_definition_fault BOOLEAN NOT NULL,
    hash BLOB NOT NULL
);
CREATE TABLE runs (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    run VARCHAR NOT NULL,
    source VARCHAR,
    recorded_at TIMESTAMP NOT NULL,
    written BIGINT NOT NULL,
    restated BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    unmeasured BIGINT NOT NULL,
    duration_seconds DOUBLE NOT NULL,
    error VARCHAR,
    hash BLOB NOT NULL
);
CREATE TABLE promises (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    cycle VARCHAR NOT NULL,
    key_result VARCHAR NOT NULL,
    formerly VARCHAR,
    kind VARCHAR NOT NULL,
    promise VARCHAR NOT NULL,
    promise_hash VARCHAR NOT NULL,
    measure_hash VARCHAR NOT NULL,
    baseline DOUBLE,
    effective DATE NOT NULL,
    promised_on DATE NOT NULL,
    reason VARCHAR,
    changed_by VARCHAR,
    recorded_at TIMESTAMP NOT NULL,
    run VARCHAR NOT NULL,
    hash BLOB NOT NULL
);
CREATE TABLE catalogs (
    sequence BIGINT PRIMARY KEY,
    form SMALLINT NOT NULL,
    catalog_hash VARCHAR NOT NULL,
    catalog VARCHAR NOT NULL,
    adopted_at TIMESTAMP NOT NULL,
    run VARCHAR NOT NULL,
    hash BLOB NOT NULL
);
CREATE TABLE shape (version INTEGER PRIMARY KEY);
INSERT INTO shape VALUES (1);
INSERT INTO measurements (sequence, form, cycle, key_result, measure_hash, as_of, value, verdict, reason, measured_at, run, source, rows_read, newest, duration_seconds, query_hash, parameters, expectations, failures, nulls, duplicates, table_readings, restates, is_restatement, accepted_by, hash)
VALUES (5, 1, '2026-Q4', 'urgent_delivery_time', 'd554d36c116c586a3068199e6d6f90d3d98b721d151c0174f5be8375874d0681', '2026-11-21', 0.30000000000000004::DOUBLE, 'accepted', NULL, '2026-11-22 08:00:00', 'run-1', 'logistics', 120, '2026-11-21 21:30:00', 0.25::DOUBLE, '11cc80d74d5e5c53ac1f58f0f034628f9619e5a496f6bb8409450e729f006b07', '{"as_of": "2026-11-21"}', 2, '[]', '{}', '{}', '[{"table": "orders", "newest": "2026-11-21T22:00:00", "rows_that_day": 140, "updated": null}]', NULL, false, NULL, unhex('917809a1ff5c267dfdc04975fe0ae6b3ecccf6e9ac410ab28a635c20e67b4440'));
INSERT INTO measurements (sequence, form, cycle, key_result, measure_hash, as_of, value, verdict, reason, measured_at, run, source, rows_read, newest, duration_seconds, query_hash, parameters, expectations, failures, nulls, duplicates, table_readings, restates, is_restatement, accepted_by, hash)
VALUES (6, 1, '2026-Q4', 'nps', 'f43244bdc9862546b4ce8623137c2e590209aa940678f04db79216c24e443c80', '2026-09-30', 7.0::DOUBLE, 'accepted', NULL, '2026-11-22 08:00:00', 'run-1', 'logistics', 120, '2026-11-21 21:30:00', 0.25::DOUBLE, '11cc80d74d5e5c53ac1f58f0f034628f9619e5a496f6bb8409450e729f006b07', '{"as_of": "2026-09-30"}', 2, '[]', '{"delivered_at": 0.5}', '{}', '[{"table": "orders", "newest": "2026-11-21T22:00:00", "rows_that_day": 140, "updated": null}]', NULL, false, NULL, unhex('45756462ce8076298f18246b2bf97fbad13f4e0394bf6b495b3df85b4c32e5dc'));
INSERT INTO measurements (sequence, form, cycle, key_result, measure_hash, as_of, value, verdict, reason, measured_at, run, source, rows_read, newest, duration_seconds, query_hash, parameters, expectations, failures, nulls, duplicates, table_readings, restates, is_restatement, accepted_by, hash)
VALUES (7, 1, '2026-Q4', 'nps', 'f43244bdc9862546b4ce8623137c2e590209aa940678f04db79216c24e443c80', '2026-11-21', NULL, 'accepted', NULL, '2026-11-22 08:00:00', 'run-1', 'logistics', 120, '2026-11-21 21:30:00', 0.25::DOUBLE, '11cc80d74d5e5c53ac1f58f0f034628f9619e5a496f6bb8409450e729f006b07', '{"as_of": "2026-11-21"}', 2, '[]', '{}', '{}', '[{"table": "orders", "newest": "2026-11-21T22:00:00", "rows_that_day": 140, "updated": null}]', NULL, false, NULL, unhex('192530406c10650455b3a9e06d55e37ac0462725b6addcd8d0734bf4e16b1a20'));
INSERT INTO measurements (sequence, form, cycle, key_result, measure_hash, as_of, value, verdict, reason, measured_at, run, source, rows_read, newest, duration_seconds, query_hash, parameters, expectations, failures, nulls, duplicates, table_readings, restates, is_restatement, accepted_by, hash)
VALUES (11, 1, '2026-Q4', 'urgent_delivery_time', 'd554d36c116c586a3068199e6d6f90d3d98b721d151c0174f5be8375874d0681', '2026-11-21', 43.5::DOUBLE, 'accepted', NULL, '2026-11-22 09:00:00', 'run-2', 'logistics', 120, '2026-11-21 21:30:00', 0.25::DOUBLE, '11cc80d74d5e5c53ac1f58f0f034628f9619e5a496f6bb8409450e729f006b07', '{"as_of": "2026-11-21"}', 2, '[]', '{}', '{}', '[{"table": "orders", "newest": "2026-11-21T22:00:00", "rows_that_day": 140, "updated": null}]', 0.30000000000000004::DOUBLE, true, NULL, unhex('8d5798c4bd00411f7bd08c5074579da7362090a133189d0bbe7831d70ef2d8e9'));
INSERT INTO measurements (sequence, form, cycle, key_result, measure_hash, as_of, value, verdict, reason, measured_at, run, source, rows_read, newest, duration_seconds, query_hash, parameters, expectations, failures, nulls, duplicates, table_readings, restates, is_restatement, accepted_by, hash)
VALUES (13, 1, '2026-Q4', 'urgent_delivery_time', 'd554d36c116c586a3068199e6d6f90d3d98b721d151c0174f5be8375874d0681', '2026-11-19', 500.0::DOUBLE, 'rejected', 'only 3 rows, at least 30 expected', '2026-11-22 10:00:00', 'run-3', 'logistics', 120, '2026-11-21 21:30:00', 0.25::DOUBLE, '11cc80d74d5e5c53ac1f58f0f034628f9619e5a496f6bb8409450e729f006b07', '{"as_of": "2026-11-19"}', 2, '[{"expectation": "rows", "reason": "only 3 rows, at least 30 expected", "is_critical": true}]', '{}', '{}', '[{"table": "orders", "newest": "2026-11-21T22:00:00", "rows_that_day": 140, "updated": null}]', NULL, false, NULL, unhex('32816648fb23dd5668a57d73c219ecb1206b6463a336e1a62206a8706b9f5d6b'));
INSERT INTO measurements (sequence, form, cycle, key_result, measure_hash, as_of, value, verdict, reason, measured_at, run, source, rows_read, newest, duration_seconds, query_hash, parameters, expectations, failures, nulls, duplicates, table_readings, restates, is_restatement, accepted_by, hash)
VALUES (15, 1, '2026-Q4', 'urgent_delivery_time', 'd554d36c116c586a3068199e6d6f90d3d98b721d151c0174f5be8375874d0681', '2026-11-19', 500.0::DOUBLE, 'accepted', 'counted by hand', '2026-11-22 11:00:00', 'person', 'logistics', 120, '2026-11-21 21:30:00', 0.25::DOUBLE, '11cc80d74d5e5c53ac1f58f0f034628f9619e5a496f6bb8409450e729f006b07', '{"as_of": "2026-11-19"}', 2, '[{"expectation": "rows", "reason": "only 3 rows, at least 30 expected", "is_critical": true}]', '{}', '{}', '[{"table": "orders", "newest": "2026-11-21T22:00:00", "rows_that_day": 140, "updated": null}]', NULL, false, 'logistics', unhex('897b7df42e1d52213b34514370d8fab7b2cea751b16ab53da3457ebc1c6d1baf'));
INSERT INTO queries (sequence, form, query_hash, query, hash)
VALUES (4, 1, '11cc80d74d5e5c53ac1f58f0f034628f9619e5a496f6bb8409450e729f006b07', 'SELECT AVG(1) AS value FROM orders', unhex('d414af542513be610da8122ea79c1b3e8611fd7b4529eb30fa6e5a097bdfcb56'));
INSERT INTO attempts (sequence, form, cycle, key_result, measure_hash, as_of, attempted_at, run, source, reason, is_definition_fault, hash)
VALUES (8, 1, '2026-Q4', 'urgent_delivery_time', 'd554d36c116c586a3068199e6d6f90d3d98b721d151c0174f5be8375874d0681', '2026-11-20', '2026-11-22 08:00:00', 'run-1', 'logistics', 'no route to host', false, unhex('0dadf244c30753a519481dde3ec10c414805d8d1bc4b48a5ce4a238914ba15cb'));
INSERT INTO runs (sequence, form, run, source, recorded_at, written, restated, unchanged, rejected, unmeasured, duration_seconds, error, hash)
VALUES (9, 1, 'run-1', 'logistics', '2026-11-22 08:00:00', 3, 0, 0, 0, 1, 0.75::DOUBLE, 'no route to host', unhex('a4700c993838b7b5d4962282804e6fee752d79325a4522ecdc418861f55a0158'));
INSERT INTO runs (sequence, form, run, source, recorded_at, written, restated, unchanged, rejected, unmeasured, duration_seconds, error, hash)
VALUES (12, 1, 'run-2', 'logistics', '2026-11-22 09:00:00', 1, 1, 0, 0, 0, 0.25::DOUBLE, NULL, unhex('2a6a5f76a86fd5ded4a93117fa1610041fb7f53ad31f976b88862bb3aead31dd'));
INSERT INTO runs (sequence, form, run, source, recorded_at, written, restated, unchanged, rejected, unmeasured, duration_seconds, error, hash)
VALUES (14, 1, 'run-3', 'logistics', '2026-11-22 10:00:00', 1, 0, 0, 1, 0, 0.25::DOUBLE, NULL, unhex('38f02139fb2e98f7545ea3bee6d9869b02afa1fd4c2509f644c3d6fe7d9ad62b'));
INSERT INTO promises (sequence, form, cycle, key_result, formerly, kind, promise, promise_hash, measure_hash, baseline, effective, promised_on, reason, changed_by, recorded_at, run, hash)
VALUES (2, 1, '2026-Q4', 'urgent_delivery_time', NULL, 'made', '{"cycle":{"name":"2026-Q4","start":"2026-10-01","end":"2026-12-31"},"baseline":48.0,"target":24.0}', '673cb3cb7fd2039eed1cc32c13aef669616dcb3a04b926ba60452e2d6ec64e01', 'd554d36c116c586a3068199e6d6f90d3d98b721d151c0174f5be8375874d0681', NULL, '2026-10-01', '2026-11-22', NULL, NULL, '2026-11-22 08:00:00', 'run-1', unhex('7dbc09378832f5e775b54753daab074e6e6921a55ead40f4615ecf88c5edec19'));
INSERT INTO promises (sequence, form, cycle, key_result, formerly, kind, promise, promise_hash, measure_hash, baseline, effective, promised_on, reason, changed_by, recorded_at, run, hash)
VALUES (3, 1, '2026-Q4', 'nps', NULL, 'made', '{"cycle":{"name":"2026-Q4","start":"2026-10-01","end":"2026-12-31"},"change":{"amount":10.0,"is_relative":false}}', 'a659282e27156fc80895303e51499d85f822629218645bab8a852ed068128e4d', 'f43244bdc9862546b4ce8623137c2e590209aa940678f04db79216c24e443c80', NULL, '2026-10-01', '2026-11-22', NULL, NULL, '2026-11-22 08:00:00', 'run-1', unhex('92caa197966ef1b8e11506120039bd1fcf78a348a24ca395ad470717f8c78e51'));
INSERT INTO promises (sequence, form, cycle, key_result, formerly, kind, promise, promise_hash, measure_hash, baseline, effective, promised_on, reason, changed_by, recorded_at, run, hash)
VALUES (10, 1, '2026-Q4', 'nps', NULL, 'baseline', '{"cycle":{"name":"2026-Q4","start":"2026-10-01","end":"2026-12-31"},"change":{"amount":10.0,"is_relative":false}}', 'a659282e27156fc80895303e51499d85f822629218645bab8a852ed068128e4d', 'f43244bdc9862546b4ce8623137c2e590209aa940678f04db79216c24e443c80', 7.0::DOUBLE, '2026-10-01', '2026-11-22', NULL, NULL, '2026-11-22 08:00:00', 'run-1', unhex('10b02cf79ebf28b6adcf26f2fa20032e766a6b708dd85e507d8a14b385e010a8'));
INSERT INTO catalogs (sequence, form, catalog_hash, catalog, adopted_at, run, hash)
VALUES (1, 1, 'c5907229c0bea6570c811c1efa2010bca1da6da75d8fb064193c6466b2b1e954', '{"connections":{"logistics":{"name":"logistics","type":"duckdb"}},"objectives":[{"id":"urgent_orders","title":"Deliver urgent orders in a day","team":"logistics","cycle":{"name":"2026-Q4","start":"2026-10-01","end":"2026-12-31"},"key_results":[{"id":"urgent_delivery_time","title":"Average delivery time of critical orders","objective":"urgent_orders","promise":{"cycle":{"name":"2026-Q4","start":"2026-10-01","end":"2026-12-31"},"baseline":48.0,"target":24.0},"how":{"source_rows":"orders","value":"avg(hours_between(ordered_at, delivered_at))","at":"delivered_at","window":{"kind":"last","days":28}},"source":"logistics","unit":"h","place":{"file":"kr_definitions/urgent_orders.yaml","line":10,"column":3},"places":{"target":{"file":"kr_definitions/urgent_orders.yaml","line":10,"column":3}}},{"id":"nps","title":"Average delivery time of critical orders","objective":"urgent_orders","promise":{"cycle":{"name":"2026-Q4","start":"2026-10-01","end":"2026-12-31"},"change":{"amount":10.0,"is_relative":false}},"how":{"source_rows":"orders","value":"avg(hours_between(ordered_at, delivered_at))","where":"x = ''é''","at":"delivered_at","window":{"kind":"last","days":28}},"source":"logistics","unit":"h","place":{"file":"kr_definitions/urgent_orders.yaml","line":10,"column":3},"places":{"target":{"file":"kr_definitions/urgent_orders.yaml","line":10,"column":3}}}],"file":"kr_definitions/urgent_orders.yaml"}]}', '2026-11-22 08:00:00', 'run-1', unhex('8d53d7a8a77ab4d8bd2eb70ad9f0b3cb87db6967aea548c0336995a323b62d9a'));
