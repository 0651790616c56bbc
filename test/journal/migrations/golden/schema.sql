-- index decision_pack_first_end
CREATE INDEX decision_pack_first_end ON decision_pack (first_end_ms)
-- index decision_pack_until
CREATE INDEX decision_pack_until ON decision_pack (until_ms, from_ms)
-- index decision_row_scope_from
CREATE INDEX decision_row_scope_from ON decision_row (scope, from_ms)
-- index sqlite_autoindex_conditions_1

-- index sqlite_autoindex_decision_form_1

-- index sqlite_autoindex_decision_text_1

-- index sqlite_autoindex_level_1

-- index sqlite_autoindex_series_1

-- index sqlite_autoindex_usage_name_1

-- table conditions
CREATE TABLE conditions (
    id INTEGER PRIMARY KEY,
    mode TEXT NOT NULL,
    profile TEXT NOT NULL,
    source TEXT NOT NULL,
    governor TEXT NOT NULL,
    UNIQUE (mode, profile, source, governor)
  ) STRICT
-- table decision_day
CREATE TABLE decision_day (
    day_ms INTEGER NOT NULL,
    scope TEXT NOT NULL,
    mode TEXT NOT NULL,
    profile TEXT NOT NULL,
    because TEXT NOT NULL,
    decisions INTEGER NOT NULL,
    ticks INTEGER NOT NULL,
    held_ms INTEGER NOT NULL,
    PRIMARY KEY (day_ms, scope, mode, profile, because)
  ) STRICT, WITHOUT ROWID
-- table decision_form
CREATE TABLE decision_form (
    id INTEGER PRIMARY KEY,
    reasons TEXT NOT NULL,
    features TEXT NOT NULL,
    UNIQUE (reasons, features)
  ) STRICT
-- table decision_pack
CREATE TABLE decision_pack (
    id INTEGER PRIMARY KEY,
    scope TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    first_end_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    quarters TEXT NOT NULL,
    content BLOB NOT NULL
  ) STRICT
-- table decision_row
CREATE TABLE decision_row (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    from_ms INTEGER NOT NULL,
    held_ms INTEGER NOT NULL,
    ticks INTEGER NOT NULL,
    govern INTEGER NOT NULL,
    profile INTEGER NOT NULL,
    before INTEGER NOT NULL,
    after INTEGER NOT NULL,
    readback INTEGER,
    form INTEGER NOT NULL,
    figures TEXT NOT NULL
  ) STRICT
-- table decision_text
CREATE TABLE decision_text (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
  ) STRICT
-- table event
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    at_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
  ) STRICT
-- table experiment
CREATE TABLE experiment (
    started_ms INTEGER PRIMARY KEY,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    period_ms INTEGER NOT NULL,
    washout_ms INTEGER NOT NULL,
    for_ms INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    unit TEXT NOT NULL,
    ended_ms INTEGER,
    "end" TEXT
  ) STRICT
-- table experiment_period
CREATE TABLE experiment_period (
    started_ms INTEGER NOT NULL REFERENCES experiment (started_ms),
    block INTEGER NOT NULL,
    arm TEXT NOT NULL,
    from_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    millijoules INTEGER NOT NULL,
    work REAL NOT NULL,
    measured_ms INTEGER NOT NULL,
    mean_millicelsius INTEGER,
    dropped TEXT,
    PRIMARY KEY (started_ms, block, arm)
  ) STRICT, WITHOUT ROWID
-- table experiment_work
CREATE TABLE experiment_work (
    started_ms INTEGER NOT NULL REFERENCES experiment (started_ms),
    block INTEGER NOT NULL,
    arm TEXT NOT NULL,
    unit TEXT NOT NULL,
    amount REAL NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (started_ms, block, arm, unit)
  ) STRICT, WITHOUT ROWID
-- table gap
CREATE TABLE gap (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    from_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    why TEXT NOT NULL
  ) STRICT
-- table level
CREATE TABLE level (
    name TEXT PRIMARY KEY,
    kept_from_ms INTEGER NOT NULL DEFAULT 0,
    filled_to_ms INTEGER NOT NULL DEFAULT 0
  ) STRICT
-- table machine
CREATE TABLE machine (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run (id),
    at_ms INTEGER NOT NULL,
    facts TEXT NOT NULL
  ) STRICT
