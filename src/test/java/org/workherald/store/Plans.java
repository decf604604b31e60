package org.workherald.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Stands between a {@link Database} and its connections, and asks the database for its plan of each
 * statement about a table of ours, with the values it is run with, just before it is run.
 */
public final class Plans implements AutoCloseable {

  private static final Pattern LOOKS = Pattern.compile("(?i)\\s*(SELECT|WITH|UPDATE|DELETE)\\b");

  /** As in {@code SEARCH outbox AS other USING COVERING INDEX outbox_due (urgent=?)}. */
  private static final Pattern SQLITE =
      Pattern.compile("(SCAN|SEARCH) (\\w+)(?: USING(?: COVERING)?(?: INDEX)? (\\w+).*)?");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Dialect dialect;
  private final Set<String> tables;
  private final Database database;
  private final List<Access> seen = new CopyOnWriteArrayList<>();

  /**
   * How a statement comes to the rows of a table.
   *
   * @param index or {@code none}
   * @param all whether it goes from one end to the other, until it has enough
   */
  public record Access(String table, String index, boolean all) implements Comparable<Access> {

    @Override
    public int compareTo(Access other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return (all ? "all of " : "") + table + " by " + index;
    }
  }

  Plans(Dialect dialect, AgroalDataSource source, Clock clock, Set<String> tables) {
    this.dialect = dialect;
    this.tables = tables;
    this.database = new Database(dialect, watch(source), clock);
  }

  /** What goes through it is explained. */
  public Database database() {
    return database;
  }

  @Override
  public void close() {
    database.close();
  }

  /** How the statements that this runs come to rows. */
  public Set<Access> of(Runnable work) {
    seen.clear();
    work.run();
    return new TreeSet<>(seen);
  }

  private DataSource watch(DataSource source) {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          Object result = invoke(source, method, arguments);
          return result instanceof Connection connection ? watch(connection) : result;
        });
  }

  private Connection watch(Connection connection) {
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          Object result = invoke(connection, method, arguments);
          return result instanceof PreparedStatement statement
              ? watch(connection, (String) arguments[0], statement)
              : result;
        });
  }

  private record Call(Method method, Object[] arguments) {}

  private PreparedStatement watch(Connection connection, String sql, PreparedStatement statement) {
    List<Call> values = new ArrayList<>();
    return proxy(
        PreparedStatement.class,
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("set") && method.getParameterCount() > 1) {
            values.add(new Call(method, arguments));
          } else if (method.getName().startsWith("execute") && LOOKS.matcher(sql).lookingAt()) {
            explain(connection, sql, values);
          }
          return invoke(statement, method, arguments);
        });
  }

  private void explain(Connection connection, String sql, List<Call> values) throws Throwable {
    boolean sqlite = dialect == Dialect.SQLITE;
    String explain = sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN (FORMAT JSON) ";
    try (PreparedStatement statement = connection.prepareStatement(explain + sql)) {
      for (Call value : values) {
        invoke(statement, value.method, value.arguments);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          if (sqlite) {
            sqlite(sql, rows.getString("detail"));
          } else {
            postgresql(JSON.readTree(rows.getString(1)));
          }
        }
      }
    }
  }

  private void sqlite(String sql, String detail) {
    Matcher matcher = SQLITE.matcher(detail);
    if (matcher.matches()) {
      String name = matcher.group(2);
      Matcher alias = Pattern.compile("(\\w+) AS " + name + "\\b").matcher(sql);
      String table = alias.find() ? alias.group(1) : name;
      see(table, matcher.group(3), matcher.group(1).equals("SCAN"));
    }
  }

  private void postgresql(JsonNode node) {
    if (node.has("Relation Name") && node.path("Node Type").asText().endsWith("Scan")) {
      JsonNode index = node.has("Index Name") ? node : node.path("Plans").path(0);
      see(
          node.path("Relation Name").asText(),
          index.path("Index Name").asText(null),
          !index.has("Index Cond"));
    }
    node.forEach(this::postgresql);
  }

  private void see(String table, String index, boolean all) {
    if (tables.contains(table)) {
      boolean key = index != null && (index.startsWith("sqlite_auto") || index.endsWith("_pkey"));
      seen.add(new Access(table, index == null ? "none" : key ? "id" : index, all));
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
