package org.workherald.store;

/** The two databases. */
public enum Dialect {
  SQLITE,
  POSTGRESQL
}