-- table run
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    ended_ms INTEGER,
    boot_id TEXT NOT NULL,
    version TEXT NOT NULL,
    machine TEXT NOT NULL,
    simulated INTEGER NOT NULL
  ) STRICT
-- table series
CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (kind, name)
  ) STRICT
-- table slot_10s
CREATE TABLE slot_10s (
    slot_ms INTEGER NOT NULL,
    series INTEGER NOT NULL REFERENCES series (id),
    conditions INTEGER NOT NULL REFERENCES conditions (id),
    run INTEGER NOT NULL REFERENCES run (id),
    part INTEGER NOT NULL,
    integral INTEGER NOT NULL,
    measured_ms INTEGER NOT NULL,
    min INTEGER,
    max INTEGER,
    PRIMARY KEY (slot_ms, series, conditions, run, part)
  ) STRICT, WITHOUT ROWID
-- table slot_15min
CREATE TABLE slot_15min (
    series INTEGER NOT NULL REFERENCES series (id),
    slot_ms INTEGER NOT NULL,
    conditions INTEGER NOT NULL REFERENCES conditions (id),
    integral INTEGER NOT NULL,
    measured_ms INTEGER NOT NULL,
    min INTEGER,
    max INTEGER,
    PRIMARY KEY (series, slot_ms, conditions)
  ) STRICT, WITHOUT ROWID
-- table slot_1day
CREATE TABLE slot_1day (
    series INTEGER NOT NULL REFERENCES series (id),
    slot_ms INTEGER NOT NULL,
    conditions INTEGER NOT NULL REFERENCES conditions (id),
    integral INTEGER NOT NULL,
    measured_ms INTEGER NOT NULL,
    min INTEGER,
    max INTEGER,
    PRIMARY KEY (series, slot_ms, conditions)
  ) STRICT, WITHOUT ROWID
-- table slot_1h
CREATE TABLE slot_1h (
    series INTEGER NOT NULL REFERENCES series (id),
    slot_ms INTEGER NOT NULL,
    conditions INTEGER NOT NULL REFERENCES conditions (id),
    integral INTEGER NOT NULL,
    measured_ms INTEGER NOT NULL,
    min INTEGER,
    max INTEGER,
    PRIMARY KEY (series, slot_ms, conditions)
  ) STRICT, WITHOUT ROWID
-- table slot_1min
CREATE TABLE slot_1min (
    series INTEGER NOT NULL REFERENCES series (id),
    slot_ms INTEGER NOT NULL,
    conditions INTEGER NOT NULL REFERENCES conditions (id),
    integral INTEGER NOT NULL,
    measured_ms INTEGER NOT NULL,
    min INTEGER,
    max INTEGER,
    PRIMARY KEY (series, slot_ms, conditions)
  ) STRICT, WITHOUT ROWID
-- table usage_15min
CREATE TABLE usage_15min (
    slot_ms INTEGER NOT NULL,
    name INTEGER NOT NULL,
    millijoules INTEGER,
    amount INTEGER NOT NULL,
    PRIMARY KEY (slot_ms, name)
  ) STRICT, WITHOUT ROWID
-- table usage_1day
CREATE TABLE usage_1day (
    slot_ms INTEGER NOT NULL,
    name INTEGER NOT NULL,
    millijoules INTEGER,
    amount INTEGER NOT NULL,
    PRIMARY KEY (slot_ms, name)
  ) STRICT, WITHOUT ROWID
-- table usage_1h
CREATE TABLE usage_1h (
    slot_ms INTEGER NOT NULL,
    name INTEGER NOT NULL,
    millijoules INTEGER,
    amount INTEGER NOT NULL,
    PRIMARY KEY (slot_ms, name)
  ) STRICT, WITHOUT ROWID
-- table usage_1min
CREATE TABLE usage_1min (
    slot_ms INTEGER NOT NULL,
    run INTEGER NOT NULL REFERENCES run (id),
    part INTEGER NOT NULL,
    name INTEGER NOT NULL,
    millijoules INTEGER,
    amount INTEGER NOT NULL,
    PRIMARY KEY (slot_ms, run, part, name)
  ) STRICT, WITHOUT ROWID
-- table usage_name
CREATE TABLE usage_name (
    id INTEGER PRIMARY KEY,
    way TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (way, name)
  ) STRICT
