package org.workherald.store;

import java.sql.Types;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/** How our types are stored, the same in both databases: ids as text, instants as milliseconds. */
final class ColumnTypes {

  private ColumnTypes() {}

  static void register(Jdbi jdbi) {
    jdbi.registerArgument(new Ids());
    jdbi.registerArgument(new Instants());
    jdbi.registerColumnMapper(
        UUID.class,
        (row, column, context) -> {
          String text = row.getString(column);
          return text == null ? null : UUID.fromString(text);
        });
    jdbi.registerColumnMapper(
        Instant.class,
        (row, column, context) -> {
          long millis = row.getLong(column);
          return row.wasNull() ? null : Instant.ofEpochMilli(millis);
        });
  }

  private static final class Ids extends AbstractArgumentFactory<UUID> {

    Ids() {
      super(Types.VARCHAR);
    }

    @Override
    protected Argument build(UUID value, ConfigRegistry config) {
      return (position, statement, context) -> statement.setString(position, value.toString());
    }
  }

  private static final class Instants extends AbstractArgumentFactory<Instant> {

    Instants() {
      super(Types.BIGINT);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      return (position, statement, context) -> statement.setLong(position, value.toEpochMilli());
    }
  }
}
