package org.workherald.access;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table {@code api_key}. */
@Singleton
class KeyTable {

  List<ApiKey> all(Handle handle) {
    return handle
        .createQuery(
            "SELECT id, name, roles, hash, created_at FROM api_key ORDER BY created_at, id")
        .map((row, context) -> key(row))
        .list();
  }

  void add(Handle handle, ApiKey key) {
    var insert =
        handle.createUpdate(
            """
            INSERT INTO api_key (id, name, roles, hash, created_at)
            VALUES (:id, :name, :roles, :hash, :createdAt)
            """);
    bind(insert, key).execute();
  }

  /** Adds the key if there is none of an admin yet; whether it did. Safe among replicas. */
  boolean addFirst(Handle handle, ApiKey key) {
    var insert =
        handle.createUpdate(
            """
            INSERT INTO api_key (id, name, roles, hash, created_at)
            SELECT :id, :name, :roles, :hash, :createdAt
            WHERE NOT EXISTS (SELECT 1 FROM api_key WHERE roles LIKE '%admin%')
            ON CONFLICT (id) DO NOTHING
            """);
    return bind(insert, key).execute() == 1;
  }

  boolean delete(Handle handle, String id) {
    return handle.createUpdate("DELETE FROM api_key WHERE id = :id").bind("id", id).execute() == 1;
  }

  private static <S extends SqlStatement<S>> S bind(S statement, ApiKey key) {
    return statement
        .bind("id", key.id())
        .bind("name", key.name())
        .bind("roles", String.join(",", key.roles()))
        .bind("hash", key.hash())
        .bind("createdAt", key.createdAt());
  }

  private static ApiKey key(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getString("id"),
        row.getString("name"),
        new TreeSet<>(List.of(row.getString("roles").split(","))),
        row.getString("hash"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }
}