-- view decision
CREATE VIEW decision AS
  SELECT id, id >> 32 AS run, id & 4294967295 AS key, (SELECT text FROM decision_text WHERE id = r.scope) AS scope, from_ms, from_ms + held_ms AS until_ms, ticks,
    CASE govern WHEN 1 THEN 'govern' ELSE 'observe' END AS mode, (SELECT text FROM decision_text WHERE id = r.profile) AS profile,
    (SELECT text FROM decision_text WHERE id = r.before) AS before, (SELECT text FROM decision_text WHERE id = r.after) AS after, (SELECT text FROM decision_text WHERE id = r.readback) AS readback,
    (SELECT json_group_array(json_set(said.value, '$.facts', json((
        SELECT json_group_object(f.key, 
  CASE WHEN f.type <> 'integer' THEN f.value
    WHEN json_extract('[' || r.figures || ']', '$[' || f.value || ']') = CAST(json_extract('[' || r.figures || ']', '$[' || f.value || ']') AS INTEGER) THEN CAST(json_extract('[' || r.figures || ']', '$[' || f.value || ']') AS INTEGER) ELSE json_extract('[' || r.figures || ']', '$[' || f.value || ']') END) FROM json_each(said.value, '$.facts') f))))
      FROM decision_form form, json_each(form.reasons) said WHERE form.id = r.form) AS reasons,
    (SELECT json_group_object(f.key, 
  CASE WHEN f.type <> 'integer' THEN f.value
    WHEN json_extract('[' || r.figures || ']', '$[' || f.value || ']') = CAST(json_extract('[' || r.figures || ']', '$[' || f.value || ']') AS INTEGER) THEN CAST(json_extract('[' || r.figures || ']', '$[' || f.value || ']') AS INTEGER) ELSE json_extract('[' || r.figures || ']', '$[' || f.value || ']') END)
      FROM decision_form form, json_each(form.features) f WHERE form.id = r.form) AS features
  FROM decision_row r
-- view history_10s
CREATE VIEW history_10s AS
  SELECT q.slot_ms, s.kind, s.name, c.mode, c.profile, c.source, c.governor, q.integral, q.measured_ms, q.min, q.max
  FROM slot_10s q JOIN series s ON s.id = q.series JOIN conditions c ON c.id = q.conditions
-- view history_15min
CREATE VIEW history_15min AS
  SELECT q.slot_ms, s.kind, s.name, c.mode, c.profile, c.source, c.governor, q.integral, q.measured_ms, q.min, q.max
  FROM slot_15min q JOIN series s ON s.id = q.series JOIN conditions c ON c.id = q.conditions
-- view history_1day
CREATE VIEW history_1day AS
  SELECT q.slot_ms, s.kind, s.name, c.mode, c.profile, c.source, c.governor, q.integral, q.measured_ms, q.min, q.max
  FROM slot_1day q JOIN series s ON s.id = q.series JOIN conditions c ON c.id = q.conditions
-- view history_1h
CREATE VIEW history_1h AS
  SELECT q.slot_ms, s.kind, s.name, c.mode, c.profile, c.source, c.governor, q.integral, q.measured_ms, q.min, q.max
  FROM slot_1h q JOIN series s ON s.id = q.series JOIN conditions c ON c.id = q.conditions
-- view history_1min
CREATE VIEW history_1min AS
  SELECT q.slot_ms, s.kind, s.name, c.mode, c.profile, c.source, c.governor, q.integral, q.measured_ms, q.min, q.max
  FROM slot_1min q JOIN series s ON s.id = q.series JOIN conditions c ON c.id = q.conditions
-- view history_usage_15min
CREATE VIEW history_usage_15min AS
  SELECT u.slot_ms, n.way, n.name, u.millijoules, u.amount FROM usage_15min u JOIN usage_name n ON n.id = u.name
-- view history_usage_1day
CREATE VIEW history_usage_1day AS
  SELECT u.slot_ms, n.way, n.name, u.millijoules, u.amount FROM usage_1day u JOIN usage_name n ON n.id = u.name
-- view history_usage_1h
CREATE VIEW history_usage_1h AS
  SELECT u.slot_ms, n.way, n.name, u.millijoules, u.amount FROM usage_1h u JOIN usage_name n ON n.id = u.name
-- view history_usage_1min
CREATE VIEW history_usage_1min AS
  SELECT u.slot_ms, n.way, n.name, u.millijoules, u.amount FROM usage_1min u JOIN usage_name n ON n.id = u.name
