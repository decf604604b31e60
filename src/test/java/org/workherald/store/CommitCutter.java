package org.workherald.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * Stands between the service and PostgreSQL, on loopback, and cuts the connection in the midst of a
 * commit that writes, as a fail-over or a firewall may. Sees commits in clear: {@link #url} says
 * that no statement is kept under a name.
 */
public final class CommitCutter implements AutoCloseable {

  /** What happens to a commit. */
  public enum Cut {
    /** It never reaches the server, which undoes the work. */
    BEFORE,
    /** The server does it, and its answer never comes back. */
    AFTER,
    /** It reaches the server only after the client has given up: by then it is in doubt. */
    LATE
  }

  private static final byte[] BEGIN_READ_ONLY = ascii("BEGIN READ ONLY\0");
  private static final byte[] BEGIN = ascii("BEGIN\0");
  private static final byte[] COMMIT = ascii("COMMIT\0");

  private final ServerSocket listener;
  private final int target;
  private final String url;
  private final Deque<Cut> plan = new ArrayDeque<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch late = new CountDownLatch(1);
  private volatile int cuts;

  /**
   * @param url of the database behind it
   */
  public CommitCutter(String url) {
    var port = Pattern.compile("//[^:/]+:(\\d+)/").matcher(url);
    if (!port.find()) {
      throw new IllegalArgumentException(url);
    }
    this.target = Integer.parseInt(port.group(1));
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String through = url.replaceFirst("//[^/]+/", "//127.0.0.1:" + listener.getLocalPort() + "/");
    this.url = through + (through.contains("?") ? "&" : "?") + "prepareThreshold=0";
    new NamedThreads("commit-cutter").newThread(this::accept).start();
  }

  /** The same database, through here. */
  public String url() {
    return url;
  }

  /** Cuts the next commits, one after the other, on whichever connections they are. */
  public synchronized void cut(Cut... cuts) {
    plan.addAll(List.of(cuts));
  }

  /** Lets all pass from now on, and counts anew. */
  public synchronized void clear() {
    plan.clear();
    cuts = 0;
    late = new CountDownLatch(1);
  }

  /** How many commits were cut. */
  public int cuts() {
    return cuts;
  }

  /** Sends on the commits that are held up ({@link Cut#LATE}). */
  public void release() {
    late.countDown();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    late.countDown();
    open.forEach(CommitCutter::quietly);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(client);
        open.add(server);
        Pair pair = new Pair(client, server);
        new NamedThreads("commit-cutter-up").newThread(pair::up).start();
        new NamedThreads("commit-cutter-down").newThread(pair::down).start();
      } catch (IOException e) {
        // Closed, or the server is away: so is this.
      }
    }
  }

  private synchronized Cut next() {
    Cut cut = plan.poll();
    if (cut != null) {
      cuts++;
    }
    return cut;
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** One connection and its other half. */
  private final class Pair {

    private final Socket client;
    private final Socket server;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean mute;

    /** Whether the transaction under way is not one that only reads. */
    private boolean writing;

    Pair(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    /** A commit is a packet of its own, as the driver waits for the answer to what was before. */
    void up() {
      byte[] buffer = new byte[1 << 16];
      try (server) {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          writing =
              (writing || contains(buffer, n, BEGIN)) && !contains(buffer, n, BEGIN_READ_ONLY);
          Cut cut = writing && contains(buffer, n, COMMIT) ? next() : null;
          if (cut != null) {
            cut(cut, out, Arrays.copyOf(buffer, n));
            return;
          }
          out.write(buffer, 0, n);
        }
      } catch (IOException | InterruptedException e) {
        // Closed.
      } finally {
        quietly(client);
      }
    }

    private void cut(Cut cut, OutputStream out, byte[] commit)
        throws IOException, InterruptedException {
      switch (cut) {
        case BEFORE -> quietly(client);
        case AFTER -> {
          mute = true;
          out.write(commit);
          server.shutdownOutput();
          awaitEnd();
        }
        case LATE -> {
          mute = true;
          quietly(client);
          late.await();
          out.write(commit);
          server.shutdownOutput();
          awaitEnd();
        }
      }
    }

    /** The server has read all, the commit too, and ends the session. */
    private void awaitEnd() throws InterruptedException {
      ended.await();
    }

    void down() {
      byte[] buffer = new byte[1 << 16];
      try {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (!mute) {
            out.write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        // Closed.
      } finally {
        ended.countDown();
        if (!mute) {
          quietly(client);
        }
      }
    }
  }

  private static boolean contains(byte[] buffer, int length, byte[] text) {
    for (int i = 0; i + text.length <= length; i++) {
      if (Arrays.equals(buffer, i, i + text.length, text, 0, text.length)) {
        return true;
      }
    }
    return false;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
