package org.workherald.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.LockingMode;

/** A database file of SQLite, seen from outside of the service. */
record SqliteFile(Path path) {

  /** In bytes; this takes less than a second. */
  private static final long QUICKLY_CHECKED = 128L << 20;

  SqliteFile {
    if (!Files.isRegularFile(path)) {
      throw new DatabaseCommandRefused("there is no file " + path);
    }
  }

  /**
   * Copies it as it is at this moment, though the service may be writing to it; nobody waits for
   * that. The copy is on disk, sound, and only for its owner to read.
   */
  void backup(Path to) throws SQLException {
    create(to);
    boolean sound = false;
    try (Connection connection = connect(new SQLiteConfig());
        var vacuum = connection.prepareStatement("VACUUM INTO ?")) {
      vacuum.setString(1, to.toString());
      vacuum.execute();
      sync(to);
      new SqliteFile(to).check();
      sound = true;
    } finally {
      if (!sound) {
        delete(to);
      }
    }
  }

  /**
   * A connection that nobody else has beside it, for as long as it is open.
   *
   * @throws DatabaseCommandRefused when somebody has one, as the service does while it runs
   */
  Connection openAlone() throws SQLException {
    var config = new SQLiteConfig();
    config.setLockingMode(LockingMode.EXCLUSIVE);
    config.setBusyTimeout(1000);
    Connection connection = connect(config);
    try (var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.executeQuery("SELECT count(*) FROM sqlite_master").close();
      return connection;
    } catch (SQLException e) {
      connection.close();
      int code = Outage.sqliteCode(e);
      if (code == 5 || code == 6) {
        throw new DatabaseCommandRefused(
            path + " is in use: stop the service first, or what it takes meanwhile would be lost");
      }
      throw e;
    }
  }

  /**
   * Looks through a file that is not too large for that before anybody writes to it, as SQLite
   * itself notices damage only where it comes by. Changes nothing: what is in a write-ahead log
   * stays there.
   *
   * @throws IllegalStateException when it is damaged, saying what to do
   */
  void refuseDamaged() {
    if (path.toFile().length() > QUICKLY_CHECKED) {
      return;
    }
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    try (Connection connection = connect(config)) {
      String found = firstFault(connection);
      if (!found.equals("ok")) {
        throw new IllegalStateException(StartFailure.damaged(found));
      }
    } catch (SQLException e) {
      // What else may be wrong than damage is found out by whoever writes.
      if (Outage.isDamage(e)) {
        throw new IllegalStateException(StartFailure.damaged(e.getMessage()));
      }
    }
  }

  private Connection connect(SQLiteConfig config) throws SQLException {
    Properties properties = config.toProperties();
    return DriverManager.getConnection("jdbc:sqlite:" + path.toAbsolutePath(), properties);
  }

  private void check() throws SQLException {
    try (Connection connection = connect(new SQLiteConfig())) {
      String found = firstFault(connection);
      if (!found.equals("ok")) {
        throw new DatabaseCommandRefused("the copy is damaged: " + found);
      }
    }
  }

  private static String firstFault(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA quick_check(1)")) {
      return rows.next() ? rows.getString(1).replace('\n', ' ') : "no answer";
    }
  }

  /** An empty file is one that SQLite agrees to copy into. */
  private static void create(Path file) {
    try {
      Files.createFile(file);
      if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (FileAlreadyExistsException e) {
      throw new DatabaseCommandRefused("there is a file " + file + " already");
    } catch (IOException e) {
      throw new DatabaseCommandRefused("cannot write " + file + ": " + e);
    }
  }

  private static void sync(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw new DatabaseCommandRefused("cannot write " + file + ": " + e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
