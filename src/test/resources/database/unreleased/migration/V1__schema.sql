-- One schema for SQLite and PostgreSQL. Instants are milliseconds since the epoch (UTC), ids are UUIDv7 as text (they sort by time).

-- store: what shows that a commit took effect, when its answer was lost. Kept for two days.
CREATE TABLE commit_mark (
  id TEXT PRIMARY KEY,
  at BIGINT NOT NULL
);
CREATE INDEX commit_mark_age ON commit_mark (at);

-- settings: one row for each kind of run-time setting. The revision only grows; a body of NULL says that nothing is stored.
CREATE TABLE setting (
  kind       TEXT PRIMARY KEY,
  revision   BIGINT NOT NULL,
  body       TEXT,
  updated_at BIGINT NOT NULL
);

-- access: API keys. Only a hash is kept.
CREATE TABLE api_key (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  roles      TEXT NOT NULL,
  hash       TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

-- access: the audit trail, who changed what. 'who' is the id of an API key, 'name' its name at that time.
CREATE TABLE audit_entry (
  id      TEXT PRIMARY KEY,
  at      BIGINT NOT NULL,
  who     TEXT NOT NULL,
  name    TEXT NOT NULL,
  address TEXT,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail  TEXT
);
CREATE INDEX audit_entry_action ON audit_entry (action, id);
CREATE INDEX audit_entry_subject ON audit_entry (subject, id);
CREATE INDEX audit_entry_who ON audit_entry (who, id);

-- trust: the certificates added over HTTP. A pinned one is trusted as itself, not for what it has signed.
CREATE TABLE trusted_certificate (
  fingerprint TEXT PRIMARY KEY,
  alias       TEXT,
  pem         TEXT NOT NULL,
  pinned      INTEGER NOT NULL,
  added_at    BIGINT NOT NULL
);

-- user: preferences.
CREATE TABLE user_preference (
  id         TEXT PRIMARY KEY,
  body       TEXT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- template: what was stored for an event and language. The latest revision is in force; without a subject, nothing is stored since then.
CREATE TABLE mail_template (
  event         TEXT NOT NULL,
  locale        TEXT NOT NULL,
  revision      BIGINT NOT NULL,
  subject       TEXT,
  text          TEXT,
  html          TEXT,
  restored_from BIGINT,
  created_at    BIGINT NOT NULL,
  created_by    TEXT NOT NULL,
  PRIMARY KEY (event, locale, revision)
);

-- smtp: the connections to the mail server that all replicas have together, and the replicas that wait for one ('waiting': 1, 'id' is the
-- replica's own). Only on PostgreSQL. 'asked': another replica has none, and this one is to be given back. Instants by the database's clock.
CREATE TABLE sender_slot (
  id          TEXT PRIMARY KEY,
  replica     TEXT NOT NULL,
  waiting     INTEGER NOT NULL DEFAULT 0,
  asked       INTEGER NOT NULL DEFAULT 0,
  since       BIGINT NOT NULL,
  lasts_until BIGINT NOT NULL
);

-- notification: what callers sent, and the answers kept for their idempotency keys. 'caller' is the id of an API key, 'caller_name' its name at that time.
-- 'traceparent' and 'tracestate': as W3C Trace Context has them.
CREATE TABLE notification (
  id          TEXT PRIMARY KEY,
  event       TEXT NOT NULL,
  work_item   TEXT NOT NULL,
  caller      TEXT NOT NULL,
  caller_name TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  body        TEXT NOT NULL,
  traceparent TEXT,
  tracestate  TEXT
);
CREATE INDEX notification_work_item ON notification (work_item, id);
CREATE INDEX notification_event ON notification (event, id);

-- What was done to a notification beside attempts, by whom ('who' and 'name' as in the audit trail), and how deliveries had ended that were then
-- resent. Without a delivery it concerns all of them.
CREATE TABLE history (
  notification TEXT NOT NULL,
  number       BIGINT NOT NULL,
  at           BIGINT NOT NULL,
  what         TEXT NOT NULL,
  delivery     TEXT,
  who          TEXT,
  name         TEXT,
  detail       TEXT,
  PRIMARY KEY (notification, number)
);

CREATE TABLE idempotency_key (
  caller      TEXT NOT NULL,
  key         TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  response    TEXT NOT NULL,
  created_at  BIGINT NOT NULL,
  PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

-- outbox: the durable queue. 'message' and 'payload' belong to whoever added the entry. Those of one 'share' (a caller) wait for one another;
-- the shares take turns. A '~' before it: entries that have failed, whose retries take turns with the others of that share.
-- An entry under way keeps its state 'queued' and has a lease; a lease that ran out may be taken by anybody.
CREATE TABLE outbox (
  id              TEXT PRIMARY KEY,
  message         TEXT NOT NULL,
  share           TEXT NOT NULL,
  recipient       TEXT NOT NULL,
  payload         TEXT NOT NULL,
  urgent          INTEGER NOT NULL,
  state           TEXT NOT NULL,
  reason          TEXT,
  created_at      BIGINT NOT NULL,
  next_attempt_at BIGINT NOT NULL,
  expires_at      BIGINT,
  failing_since   BIGINT,
  failures        INTEGER NOT NULL,
  lease           TEXT,
  leased_until    BIGINT,
  finished_at     BIGINT
);
CREATE INDEX outbox_message ON outbox (message);
CREATE INDEX outbox_recipient ON outbox (recipient, message);
CREATE INDEX outbox_due ON outbox (urgent, share, next_attempt_at, id) WHERE state = 'queued';
CREATE INDEX outbox_expiry ON outbox (expires_at) WHERE state = 'queued' AND expires_at IS NOT NULL;
CREATE INDEX outbox_lease ON outbox (lease) WHERE lease IS NOT NULL;
CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;
-- Listing by a state that is rare.
CREATE INDEX outbox_trouble ON outbox (state, message) WHERE state NOT IN ('queued', 'sent');

CREATE TABLE attempt (
  entry   TEXT NOT NULL,
  at      BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  reply   TEXT,
  cause   TEXT,
  detail  TEXT,
  server  TEXT,
  tls     TEXT,
  millis  BIGINT NOT NULL
);
CREATE INDEX attempt_entry ON attempt (entry, at);

-- What was said to the mail server and by it at an entry's last attempt, where that is kept.
CREATE TABLE transcript (
  entry TEXT PRIMARY KEY,
  at    BIGINT NOT NULL,
  body  TEXT NOT NULL
);

-- The lane that all entries flow through: a pause holds them all without touching a single one.
-- 'probe' is the token of whoever finds out whether the pause may end, until 'resume_at'.
CREATE TABLE lane (
  id           INTEGER PRIMARY KEY,
  paused_since BIGINT,
  cause        TEXT,
  reason       TEXT,
  holding      INTEGER NOT NULL,
  resume_at    BIGINT,
  probe        TEXT,
  pauses       INTEGER NOT NULL,
  rate_until   BIGINT NOT NULL
);
INSERT INTO lane (id, holding, pauses, rate_until) VALUES (1, 0, 0, 0);
